/// \file
/// Self-attention on a sheet: what "book work 10" writes.
///
/// Dimensions as in attention.hpp, one head.
#pragma once
#include "chapters/07-gates/worksheet.hpp"
#include "chapters/10-attention/attention.hpp"

namespace unrolled::attention {

/// A head and one sequence, as a table for keys_of().
inline constexpr char attention_keys[] = R"(
    mask: causal | none
    output: softmax_cross_entropy | sigmoid_cross_entropy | linear_squared_error
    Wq Wk: d rows of D
    Wv: m rows of D
    V: K rows of m
    c?: K
    x: tau steps of D
    y: tau steps of K
    gradients: Wq Wk Wv V c x)";

/// The symbols. Of the notes D alone has self-attention, in words.
inline const Symbols attention_symbols{
    "Wq Wk Wv V c x y q k v e a d h o L y_hat delta weights",
    "ts",
    "at step",
    "L",
    {{0, {"(#)", "", ""}},
     {'D',
      {"_#", "V=W_hy c=b_3 y_hat=y y=y*",
       "In note D's symbols: W_hy, b_3 for V, c; x_t, h_t for x(t), h(t); its "
       "y_t is the network's\n"
       "output, y_hat(t) here. It names self-attention in words alone, and "
       "none of its parts.\n"}}}};

/// A worked example with all its results.
struct Worked {
  gates::Worked of;  ///< outputs, inputs, targets
  Mask mask;
  Parameters p;
  States s;
  Matrix dLdo;
  Gradient g;

  /// The last step that t may see.
  Index seen(Index t) const { return mask == Mask::causal ? t : of.x.last(); }
  /// What it found of them.
  Vector of_seen(const Sequence& found, Index t) const {
    return found(t).head_rows(seen(t));
  }
};

/// Takes what a step found of the steps that it sees: all of it as NAME(t),
/// each number as NAME(t,s).
inline void define_all(const std::string& name, const Vector& found, Index t,
                       Sheet& sheet) {
  sheet.define(fmt::format("{}({})", name, t), found, true);
  for (Index s = 1; s <= found.n_elem; ++s)
    sheet.define(fmt::format("{}({},{})", name, t, s), found(s - 1), true);
}

constexpr Index most_steps = 100;  ///< each of them looks at all: 8 MB of sheet

/// Takes the symbols and writes down the given numbers.
/// \throws InputError when softmax targets are no distribution, or for too
/// many steps
inline Worked write_start(const Input& input, Sheet& sheet) {
  Worked w{{output_named(input.word("output")),
            input.matrix("x"),
            input.matrix("y"),
            {}},
           input.word("mask") == "causal" ? Mask::causal : Mask::none,
           {},
           {},
           {},
           {}};
  w.p.heads.resize(1);
  w.p.heads[0].Wq = input.matrix("Wq");
  w.p.heads[0].Wk = input.matrix("Wk");
  w.p.heads[0].Wv = input.matrix("Wv");
  w.p.V = input.matrix("V"), w.p.c = input.vector("c");
  if (w.of.output == Output::softmax_cross_entropy)
    require_distribution(input, "y");
  if (w.of.x.steps() > most_steps)
    input.refuse("x", fmt::format("expected at most {} steps, for each looks "
                                  "at all, got {}",
                                  most_steps, w.of.x.steps()));
  sheet.speak(attention_symbols);
  sheet.section("Given", "the input");
  sheet.remark(
      fmt::format("  mask {}, output {}\n  D = {} inputs, keys of d = {}, "
                  "values of m = {}, K = {} outputs, {} steps",
                  input.word("mask"), name_of(w.of.output), w.of.x.rows(),
                  w.p.heads[0].Wq.n_rows, w.p.heads[0].Wv.n_rows, w.of.y.rows(),
                  w.of.x.steps()));
  sheet.given(input);
  sheet.define("d", static_cast<double>(w.p.heads[0].Wq.n_rows), false);
  return w;
}

/// Writes what each step sees, and what it makes of it.
inline void write_forward(const Worked& w, Sheet& sheet) {
  const HeadStates& head = w.s.heads[0];
  const Sequence q = head.q, k = head.k, v = head.v, a = head.a, h = head.h;
  const Sequence e = Matrix(head.k.t() * head.q / std::sqrt(double(q.rows())));
  const Index tau = w.of.x.last();
  sheet.section("Forward: queries, keys, values", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.head('t', t);
    sheet.step("q(t) = Wq x(t)", "10.1", q(t));
    sheet.step("k(t) = Wk x(t)", "10.2", k(t));
    sheet.step("v(t) = Wv x(t)", "10.3", v(t));
  }
  sheet.section("Forward: scores and weights", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.head('t', t);
    const Vector scores = w.of_seen(e, t), weights = w.of_seen(a, t);
    for (Index s = 1; s <= w.seen(t); ++s) {
      sheet.at('s', s);
      sheet.step("e(t,s) = q(t)^T k(s) / sqrt(d)", "10.4", scores(s - 1));
    }
    sheet.at('s', 0);
    sheet.range('s', 1, w.seen(t));
    define_all("e", scores, t, sheet);
    sheet.step("a(t) = softmax(e(t))", "10.5", weights);
    define_all("a", weights, t, sheet);
    sheet.define(fmt::format("weights({})", t), Vector(a(t)), true);
    sheet.step("h(t) = sum over s of a(t,s) v(s)", "10.6", h(t));
    gates::write_output(w.of, w.s.o, t, sheet);
  }
  gates::write_loss(w.of, w.s.o, {"q", "k", "v", "weights"}, sheet);
}

/// Writes the way back, from the outputs to the inputs.
inline void write_backward(const Worked& w, const Input& input, Sheet& sheet) {
  const HeadSlopes& g = w.g.back[0];
  const Sequence dLdo = w.dLdo, delta = w.g.delta, dx = w.g.dx;
  const Sequence da = g.da, de = g.de, dq = g.dq, dk = g.dk, dv = g.dv;
  const Index tau = w.of.x.last();
  sheet.section("Backward: each step", "the backward pass");
  sheet.remark("  delta(t) is dh(t); diag(a) - a a^T is softmax's Jacobian");
  for (Index t = 1; t <= tau; ++t) {
    sheet.head('t', t);
    const Vector by_weights = w.of_seen(da, t), by_scores = w.of_seen(de, t);
    sheet.step("do(t) = y_hat(t) - y(t)", "3.7", dLdo(t));
    sheet.step("delta(t) = V^T do(t)", "10.7", delta(t));
    for (Index s = 1; s <= w.seen(t); ++s) {
      sheet.at('s', s);
      sheet.step("da(t,s) = v(s)^T delta(t)", "10.8", by_weights(s - 1));
    }
    sheet.at('s', 0);
    sheet.range('s', 1, w.seen(t));
    define_all("da", by_weights, t, sheet);
    sheet.step("de(t) = (diag(a(t)) - a(t) a(t)^T) da(t)", "10.10", by_scores);
    define_all("de", by_scores, t, sheet);
    sheet.step("dq(t) = sum over s of de(t,s) k(s) / sqrt(d)", "10.11", dq(t));
  }
  sheet.section("Backward: keys and values", "the backward pass");
  for (Index s = 1; s <= tau; ++s) {
    sheet.head('s', s);
    sheet.range('t', w.mask == Mask::causal ? s : 1, tau);
    sheet.step("dk(s) = sum over t of de(t,s) q(t) / sqrt(d)", "10.12", dk(s));
    sheet.step("dv(s) = sum over t of a(t,s) delta(t)", "10.9", dv(s));
  }
  sheet.range('t', 1, tau);
  sheet.section("The shared parameters: sums over the steps",
                "the sum over the steps");
  sheet.step("dWq = sum over t of dq(t) x(t)^T", "10.13", w.g.heads[0].Wq);
  sheet.step("dWk = sum over t of dk(t) x(t)^T", "10.14", w.g.heads[0].Wk);
  sheet.step("dWv = sum over t of dv(t) x(t)^T", "10.15", w.g.heads[0].Wv);
  sheet.step("dV = sum over t of do(t) h(t)^T", "3.9", w.g.dV);
  sheet.step("dc = sum over t of do(t)", "3.8", w.g.dc);
  sheet.section("The inputs", "the backward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.at('t', t);
    sheet.step("dx(t) = Wq^T dq(t) + Wk^T dk(t) + Wv^T dv(t)", "10.16", dx(t));
  }
  sheet.gradients(input);
}

/// Writes forward and backward pass and their results.
inline Worked write_attention(const Input& input, Sheet& sheet) {
  Worked w = write_start(input, sheet);
  const Matrix x = w.of.x.columns(), y = w.of.y.columns();
  w.s = forward(w.p, x, w.mask);
  write_forward(w, sheet);
  w.dLdo = output_delta(predict(w.of.output, w.s.o), y);
  w.g = backward(w.p, x, w.s, w.dLdo);
  write_backward(w, input, sheet);
  return w;
}

}  // namespace unrolled::attention
