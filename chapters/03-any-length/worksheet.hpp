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

/// \param answer  whether its states and losses belong to the answer
inline void write_forward(const Worked& w, Sheet& sheet, bool answer = true) {
  const auto& [z, h, o] = w.s;
  const Sequence y_hat = predict(w.output, o), y = w.y;
  std::vector<double> L_t;
  for (Index t = 1; t <= y.last(); ++t)
    L_t.push_back(loss(w.output, o(t), y(t)));
  unrolled::write_forward(w, {z, h, o, y_hat, L_t},
                          {"3.1", "3.2", "3.3", "3.4", "3.6"}, sheet);
  if (answer) json_of_forward(sheet);
  sheet.step("L = sum over t of L(t)", "3.5", loss(w.output, o, y));
  sheet.json("loss", "L");
}

/// Writes delta(t) and dz(t), from a last step to a first: time 1 of the
/// gradient.
inline void write_deltas(Activation hidden, const Gradient& g, Index first,
                         Index last, Sheet& sheet) {
  const std::string slope = slope_formula(hidden, "h(t)");
  for (Index t = last; t >= first; --t) {
    sheet.head('t', t);
    const Matrix &delta = g.delta(t - first + 1), &dz = g.dz(t - first + 1);
    if (t == last)
      sheet.step("delta(t) = V^T do(t)", "3.10", delta);
    else
      sheet.step("delta(t) = V^T do(t) + W^T dz(t+1)", "3.11", delta);
    sheet.step("dz(t) = " + slope + " (.) delta(t)", "3.12", dz);
  }
}

/// A sum over the steps, and its equation: "dW", "dz(t) h(t-1)^T", "3.14".
struct StepSum {
  std::string name, summand, equation;
};
inline const std::vector<StepSum> step_sums{{"dU", "dz(t) x(t)^T", "3.15"},
                                            {"dW", "dz(t) h(t-1)^T", "3.14"},
                                            {"dV", "do(t) h(t)^T", "3.9"},
                                            {"db", "dz(t)", "3.13"},
                                            {"dc", "do(t)", "3.8"}};
/// \param of  behind each name: "(2)"
inline void write_sums(const ConstBlocks& g, const std::vector<StepSum>& sums,
                       const std::string& of, Sheet& sheet) {
  for (const auto& [name, summand, equation] : sums)
    for (const ConstBlock& block : g)
      if (block.name == name)
        sheet.step(name + of + " = sum over t of " + summand, equation,
                   block.values);
}

/// Writes what reaches the inputs.
inline void write_inputs(const Sequence& dx, const std::string& equation,
                         Sheet& sheet) {
  sheet.section("The inputs and the first state", "the backward pass");
  for (Index t = 1; t <= dx.last(); ++t) {
    sheet.at('t', t);
    sheet.step("dx(t) = U^T dz(t)", equation, dx(t));
  }
  sheet.at('t', 1);
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
  write_deltas(w.hidden, g, 1, tau, sheet);
  sheet.section("The shared parameters: sums over the steps",
                "the sum over the steps");
  write_sums(g.blocks(), step_sums, "", sheet);
  write_inputs(g.dx, "3.16", sheet);
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
