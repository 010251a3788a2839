// What the letters of chapter 10's formulas stand for: attention of the
// oracle's, one head or two.
#pragma once
#include "tests/notes/typeset.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/attention.hpp"

namespace typeset {

struct Attended {
  oracle::Attention net;
  int tau = 4, heads;

  // Two inputs, keys of three, values of two, four outputs.
  explicit Attended(int how_many) : heads(how_many) {
    unrolled::Random r(41);
    net.output = "softmax_cross_entropy";
    for (int j = 1; j <= heads; ++j) {
      const std::string head = heads > 1 ? std::to_string(j) : "";
      net.matrices["Wq" + head] = oracle::loops(r.normal_matrix(3, 2));
      net.matrices["Wk" + head] = oracle::loops(r.normal_matrix(3, 2));
      net.matrices["Wv" + head] = oracle::loops(r.normal_matrix(2, 2));
    }
    net.matrices["V"] =
        oracle::loops(r.normal_matrix(4, 2 * static_cast<Index>(heads)));
    net.vectors["c"] = oracle::loops(Vector(r.normal_matrix(4, 1)));
    for (int t = 0; t < tau; ++t) {
      net.x.push_back(oracle::loops(Vector(r.normal_matrix(2, 1))));
      net.y.push_back(oracle::one_hot(4, static_cast<std::size_t>(t)));
    }
  }

  // W_q is the oracle's Wq.
  static std::string name_of(const Symbol& s) {
    return s.name.starts_with("W_") ? "W" + s.name.substr(2) : s.name;
  }
  std::size_t step_of(const Symbol& s) const {
    if (s.at == Symbol::none) throw Unread(s.name + " without its step");
    if (s.at < 1 || s.at > tau) throw std::out_of_range(s.name);
    return static_cast<std::size_t>(s.at);
  }
  // a(t,s) of a(t); of two heads h_j(t) of h(t).
  Matrix part_of(const Symbol& s, const Matrix& all) const {
    if (s.entry == Symbol::none) return all;
    const auto entry = static_cast<Index>(s.entry);
    if (heads > 1) return all.rows(2 * entry - 2, 2 * entry - 1);
    if (s.entry < 1 || s.entry > tau) throw std::out_of_range(s.name);
    return scalar(all(entry - 1));
  }

  Matrix value(const Symbol& s) const {
    const std::string name = name_of(s);
    if (net.matrices.contains(name)) {
      const Matrix all = oracle::back(net.matrices.at(name));
      const auto j = static_cast<Index>(s.at);
      return s.at == Symbol::none ? all
                                  : Matrix(all.cols(2 * j - 2, 2 * j - 1));
    }
    if (net.vectors.contains(name))
      return oracle::back(oracle::real(net.vectors.at(name)));
    if (name == "x") return oracle::back(oracle::real(net.x[step_of(s) - 1]));
    if (name == "\\delta") return slope({"L"}, {"h", s.at});
    const oracle::NamedTrace run = oracle::run(net);
    if (!run.at.contains(name)) throw Unread(name);
    return part_of(s, oracle::back(oracle::real(run.at.at(name)[step_of(s)])));
  }

  Matrix slope(const Symbol& of, const Symbol& by) const {
    if (of.name != "L" || of.immediate) throw Unread("a slope of " + of.name);
    const std::string name = name_of(by);
    if (net.matrices.contains(name))
      return oracle::back(gradient_of_matrix(net, name));
    if (name == "x") return oracle::back(gradient_of_x(net)[step_of(by) - 1]);
    if (!oracle::run(net).at.contains(name)) throw Unread(name);
    return part_of(by, oracle::back(gradient_at(net, name, step_of(by))));
  }

  Meaning meaning() const {
    Meaning m;
    m.value = [this](const Symbol& s) { return value(s); };
    m.slope = [this](const Symbol& of, const Symbol& by) {
      return slope(of, by);
    };
    m.names = {"W_q", "W_k", "W_v"};
    m.steps = {"x", "q", "k", "v", "e", "a", "h", "o", "\\delta"};
    m.counts = {{"\\tau", tau}, {"d", 3}, {"n", heads}};
    m.ranges = {{"t", {1, tau}}, {"s", {1, tau}}};
    return m;
  }
};

}  // namespace typeset
