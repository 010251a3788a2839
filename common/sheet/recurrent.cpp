// What the worked examples of recurrent networks share.
#include "common/sheet/recurrent.hpp"

#include <fmt/format.h>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace unrolled {

std::string recurrent_keys(const std::string& steps) {
  return fmt::format(R"(
    hidden: tanh | relu | sigmoid | identity
    output: softmax_cross_entropy | sigmoid_cross_entropy | linear_squared_error
    U notes Wx W_xh: H rows of N
    W notes Ws W_hh: H rows of H
    V notes W0 W_hy: K rows of H
    b? notes b1 b_h: H
    c? notes b2 b_y: K
    h0? notes S0 S_0 h_0: H
    x: {0} steps of N
    y: {0} steps of K
    gradients: U W V b c h0 x)",
                     steps);
}

const std::vector<std::string> recurrent_gradients{"dU", "dW",  "dV", "db",
                                                   "dc", "dh0", "dx"};

const Symbols recurrent_symbols{
    "U W V b c x h o y z L D e J I y_hat delta",
    "tk",
    "at step",
    "L",
    {{0, {Style::parentheses, "", ""}},
     {'A',
      {Style::below, "x=X y_hat=y^",
       "In note A's symbols: h_t, X_t, y^_t, y_t, L_t for h(t), x(t), "
       "y_hat(t), y(t), L(t).\n"
       "Note A has no z, o, delta; they are written z_t, o_t, delta_t.\n"}},
     {'B',
      {Style::below, "U=Wx W=Ws V=W0 b=b1 c=b2 h=S o=O x=X y=Y y_hat=Y^",
       "In note B's symbols, section 5: Wx, Ws, W0, b1, b2 for U, W, V, b, "
       "c;\n"
       "S_t, O_t, X_t, Y_t, L_t for h(t), o(t), x(t), y(t), L(t). It has no z, "
       "y_hat, delta:\n"
       "they are written z_t, Y^_t, delta_t.\n"}},
     {'C',
      {Style::above, "",
       "In note C's symbols: x^(t), h^(t), o^(t), y_hat^(t), y^(t), L^(t), "
       "delta^(t).\n"}},
     {'D',
      {Style::below, "U=W_xh W=W_hh V=W_hy b=b_h c=b_y y_hat=y y=y*",
       "In note D's symbols: W_xh, W_hh, W_hy, b_h, b_y for U, W, V, b, c; "
       "x_t, h_t for x(t), h(t).\n"
       "Its y_t is the network's output, y_hat(t) here; the target, for which "
       "it has no\n"
       "symbol, is written y*_t.\n"}},
     {'E',
      {Style::parentheses, "z=a",
       "In note E's symbols: a(t) for the pre-activation z(t), else the "
       "book's.\n"}}}};

RecurrentExample recurrent_example(const Input& input) {
  const Output output = output_named(input.word("output"));
  if (output == Output::softmax_cross_entropy) require_distribution(input, "y");
  return {activation_named(input.word("hidden")),
          output,
          input.matrix("U"),
          input.matrix("W"),
          input.matrix("V"),
          input.vector("b"),
          input.vector("c"),
          input.vector("h0"),
          input.matrix("x"),
          input.matrix("y")};
}

void write_given(Sheet& sheet, const RecurrentExample& example) {
  const auto& [hidden, output, U, W, V, b, c, h0, x, y] = example;
  sheet.speak(recurrent_symbols);
  sheet.range('t', 1, x.n_cols);
  sheet.section("Given", "the input");
  sheet.remark(fmt::format(
      "  hidden {}, output {}; N = {} inputs, H = {} hidden, K = {} outputs, "
      "{} steps",
      name_of(hidden), name_of(output), U.n_cols, U.n_rows, V.n_rows,
      x.n_cols));
  sheet.given("U", U);
  sheet.given("W", W);
  sheet.given("V", V);
  sheet.given("b", b);
  sheet.given("c", c);
  sheet.given("h(0)", h0);
  for (Index t = 1; t <= x.n_cols; ++t)
    sheet.given(fmt::format("x({})", t), Vector(x.col(t - 1)));
  for (Index t = 1; t <= y.n_cols; ++t)
    sheet.given(fmt::format("y({})", t), Vector(y.col(t - 1)));
}

std::string output_formula(Output pair) {
  switch (pair) {
    case Output::softmax_cross_entropy:
      return "softmax(o(t))";
    case Output::sigmoid_cross_entropy:
      return "sigmoid(o(t))";
    default:
      return "o(t)";
  }
}

std::string loss_formula(Output pair) {
  switch (pair) {
    case Output::softmax_cross_entropy:
      return "-y(t)^T log y_hat(t)";
    case Output::sigmoid_cross_entropy:
      return "-(y(t)^T log y_hat(t) + (1 - y(t))^T log(1 - y_hat(t)))";
    default:
      return "1/2 ||y_hat(t) - y(t)||^2";
  }
}

Keyed gradients_of(const ConstBlocks& blocks) {
  Keyed all;
  for (const ConstBlock& block : blocks) all[block.name] = {block.values};
  return all;
}

Slope recurrent_slope(const RecurrentExample& e) {
  using oracle::loops;
  return [e](const std::string& key, const std::vector<Matrix>& along) {
    oracle::Recurrent net;
    net.U = loops(e.U), net.W = loops(e.W), net.V = loops(e.V);
    net.b = loops(e.b), net.c = loops(e.c), net.h0 = loops(e.h0);
    net.x = oracle::steps(e.x), net.y = oracle::steps(e.y);
    net.hidden = name_of(e.hidden), net.output = name_of(e.output);
    oracle::Mat* block = key == "dU"   ? &net.U
                         : key == "dW" ? &net.W
                         : key == "dV" ? &net.V
                         : key == "dx" ? &net.x
                                       : nullptr;
    oracle::Vec* vector = key == "db" ? &net.b : key == "dc" ? &net.c : &net.h0;
    // x holds a vector for each step, the columns of dx.
    const Matrix d = key == "dx" ? Matrix(along.at(0).t()) : along.at(0);
    for (Index i = 0; i < d.n_rows; ++i)
      for (Index j = 0; j < d.n_cols; ++j)
        (block ? (*block)[i][j] : (*vector)[i]) +=
            oracle::Number(0, d(i, j) * oracle::kStep);
    return oracle::run(net).loss.imag() / oracle::kStep;
  };
}

void write_step(Sheet& sheet, const Input& input, const ConstBlocks& after,
                const std::string& formula, const std::string& equation,
                const std::function<double()>& new_loss) {
  sheet.section("One step of descent", "the step");
  sheet.given("eta", *sheet.rate());
  std::vector<std::pair<std::string, Json>> updated;
  for (const auto& [name, values] : after) {
    std::string how;
    for (const char c : formula) how += c == '*' ? name : std::string(1, c);
    sheet.step("new " + name + " = " + how, equation, values);
    updated.emplace_back(name, json_of(input.key(name), {values}));
  }
  const double L = new_loss();
  sheet.result("new L", L);
  updated.emplace_back("loss", L);
  sheet.json("updated", Json::object(updated));
}

}  // namespace unrolled
