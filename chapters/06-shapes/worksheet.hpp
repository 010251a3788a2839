/// \file
/// The other shapes on a sheet: what "book work 6" writes.
///
/// Dimensions as in jordan.hpp and truncated.hpp, one sequence.
#pragma once
#include <06-shapes/mistakes.hpp>

#include "chapters/03-any-length/worksheet.hpp"

namespace unrolled::shapes {

/// The recurrent chapters' symbols, and: f(t) comes back, p(n) is what sweep n
/// leaves over for h(0).
inline Symbols shape_symbols() {
  Symbols all = recurrent_symbols;
  all.names += " f p";
  all.letters = "tn";
  return all;
}

/// One output at the end. The file's one target is that of the last step.
inline bptt::Worked write_one_output(const Input& input, Sheet& sheet) {
  bptt::Worked w{write_given(input, sheet, shape_symbols()), {}, {}, {}, {}};
  w.p = {w.U, w.W, w.V, w.b, w.c};
  w.s = bptt::forward(w.hidden, w.p, w.x, w.h0);
  const Index tau = w.s.o.last();
  const std::string at_tau = "(" + std::to_string(tau) + ")";
  const Matrix y_hat = predict(w.output, w.s.o(tau)), y = w.y;
  sheet.define("y" + at_tau, Vector(y), false);
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.head('t', t);
    sheet.step("z(t) = U x(t) + W h(t-1) + b", "3.1", w.s.z(t));
    sheet.step("h(t) = " + activation_formula(w.hidden, "z(t)"), "3.2",
               w.s.h(t));
  }
  sheet.step("o(t) = V h(t) + c", "3.3", w.s.o(tau));
  sheet.step("y_hat(t) = " + output_formula(w.output), "3.4", y_hat);
  sheet.step("L = " + loss_formula(w.output), "3.6",
             loss(w.output, w.s.o(tau), y));
  sheet.json("h", "h(t)");
  sheet.json("o", "o" + at_tau);
  sheet.json("y_hat", "y_hat" + at_tau);
  sheet.json("loss", "L");

  w.dLdo = at_the_end(output_delta(y_hat, y), tau);
  w.g = bptt::backward(w.hidden, w.p, w.x, w.s, w.dLdo);
  const bptt::Gradient& g = w.g;
  const std::string slope = slope_formula(w.hidden, "h(t)");
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(t) is dh(t); (.) and ^2 act entry by entry");
  for (Index t = tau; t >= 1; --t) {
    sheet.head('t', t);
    if (t == tau) sheet.step("do(t) = y_hat(t) - y(t)", "6.1", w.dLdo(t));
    if (t == tau)
      sheet.step("delta(t) = V^T do(t)", "3.10", g.delta(t));
    else
      sheet.step("delta(t) = W^T dz(t+1)", "6.2", g.delta(t));
    sheet.step("dz(t) = " + slope + " (.) delta(t)", "3.12", g.dz(t));
  }
  sheet.section("The parameters", "the sum over the steps");
  sheet.at('t', tau);
  sheet.step("dV = do(t) h(t)^T", "3.9", g.dV);
  sheet.step("dc = do(t)", "3.8", g.dc);
  std::vector<bptt::StepSum> shared = bptt::step_sums;
  shared.erase(shared.begin() + 4), shared.erase(shared.begin() + 2);
  bptt::write_sums(g.blocks(), shared, "", sheet);
  bptt::write_inputs(g.dx, "3.16", sheet);
  sheet.step("dh(0) = W^T dz(1)", "3.17", g.dh0);
  sheet.json("delta", "delta(t)");
  sheet.gradients(input);
  return w;
}

/// The typical mistakes there: chapter 3's, and its loss.
inline std::vector<Mistake> mistakes_at_the_end(const bptt::Worked& w) {
  std::vector<Mistake> all = bptt::mistakes(w);
  Sequence dLdo = predict(w.output, w.s.o);
  for (Index t = 1; t <= dLdo.last(); ++t) dLdo(t) -= w.y;
  const bptt::Gradient g = bptt::backward(w.hidden, w.p, w.x, w.s, dLdo);
  all.push_back(
      {"Your {} is that of a loss at every step.", keyed(g.blocks())});
  all.back().blocks["dh0"] = {g.dh0};
  all.back().blocks["dx"] = {g.dx.columns()};
  return all;
}

/// Jordan's network with all its results.
struct WorkedJordan : RecurrentExample {
  Jordan kind;
  Parameters p;
  JordanStates s;
  Sequence dLdo;
  JordanGradient g;
};

inline void write_forward(const WorkedJordan& w, Sheet& sheet) {
  const auto& [z, h, o, f] = w.s;
  const Sequence y_hat = predict(w.output, o), y = w.y;
  const bool own = w.kind.feedback == Feedback::own;
  sheet.section("Forward", "the forward pass");
  sheet.remark("  f(t) is what comes back from step t");
  sheet.step("f(0) = y(0)", "", f(0));
  for (Index t = 1; t <= o.last(); ++t) {
    sheet.head('t', t);
    sheet.step("z(t) = U x(t) + W f(t-1) + b", "6.3", z(t));
    sheet.step("h(t) = " + activation_formula(w.hidden, "z(t)"), "6.4", h(t));
    sheet.step("o(t) = V h(t) + c", "6.5", o(t));
    sheet.step("y_hat(t) = " + output_formula(w.output), "3.4", y_hat(t));
    sheet.step(own ? "f(t) = y_hat(t)" : "f(t) = y(t)", "6.6", f(t));
    sheet.step("L(t) = " + loss_formula(w.output), "3.6",
               loss(w.output, o(t), y(t)));
  }
  json_of_forward(sheet);
  sheet.section("Loss", "the sum of the losses");
  sheet.step("L = sum over t of L(t)", "3.5", loss(w.output, o, y));
  sheet.json("loss", "L");
}

/// The output's Jacobian, transposed, as a factor: of a column behind it.
inline std::string jacobian_factor(Output pair) {
  if (pair == Output::linear_squared_error) return "";
  if (pair == Output::sigmoid_cross_entropy)
    return "y_hat(t) (.) (1 - y_hat(t)) (.) ";
  return "(diag(y_hat(t)) - y_hat(t) y_hat(t)^T) ";
}

inline void write_backward(const WorkedJordan& w, const Input& input,
                           Sheet& sheet) {
  const JordanGradient& g = w.g;
  const bool own = w.kind.feedback == Feedback::own;
  const Index tau = w.dLdo.last();
  const std::string slope = slope_formula(w.hidden, "h(t)"),
                    first = "do(t) = y_hat(t) - y(t)";
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(t) is dh(t); (.) and ^2 act entry by entry");
  for (Index t = tau; t >= 1; --t) {
    sheet.head('t', t);
    if (own && t < tau) {
      sheet.step("df(t) = W^T dz(t+1)", "", Matrix(w.W.t() * g.dz(t + 1)));
      sheet.step(first + " + " + jacobian_factor(w.output) + "df(t)", "6.7",
                 g.dout(t));
    } else {
      sheet.step(first, own ? "6.7" : "3.7", g.dout(t));
    }
    sheet.step("delta(t) = V^T do(t)", "6.11", g.delta(t));
    sheet.step("dz(t) = " + slope + " (.) delta(t)", "6.12", g.dz(t));
  }
  sheet.section("The shared parameters: sums over the steps",
                "the sum over the steps");
  bptt::write_sums(g.blocks(),
                   {{"dU", "dz(t) x(t)^T", "6.15"},
                    {"dW", "dz(t) f(t-1)^T", "6.14"},
                    {"dV", "do(t) h(t)^T", "6.10"},
                    {"db", "dz(t)", "6.13"},
                    {"dc", "do(t)", "6.9"}},
                   "", sheet);
  bptt::write_inputs(g.dx, "6.16", sheet);
  sheet.step("dy(0) = W^T dz(1)", "6.17", g.dy0);
  sheet.gradients(input);
}

/// Writes forward and backward pass of Jordan's network.
inline WorkedJordan write_jordan(const Input& input, Sheet& sheet) {
  Symbols of_note_e = shape_symbols();  // no other has the network
  for (const char note : {'A', 'B', 'C', 'D'}) of_note_e.notes.erase(note);
  WorkedJordan w{write_given(input, sheet, of_note_e), {}, {}, {}, {}, {}};
  w.kind = {{w.hidden, w.output}, feedback_named(input.word("feedback"))};
  w.p = {w.U, w.W, w.V, w.b, w.c};
  w.s = forward(w.kind, w.p, w.x, w.y, w.h0);
  write_forward(w, sheet);
  w.dLdo = output_delta(predict(w.output, w.s.o), w.y);
  w.g = backward(w.kind, w.p, w.x, w.s, w.dLdo);
  write_backward(w, input, sheet);
  return w;
}

/// The typical mistakes on these numbers.
inline std::vector<Mistake> mistakes(const WorkedJordan& w) {
  std::vector<Mistake> all;
  for (const WrongVersion& wrong : wrong_versions()) {
    try {
      const JordanGradient g = wrong.backward(w.kind, w.p, w.x, w.s, w.dLdo);
      Keyed blocks = keyed(g.blocks());
      blocks["dy0"] = {g.dy0};
      blocks["dx"] = {g.dx.columns()};
      all.push_back({wrong.says, blocks});
    } catch (const std::logic_error&) {  // its shapes do not fit this example
    }
  }
  return all;
}

/// Chapter 3's network, its gradient truncated.
struct WorkedTruncated : bptt::Worked {
  Truncation how;
  TruncatedGradient cut;
};

inline void write_sweep(const WorkedTruncated& w, const Sweep& sweep, Index n,
                        Sheet& sheet) {
  const auto& [first, after, last] = sweep;
  const std::string number = std::to_string(n);
  const Gradient g = sweep_back(w.hidden, w.p, w.x, w.s, w.dLdo, sweep);
  sheet.section("Sweep " + number + ": from step " + std::to_string(last) +
                    " back to step " + std::to_string(first),
                "the backward pass");
  sheet.range('t', first, last);
  for (Index t = first; t <= last; ++t) {
    sheet.at('t', t);
    if (t > after)
      sheet.step("do(t) = y_hat(t) - y(t)", "6.23", w.dLdo(t));
    else
      sheet.define("do(" + std::to_string(t) + ")",
                   Vector(w.c.n_elem, arma::fill::zeros), false);
  }
  if (first <= after)
    sheet.remark("  the losses up to step " + std::to_string(after) +
                 " were carried before: their do are 0 here");
  bptt::write_deltas(w.hidden, g, first, last, sheet);
  sheet.at('t', 0);
  bptt::write_sums(g.blocks(), bptt::step_sums, "(" + number + ")", sheet);
  if (first > 1) return;
  sheet.at('t', 1);
  sheet.step("p(" + number + ") = W^T dz(1)", "3.17", g.dh0);
}

/// Writes the forward pass, every sweep, and their sum.
inline WorkedTruncated write_truncated(const Input& input, Sheet& sheet,
                                       const Truncation& how) {
  WorkedTruncated w;
  static_cast<RecurrentExample&>(w) =
      write_given(input, sheet, shape_symbols());
  w.how = how;
  w.p = {w.U, w.W, w.V, w.b, w.c};
  w.s = bptt::forward(w.hidden, w.p, w.x, w.h0);
  bptt::write_forward(w, sheet, false);
  w.dLdo = output_delta(predict(w.output, w.s.o), w.y);
  w.cut = truncated(w.hidden, w.p, w.x, w.s, w.dLdo, how);
  Index n = 0, to_the_first = 0;
  for (const Sweep& sweep : sweeps(how, w.dLdo.last())) {
    write_sweep(w, sweep, ++n, sheet);
    if (sweep.first == 1) to_the_first = n;
  }
  sheet.section("The sum of the sweeps", "the sum of the sweeps");
  sheet.remark("  p(n) is what sweep n leaves over for h(0)");
  sheet.range('n', 1, n);
  for (const auto& [name, values] : w.cut.blocks())
    sheet.step(name + " = sum over n of " + name + "(n)", "6.24", values);
  sheet.range('n', 1, to_the_first);
  sheet.step("dh(0) = sum over n of p(n)", "6.25", w.cut.dh0);
  sheet.gradients(input);
  return w;
}

inline std::vector<Mistake> mistakes(const WorkedTruncated& w) {
  std::vector<Mistake> all;
  const auto add = [&](const std::string& says, const ConstBlocks& blocks,
                       const Matrix& dh0) {
    all.push_back({says, keyed(blocks)});
    all.back().blocks["dh0"] = {dh0};
  };
  const bptt::Gradient whole = bptt::backward(w.hidden, w.p, w.x, w.s, w.dLdo);
  add("Your {} is the whole one: nothing is cut in it.", whole.blocks(),
      whole.dh0);
  for (const auto& wrong : of_truncated::wrong_versions()) {
    try {
      const TruncatedGradient g =
          wrong.truncated(w.hidden, w.p, w.x, w.s, w.dLdo, w.how);
      add(wrong.says, g.blocks(), g.dh0);
    } catch (const std::logic_error&) {  // it finds no such step
    }
  }
  return all;
}

}  // namespace unrolled::shapes
