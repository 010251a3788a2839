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
struct Worked {
  RecurrentExample e;
  Parameters p;
  States s;
  Sequence y_hat, dLdo;
  Gradient g;
};

inline Worked worked(const RecurrentExample& e) {
  const Parameters p{e.U, e.W, e.V, e.b, e.c};
  const States s = forward(e.hidden, p, e.x, e.h0);
  const Sequence y_hat = predict(e.output, s.o);
  const Sequence dLdo = output_delta(y_hat, e.y);
  return {e, p, s, y_hat, dLdo, {}};
}

inline void write_forward(const Worked& w, Sheet& sheet) {
  const auto& [e, p, s, y_hat, dLdo, g] = w;
  const Index tau = e.x.n_cols;
  const Sequence y = e.y;
  Vector L(tau);
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    L(t - 1) = loss(e.output, s.o(t), y(t));
    sheet.head('t', t);
    sheet.step("z(t) = U x(t) + W h(t-1) + b", "3.1", s.z(t));
    sheet.step("h(t) = " + activation_formula(e.hidden, "z(t)"), "3.2", s.h(t));
    sheet.step("o(t) = V h(t) + c", "3.3", s.o(t));
    sheet.step("y_hat(t) = " + output_formula(e.output), "3.4", y_hat(t));
    sheet.step("L(t) = " + loss_formula(e.output), "3.6", L(t - 1));
  }
  sheet.section("Loss", "the sum of the losses");
  sheet.step("L = sum over t of L(t)", "3.5", arma::accu(L));
  sheet.json("h", Json::steps(s.h.columns().tail_cols(tau)));
  sheet.json("o", Json::steps(s.o.columns()));
  sheet.json("y_hat", Json::steps(y_hat.columns()));
  sheet.json("loss_t", Json::list(L));
  sheet.json("loss", arma::accu(L));
}

inline void write_backward(Worked& w, Sheet& sheet) {
  const Index tau = w.e.x.n_cols;
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(t) is dh(t); (.) and ^2 act entry by entry");
  for (Index t = 1; t <= tau; ++t) {
    sheet.at('t', t);
    sheet.step("do(t) = y_hat(t) - y(t)", "3.7", w.dLdo(t));
  }
  w.g = backward(w.e.hidden, w.p, w.e.x, w.s, w.dLdo);
  const Gradient& g = w.g;
  const std::string slope = slope_formula(w.e.hidden, "h(t)");
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
}

/// The gradients by their keys.
inline Keyed by_keys(const Gradient& g) {
  return {{"dU", {g.dU}},          {"dW", {g.dW}}, {"dV", {g.dV}},
          {"db", {g.db}},          {"dc", {g.dc}}, {"dh0", {g.dh0}},
          {"dx", {g.dx.columns()}}};
}

/// Writes forward and backward pass and their results.
inline Worked write_bptt(const Input& input, Sheet& sheet) {
  const RecurrentExample e = recurrent_example(input);
  write_given(sheet, e);
  Worked w = worked(e);
  write_forward(w, sheet);
  write_backward(w, sheet);
  sheet.json("delta", Json::steps(w.g.delta.columns()));
  sheet.json(input, recurrent_gradients, by_keys(w.g));
  return w;
}

/// Writes a step of descent along a gradient, when the reader asked for one.
inline void write_update(const Worked& w, const ParameterGradient& g,
                         const Input& input, Sheet& sheet,
                         const std::string& formula,
                         const std::string& equation) {
  if (!sheet.rate()) return;
  Parameters p = w.p;
  update(p, g, *sheet.rate());
  const Matrix b = p.b, c = p.c;
  write_step(
      sheet, input, {{"U", p.U}, {"W", p.W}, {"V", p.V}, {"b", b}, {"c", c}},
      formula, equation, [&] {
        return loss(w.e.output, forward(w.e.hidden, p, w.e.x, w.e.h0).o, w.e.y);
      });
}

}  // namespace unrolled::bptt
