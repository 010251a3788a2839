// What the letters of chapter 6's formulas stand for: Jordan's network of the
// oracle's, or one whose last loss alone counts. B and E are 5 and 2.
#pragma once
#include "tests/notes/typeset.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace typeset {

struct Wired {
  oracle::Recurrent net;
  int tau = 4;

  // Three units, two inputs, four outputs.
  explicit Wired(const std::string& feedback) {
    unrolled::Random r(32);
    const auto vector = [&](Index size) {
      return oracle::loops(Vector(r.normal_matrix(size, 1)));
    };
    net.feedback = feedback;
    net.U = oracle::loops(r.normal_matrix(3, 2));
    net.W = oracle::loops(r.normal_matrix(3, feedback.empty() ? 3 : 4));
    net.V = oracle::loops(r.normal_matrix(4, 3));
    net.b = vector(3), net.c = vector(4);
    net.h0 = vector(3), net.y0 = vector(4);
    for (int t = 0; t < tau; ++t) {
      net.x.push_back(vector(2));
      net.y.push_back(oracle::one_hot(4, static_cast<std::size_t>(t)));
    }
    if (feedback.empty()) net.weights = {0, 0, 0, 1};
  }

  std::size_t step_of(const Symbol& s, int from) const {
    if (s.at == Symbol::none) throw Unread(s.name + " without its step");
    if (s.at < from || s.at > tau) throw std::out_of_range(s.name);
    return static_cast<std::size_t>(s.at);
  }
  oracle::Vec fed(std::size_t t, const oracle::Trace& run) const {
    if (t == 0) return net.y0;
    return net.feedback == "own" ? oracle::predicted(net, run.o[t - 1])
                                 : net.y[t - 1];
  }
  oracle::Vec read(const Symbol& s, const oracle::Trace& run) const {
    if (s.name == "L" && s.at == Symbol::none) return {run.loss};
    if (s.name == "f") return fed(step_of(s, 0), run);
    if (s.name == "h") return run.h[step_of(s, 1)];
    const std::size_t t = step_of(s, 1);
    if (s.name == "x") return net.x[t - 1];
    if (s.name == "y") return net.y[t - 1];
    if (s.name == "z") return run.z[t - 1];
    if (s.name == "o") return run.o[t - 1];
    if (s.name == "\\yhat") return oracle::predicted(net, run.o[t - 1]);
    if (s.name == "L") return {oracle::loss_at(net, run.o[t - 1], t)};
    throw Unread(s.name);
  }

  Matrix value(const Symbol& s) const {
    if (s.name == "U") return oracle::back(net.U);
    if (s.name == "W") return oracle::back(net.W);
    if (s.name == "V") return oracle::back(net.V);
    if (s.name == "b") return oracle::back(net.b);
    if (s.name == "c") return oracle::back(net.c);
    if (s.name == "v") return Vector{0.3, -1, 2, 0.5};
    if (s.name == "\\ones") return Vector(4, arma::fill::ones);
    if (s.name == "\\delta") return slope({"L"}, {"h", s.at});
    return oracle::back(read(s, oracle::run(net)));
  }

  // A matrix in its shape, of a number; a vector's Jacobian by a vector.
  Matrix slope(const Symbol& of, const Symbol& by) const {
    using namespace oracle;
    if (of.immediate || by.immediate) throw Unread("an immediate derivative");
    Recurrent moved = net;
    const auto L = [&] { return read(of, oracle::run(moved)).at(0); };
    if (by.name == "U") return back(gradient(L, moved.U));
    if (by.name == "W") return back(gradient(L, moved.W));
    if (by.name == "V") return back(gradient(L, moved.V));
    if (by.name == "b") return back(gradient(L, moved.b));
    if (by.name == "c") return back(gradient(L, moved.c));
    if (by.name == "f" && by.at == 0) return back(gradient(L, moved.y0));
    const std::size_t t = step_of(by, 1);
    if (by.name == "x") return back(gradient(L, moved.x[t - 1]));
    const Place place = by.name == "z"   ? Place::kZ
                        : by.name == "h" ? Place::kH
                                         : Place::kO;
    if (place == Place::kO && by.name != "o") throw Unread(by.name);
    const std::size_t size = by.name == "o" ? net.c.size() : net.b.size();
    const std::size_t rows = read(of, oracle::run(net)).size();
    Matrix J(rows, size);
    for (std::size_t j = 0; j < size; ++j) {
      const Vec v = read(of, oracle::run(net, {place, t, j}));
      for (std::size_t i = 0; i < rows; ++i) J(i, j) = v[i].imag() / kStep;
    }
    return rows == 1 ? Matrix(J.t()) : J;
  }

  Meaning meaning() const {
    Meaning m;
    m.value = [this](const Symbol& s) {
      return value({s.name == "\\theta" ? "W" : s.name, s.at});
    };
    m.slope = [this](const Symbol& of, const Symbol& by) {
      return slope(of, {by.name == "\\theta" ? "W" : by.name, by.at});
    };
    m.apply = [](const std::string&, bool prime, const Matrix& v) {
      return prime ? Matrix(1 - arma::square(arma::tanh(v)))
                   : Matrix(arma::tanh(v));
    };
    m.functions = {"\\sigma"};
    m.names = {"\\theta", "\\ones", "v"};
    m.steps = {"x", "z", "h", "o", "f", "\\yhat", "y", "L", "\\delta"};
    m.counts = {{"\\tau", tau}};
    m.ranges = {{"t", {1, net.feedback.empty() ? tau - 1 : tau}}};
    return m;
  }
};

// Chapter 8's recurrence: masks on what is read of x(t), of h(t-1) and of h(t);
// e(t) is what step t hands back to h(t-1).
struct Masked {
  Wired wired{""};

  Masked() {
    unrolled::Random r(34);
    oracle::Recurrent& net = wired.net;
    net.weights.clear();
    const auto mask = [&](Index size) {
      return oracle::loops(Vector(r.uniform_matrix(size, 1, 0.3, 2)));
    };
    for (int t = 0; t < wired.tau; ++t) {
      net.mask_x.push_back(mask(2));
      net.mask_h.push_back(mask(3));
      net.mask_o.push_back(mask(3));
    }
  }

  Matrix value(const Symbol& s) const {
    const oracle::Recurrent& net = wired.net;
    if (s.name == "h" && s.at == 0) return oracle::back(oracle::real(net.h0));
    if (s.name == "e") {  // all of the slope, the output being shut
      if (s.at < 1 || s.at > wired.tau + 1) throw std::out_of_range("e");
      const auto t = static_cast<std::size_t>(s.at - 1);
      oracle::Recurrent shut = net;
      if (t > 0) shut.mask_o[t - 1] = oracle::Vec(3);
      return oracle::back(total_derivative(shut, oracle::Place::kH, t, 3));
    }
    if (!s.name.starts_with("m_")) return wired.value(s);
    const std::size_t t = wired.step_of(s, 1);
    const auto& masks = s.name == "m_x"   ? net.mask_x
                        : s.name == "m_h" ? net.mask_h
                                          : net.mask_o;
    return oracle::back(oracle::real(masks[t - 1]));
  }
  Meaning meaning() const {
    Meaning m = wired.meaning();
    m.value = [this](const Symbol& s) { return value(s); };
    m.slope = [this](const Symbol& of, const Symbol& by) {
      if (by.name != "h" || by.at != 0) return wired.slope(of, by);
      return Matrix(
          oracle::back(total_derivative(wired.net, oracle::Place::kH, 0, 3)));
    };
    for (const std::string name : {"m_x", "m_h", "m_o"}) {
      m.names.insert(name);
      m.steps.insert(name);
    }
    m.steps.insert("e");
    m.ranges["t"] = {1, wired.tau};
    return m;
  }
};

}  // namespace typeset
