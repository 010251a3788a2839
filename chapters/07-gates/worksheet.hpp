/// \file
/// An LSTM or a GRU on a sheet: what "book work 7" writes.
///
/// Dimensions as in gate.hpp, one sequence.
#pragma once
#include <fmt/format.h>

#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"
#include "common/sheet/recurrent.hpp"
#include "common/sheet/work.hpp"

namespace unrolled::gates {

/// A cell and one sequence, as a table for keys_of().
inline constexpr char gate_keys[] = R"(
    cell: lstm | gru
    output: softmax_cross_entropy | sigmoid_cross_entropy | linear_squared_error
    reset: before | after if gru
    Uf Ui Uq: H rows of N if lstm
    Wf Wi Wq: H rows of H if lstm
    bf bi bq?: H if lstm
    Uu Ur: H rows of N if gru
    Wu Wr: H rows of H if gru
    bu br?: H if gru
    Ua: H rows of N
    Wa: H rows of H
    ba?: H
    ca?: H if after
    V: K rows of H
    c?: K
    h0?: H
    C0?: H if lstm
    x: tau steps of N
    y: tau steps of K
    gradients: Uf Wf bf Ui Wi bi Uq Wq bq Uu Wu bu Ur Wr br Ua Wa ba
    gradients: ca V c h0 C0 x)";

/// The symbols of the two cells. Of the notes D alone names them, in words.
inline const Symbols gate_symbols{
    "Uf Wf bf zf Ui Wi bi zi Uq Wq bq zq Uu Wu bu zu Ur Wr br zr Ua Wa ba za "
    "ca V c x h C o y L f i q u r a v e E y_hat delta",
    "t",
    "at step",
    "L",
    {{0, {"(#)", "", ""}},
     {'D',
      {"_#", "V=W_hy c=b_3 y_hat=y y=y*",
       "In note D's symbols: W_hy, b_3 for V, c; x_t, h_t for x(t), h(t); its "
       "y_t is the network's\n"
       "output, y_hat(t) here. It names the cells' gates in words alone: "
       "forget gate f, input gate i,\n"
       "output gate q; update gate u, reset gate r.\n"}}}};

/// What a sheet has of either cell.
struct Worked {
  Output output;
  Sequence x, y;
  Matrix h0;
};

/// Takes the symbols and writes down the given numbers.
/// \throws InputError when softmax targets are no distribution
inline Worked write_start(const Input& input, Sheet& sheet) {
  const Worked w{output_named(input.word("output")), input.matrix("x"),
                 input.matrix("y"), input.matrix("h0")};
  if (w.output == Output::softmax_cross_entropy)
    require_distribution(input, "y");
  sheet.speak(gate_symbols);
  sheet.section("Given", "the input");
  sheet.remark(fmt::format(
      "  cell {}{}, output {}; N = {} inputs, H = {} units, K = {} outputs, "
      "{} steps",
      input.word("cell"),
      input.has("reset") ? ", reset " + input.word("reset") : "",
      name_of(w.output), w.x.rows(), w.h0.n_rows, w.y.rows(), w.x.steps()));
  sheet.given(input);
  return w;
}

/// A gate's parameters as the reader gave them.
inline Gate gate_of(const Input& input, const std::string& letter) {
  Gate g;
  g.U = input.matrix("U" + letter);
  g.W = input.matrix("W" + letter);
  g.b = input.vector("b" + letter);
  return g;
}

/// "Uf x(t) + Wf h(t-1) + bf"
inline std::string seen_by(const std::string& g,
                           const std::string& state = "h(t-1)") {
  return fmt::format("U{0} x(t) + W{0} {1} + b{0}", g, state);
}

/// Writes scores, prediction and loss of a step.
inline void write_output(const Worked& w, const Sequence& o, Index t,
                         Sheet& sheet) {
  const Matrix y_hat = predict(w.output, o(t));
  sheet.step("o(t) = V h(t) + c", "3.3", o(t));
  sheet.step("y_hat(t) = " + output_formula(w.output), "3.4", y_hat);
  sheet.step("L(t) = " + loss_formula(w.output), "3.6",
             loss(w.output, o(t), w.y(t)));
}

/// Puts the forward pass into the answer and adds the losses up.
inline void write_loss(const Worked& w, const Sequence& o,
                       const std::vector<std::string>& quantities,
                       Sheet& sheet) {
  for (const std::string& name : quantities) sheet.json(name, name + "(t)");
  json_of_forward(sheet);
  sheet.section("Loss", "the sum of the losses");
  sheet.step("L = sum over t of L(t)", "3.5", loss(w.output, o, w.y));
  sheet.json("loss", "L");
}

/// Writes dL/do and delta of a step.
inline void write_delta(const Sequence& dLdo, const Sequence& delta, Index t,
                        const std::string& equation, Sheet& sheet) {
  sheet.head('t', t);
  sheet.step("do(t) = y_hat(t) - y(t)", "3.7", dLdo(t));
  const bool last = t == dLdo.last();
  sheet.step(std::string("delta(t) = V^T do(t)") + (last ? "" : " + e(t+1)"),
             equation, delta(t));
}

/// A gate, and what its W gets at each step.
struct Learns {
  std::string letter, at_W = "dz*(t) h(t-1)^T";  ///< * stands for the letter
};

/// Writes the sums over the steps, what reaches the inputs, and the answer.
template <class Gradient>
void write_sums(const Gradient& g, const Sequence& dLdo,
                const std::vector<Learns>& all, const std::string& dx_equation,
                Sheet& sheet) {
  const ConstBlocks blocks = g.blocks();
  const auto sum = [&](const std::string& name, const std::string& summand,
                       const std::string& equation) {
    for (const ConstBlock& block : blocks)
      if (block.name == name)
        sheet.step(name + " = sum over t of " + summand, equation,
                   block.values);
  };
  sheet.section("The shared parameters: sums over the steps",
                "the sum over the steps");
  std::string dx;
  for (const auto& [letter, at_W] : all) {
    sum("dU" + letter, "dz" + letter + "(t) x(t)^T", "7.19");
    sum("dW" + letter, replaced(at_W, '*', letter), "7.18");
    sum("db" + letter, "dz" + letter + "(t)", "7.17");
    dx += fmt::format("{0}U{1}^T dz{1}(t)", dx.empty() ? "" : " + ", letter);
  }
  sum("dca", "dv(t)", "7.37");
  sum("dV", "do(t) h(t)^T", "3.9");
  sum("dc", "do(t)", "3.8");
  sheet.section("The inputs and the first state", "the backward pass");
  for (Index t = 1; t <= dLdo.last(); ++t) {
    sheet.at('t', t);
    sheet.step("dx(t) = " + dx, dx_equation, g.dx(t));
  }
  sheet.at('t', 1);
}

/// Begins the backward pass.
inline void begin_backward(Sheet& sheet) {
  sheet.section("Backward", "the backward pass");
  sheet.remark(
      "  delta(t) is dh(t); e(t) and E(t) are what step t hands back; (.) and "
      "^2 act entry by entry");
}

/// An LSTM with all its results.
struct WorkedLstm : Worked {
  lstm::Parameters p;
  Matrix C0;
  lstm::States s;
  Sequence dLdo;
  lstm::Gradient g;
};

/// Writes forward and backward pass of an LSTM.
inline WorkedLstm write_lstm(const Input& input, Sheet& sheet) {
  WorkedLstm w{write_start(input, sheet), {}, input.matrix("C0"), {}, {}, {}};
  w.p.f = gate_of(input, "f"), w.p.i = gate_of(input, "i");
  w.p.q = gate_of(input, "q"), w.p.a = gate_of(input, "a");
  w.p.V = input.matrix("V"), w.p.c = input.vector("c");
  w.s = lstm::forward(w.p, w.x, w.h0, w.C0);
  const Index tau = w.x.last();
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.head('t', t);
    sheet.step("f(t) = sigmoid(" + seen_by("f") + ")", "7.1", w.s.f(t));
    sheet.step("i(t) = sigmoid(" + seen_by("i") + ")", "7.2", w.s.i(t));
    sheet.step("q(t) = sigmoid(" + seen_by("q") + ")", "7.3", w.s.q(t));
    sheet.step("a(t) = tanh(" + seen_by("a") + ")", "7.4", w.s.a(t));
    sheet.step("C(t) = f(t) (.) C(t-1) + i(t) (.) a(t)", "7.5", w.s.C(t));
    sheet.step("h(t) = q(t) (.) tanh(C(t))", "7.6", w.s.h(t));
    write_output(w, w.s.o, t, sheet);
  }
  write_loss(w, w.s.o, {"f", "i", "q", "a", "C"}, sheet);

  w.dLdo = output_delta(predict(w.output, w.s.o), w.y);
  w.g = lstm::backward(w.p, w.x, w.s, w.dLdo);
  const lstm::Gradient& g = w.g;
  begin_backward(sheet);
  for (Index t = tau; t >= 1; --t) {
    write_delta(w.dLdo, g.delta, t, "7.7", sheet);
    sheet.step(std::string("dC(t) = delta(t) (.) q(t) (.) (1 - tanh(C(t))^2)") +
                   (t == tau ? "" : " + E(t+1)"),
               "7.8", g.dC(t));
    sheet.step("dzf(t) = dC(t) (.) C(t-1) (.) f(t) (.) (1 - f(t))", "7.9",
               g.dzf(t));
    sheet.step("dzi(t) = dC(t) (.) a(t) (.) i(t) (.) (1 - i(t))", "7.10",
               g.dzi(t));
    sheet.step("dzq(t) = delta(t) (.) tanh(C(t)) (.) q(t) (.) (1 - q(t))",
               "7.11", g.dzq(t));
    sheet.step("dza(t) = dC(t) (.) i(t) (.) (1 - a(t)^2)", "7.12", g.dza(t));
    sheet.step("E(t) = f(t) (.) dC(t)", "7.13", g.E(t));
    sheet.step("e(t) = Wf^T dzf(t) + Wi^T dzi(t) + Wq^T dzq(t) + Wa^T dza(t)",
               "7.14", g.e(t));
  }
  write_sums(g, w.dLdo, {{"f"}, {"i"}, {"q"}, {"a"}}, "7.20", sheet);
  sheet.step("dh(0) = e(1)", "7.15", g.dh0);
  sheet.step("dC(0) = E(1)", "7.16", g.dC0);
  sheet.json("delta", "delta(t)");
  sheet.gradients(input);
  return w;
}

/// A GRU with all its results.
struct WorkedGru : Worked {
  gru::Parameters p;
  gru::States s;
  Sequence dLdo;
  gru::Gradient g;
};

/// Writes forward and backward pass of a GRU.
inline WorkedGru write_gru(const Input& input, Sheet& sheet) {
  WorkedGru w{write_start(input, sheet), {}, {}, {}, {}};
  const bool before = input.word("reset") == "before";
  w.p.u = gate_of(input, "u"), w.p.r = gate_of(input, "r");
  w.p.a = gate_of(input, "a");
  if (!before) w.p.ca = input.vector("ca");
  w.p.V = input.matrix("V"), w.p.c = input.vector("c");
  w.s = gru::forward(w.p, w.x, w.h0);
  const Index tau = w.x.last();
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.head('t', t);
    sheet.step("u(t) = sigmoid(" + seen_by("u") + ")", "7.21", w.s.u(t));
    sheet.step("r(t) = sigmoid(" + seen_by("r") + ")", "7.22", w.s.r(t));
    if (before) {
      sheet.step("v(t) = r(t) (.) h(t-1)", "7.23", w.s.v(t));
      sheet.step("a(t) = tanh(" + seen_by("a", "v(t)") + ")", "7.24", w.s.a(t));
    } else {
      sheet.step("v(t) = Wa h(t-1) + ca", "7.25", w.s.v(t));
      sheet.step("a(t) = tanh(Ua x(t) + ba + r(t) (.) v(t))", "7.26", w.s.a(t));
    }
    sheet.step("h(t) = u(t) (.) h(t-1) + (1 - u(t)) (.) a(t)", "7.27",
               w.s.h(t));
    write_output(w, w.s.o, t, sheet);
  }
  write_loss(w, w.s.o, {"u", "r", "a"}, sheet);

  w.dLdo = output_delta(predict(w.output, w.s.o), w.y);
  w.g = gru::backward(w.p, w.x, w.s, w.dLdo);
  const gru::Gradient& g = w.g;
  begin_backward(sheet);
  for (Index t = tau; t >= 1; --t) {
    write_delta(w.dLdo, g.delta, t, "7.28", sheet);
    sheet.step("dzu(t) = delta(t) (.) (h(t-1) - a(t)) (.) u(t) (.) (1 - u(t))",
               "7.29", g.dzu(t));
    sheet.step("dza(t) = delta(t) (.) (1 - u(t)) (.) (1 - a(t)^2)", "7.30",
               g.dza(t));
    const std::string e =
        "e(t) = u(t) (.) delta(t) + Wu^T dzu(t) + Wr^T dzr(t)";
    if (before) {
      sheet.step("dv(t) = Wa^T dza(t)", "7.31", g.dv(t));
      sheet.step("dzr(t) = dv(t) (.) h(t-1) (.) r(t) (.) (1 - r(t))", "7.32",
                 g.dzr(t));
      sheet.step(e + " + r(t) (.) dv(t)", "7.33", g.e(t));
    } else {
      sheet.step("dv(t) = r(t) (.) dza(t)", "7.34", g.dv(t));
      sheet.step("dzr(t) = dza(t) (.) v(t) (.) r(t) (.) (1 - r(t))", "7.35",
                 g.dzr(t));
      sheet.step(e + " + Wa^T dv(t)", "7.36", g.e(t));
    }
  }
  write_sums(g, w.dLdo,
             {{"u"}, {"r"}, {"a", before ? "dz*(t) v(t)^T" : "dv(t) h(t-1)^T"}},
             "7.38", sheet);
  sheet.step("dh(0) = e(1)", "7.39", g.dh0);
  sheet.json("delta", "delta(t)");
  sheet.gradients(input);
  return w;
}

}  // namespace unrolled::gates
