/// \file
/// Backpropagation through time on a sheet: what "book work 3" writes, and
/// what later chapters go on from.
///
/// Dimensions as in bptt.hpp, one sequence.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "common/sheet/recurrent.hpp"
#include "common/sheet/work.hpp"

namespace unrolled::bptt {

/// A worked example with all its results.
struct Worked : RecurrentExample {
  Parameters p;
  States s;
  Sequence dLdo;
  Gradient g;
};

inline void write_forward(const Worked& w, Sheet& sheet) {
  const auto& [z, h, o] = w.s;
  const Sequence y_hat = predict(w.output, o), y = w.y;
  std::vector<double> L_t;
  for (Index t = 1; t <= y.last(); ++t)
    L_t.push_back(loss(w.output, o(t), y(t)));
  unrolled::write_forward(w, {z, h, o, y_hat, L_t},
                          {"3.1", "3.2", "3.3", "3.4", "3.6"}, sheet);
  sheet.step("L = sum over t of L(t)", "3.5", loss(w.output, o, y));
  sheet.json("loss", "L");
}

inline void write_backward(const Worked& w, const Input& input, Sheet& sheet) {
  const Gradient& g = w.g;
  const Index tau = w.dLdo.last();
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(t) is dh(t); (.) and ^2 act entry by entry");
  for (Index t = 1; t <= tau; ++t) {
    sheet.at('t', t);
    sheet.step("do(t) = y_hat(t) - y(t)", "3.7", w.dLdo(t));
  }
  const std::string slope = slope_formula(w.hidden, "h(t)");
  for (Index t = tau; t >= 1; --t) {
    sheet.head('t', t);
    if (t == tau)
      sheet.step("delta(t) = V^T do(t)", "3.10", g.delta(t));
    else
      sheet.step("delta(t) = V^T do(t) + W^T dz(t+1)", "3.11", g.delta(t));
    sheet.step("dz(t) = " + slope + " (.) delta(t)", "3.12", g.dz(t));
  }
  sheet.section("The shared parameters: sums over the steps",
                "the sum over the steps");
  sheet.step("dU = sum over t of dz(t) x(t)^T", "3.15", g.dU);
  sheet.step("dW = sum over t of dz(t) h(t-1)^T", "3.14", g.dW);
  sheet.step("dV = sum over t of do(t) h(t)^T", "3.9", g.dV);
  sheet.step("db = sum over t of dz(t)", "3.13", g.db);
  sheet.step("dc = sum over t of do(t)", "3.8", g.dc);
  sheet.section("The inputs and the first state", "the backward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.at('t', t);
    sheet.step("dx(t) = U^T dz(t)", "3.16", g.dx(t));
  }
  sheet.at('t', 1);
  sheet.step("dh(0) = W^T dz(1)", "3.17", g.dh0);
  sheet.json("delta", "delta(t)");
  sheet.gradients(input);
}

/// Writes forward and backward pass and their results.
inline Worked write_bptt(const Input& input, Sheet& sheet) {
  Worked w{write_given(input, sheet), {}, {}, {}, {}};
  w.p = {w.U, w.W, w.V, w.b, w.c};
  w.s = forward(w.hidden, w.p, w.x, w.h0);
  write_forward(w, sheet);
  w.dLdo = output_delta(predict(w.output, w.s.o), w.y);
  w.g = backward(w.hidden, w.p, w.x, w.s, w.dLdo);
  write_backward(w, input, sheet);
  return w;
}

/// The typical mistakes on these numbers.
inline std::vector<Mistake> mistakes(const Worked& w) {
  return recurrent_mistakes(w, w.s.h.columns(), w.dLdo.columns());
}

/// Writes a step of descent along a gradient, when the reader asked for one.
inline void write_update(const Worked& w, const ParameterGradient& g,
                         const std::string& formula, Sheet& sheet) {
  if (!sheet.rate()) return;
  Parameters p = w.p;
  update(p, g, *sheet.rate());
  write_step(sheet, p.blocks(), formula, "3.18", [&] {
    return loss(w.output, forward(w.hidden, p, w.x, w.h0).o, w.y);
  });
}

}  // namespace unrolled::bptt
