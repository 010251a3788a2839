// What the letters of chapter 7's formulas stand for: an LSTM or a GRU of the
// oracle's. A gate g is the first of its cell.
#pragma once
#include "tests/notes/typeset.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/gated.hpp"

namespace typeset {

struct Cell {
  oracle::Gated net;
  int tau = 4;

  // Reset after where there is a c_a. Three units, two inputs, four outputs.
  Cell(const std::string& cell, bool after) {
    unrolled::Random r(31);
    net.cell = cell;
    net.output = "softmax_cross_entropy";
    const auto vector = [&](Index size) {
      return oracle::loops(Vector(r.normal_matrix(size, 1)));
    };
    for (const char g : std::string(cell == "lstm" ? "fiqa" : "ura")) {
      net.matrices[std::string("U") + g] = oracle::loops(r.normal_matrix(3, 2));
      net.matrices[std::string("W") + g] = oracle::loops(r.normal_matrix(3, 3));
      net.vectors[std::string("b") + g] = vector(3);
    }
    if (after) net.vectors["ca"] = vector(3);
    net.matrices["V"] = oracle::loops(r.normal_matrix(4, 3));
    net.vectors["h0"] = net.vectors["C0"] = vector(3);
    for (int t = 0; t < tau; ++t) {
      net.x.push_back(vector(2));
      net.y.push_back(oracle::one_hot(4, static_cast<std::size_t>(t)));
    }
  }

  // A mask for each of these places, new at each step.
  Cell& drop(const std::string& places) {
    unrolled::Random r(33);
    for (const char place : places)
      for (int t = 0; t < tau; ++t)
        net.masks[std::string(1, place)].push_back(
            oracle::loops(Vector(r.uniform_matrix(3, 1, 0.3, 2))));
    return *this;
  }

  // U_f is the oracle's Uf.
  std::string name_of(const Symbol& s) const {
    std::string name = s.name;
    if (const std::size_t at = name.find('_'); at != name.npos)
      name.erase(at, 1);
    if (name.size() == 2 && name[1] == 'g')
      name[1] = net.cell == "gru" ? 'u' : 'f';
    return name;
  }
  std::size_t step_of(const Symbol& s, int from, int to) const {
    if (s.at == Symbol::none) throw Unread(s.name + " without its step");
    if (s.at < from || s.at > to) throw std::out_of_range(s.name);
    return static_cast<std::size_t>(s.at);
  }
  static Matrix column(const oracle::RealVec& v) { return oracle::back(v); }

  Matrix value(const Symbol& s) const {
    const std::string name = name_of(s);
    if (net.matrices.contains(name)) return oracle::back(net.matrices.at(name));
    if (net.vectors.contains(name))
      return column(oracle::real(net.vectors.at(name)));
    if (name == "x") return column(oracle::real(net.x[step_of(s, 1, tau) - 1]));
    if (s.name.starts_with("m_"))  // a mask: m_h is on h
      return column(
          oracle::real(net.masks.at(s.name.substr(2))[step_of(s, 1, tau) - 1]));
    if (name == "\\delta") return slope({"L"}, {"h", s.at});
    if (name == "e" || name == "E") {  // what step t hands back
      const std::size_t t = step_of(s, 1, tau + 1);
      return column(gradient_at(net, name == "e" ? "h+" : "C+", t - 1));
    }
    const oracle::NamedTrace run = oracle::run(net);
    if (!run.at.contains(name)) throw Unread(name);
    const std::vector<oracle::Vec>& all = run.at.at(name);
    const Matrix m = oracle::back(all[step_of(s, 0, tau)]);
    if (m.is_empty()) throw std::out_of_range(name);
    return m;
  }

  Matrix slope(const Symbol& of, const Symbol& by) const {
    if (of.name != "L" || of.immediate) throw Unread("a slope of " + of.name);
    const std::string name = name_of(by);
    if (net.matrices.contains(name))
      return oracle::back(gradient_of_matrix(net, name));
    if (net.vectors.contains(name))
      return column(gradient_of_vector(net, name));
    if (name == "x") return column(gradient_of_x(net)[step_of(by, 1, tau) - 1]);
    if (!oracle::run(net).at.contains(name)) throw Unread(name);
    const bool state = name == "h" || name == "C";
    return column(gradient_at(net, name, step_of(by, state ? 0 : 1, tau)));
  }

  Meaning meaning() const {
    Meaning m;
    m.value = [this](const Symbol& s) { return value(s); };
    m.slope = [this](const Symbol& of, const Symbol& by) {
      return slope(of, by);
    };
    m.apply = sigmoid_or_slope;
    m.functions = {"\\sigma"};
    m.names = {"c_a", "m_h", "m_c", "m_a"};
    m.steps = {"x", "h",       "o",   "v",   "C",  "e",
               "E", "\\delta", "m_h", "m_c", "m_a"};
    for (const std::string g : {"f", "i", "q", "a", "u", "r", "g"}) {
      for (const std::string block : {"U_", "W_", "b_", "z_"})
        m.names.insert(block + g);
      m.steps.insert(g);
      m.steps.insert("z_" + g);
    }
    m.counts = {{"\\tau", tau}};
    m.ranges = {{"t", {1, tau}}};
    return m;
  }
};

}  // namespace typeset
