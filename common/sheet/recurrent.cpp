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
    c? notes b2 b_3: K
    h0? notes S0 S_0 h_0: H
    x: {0} steps of N
    y: {0} steps of K
    gradients: U W V b c h0 x)",
                     steps);
}

const Symbols recurrent_symbols{
    "U W V b c x h o y z L D e J I y_hat delta",
    "tk",
    "at step",
    "L",
    {{0, {"(#)", "", ""}},
     {'A',
      {"_#", "x=X y_hat=y^",
       "In note A's symbols: h_t, X_t, y^_t, y_t, L_t for h(t), x(t), "
       "y_hat(t), y(t), L(t).\n"
       "Note A has no z, o, delta; they are written z_t, o_t, delta_t.\n"}},
     {'B',
      {"_#", "U=Wx W=Ws V=W0 b=b1 c=b2 h=S o=O x=X y=Y y_hat=Y^",
       "In note B's symbols, section 5: Wx, Ws, W0, b1, b2 for U, W, V, b, "
       "c;\n"
       "S_t, O_t, X_t, Y_t, L_t for h(t), o(t), x(t), y(t), L(t). It has no z, "
       "y_hat, delta:\n"
       "they are written z_t, Y^_t, delta_t.\n"}},
     {'C',
      {"^(#)", "",
       "In note C's symbols: x^(t), h^(t), o^(t), y_hat^(t), y^(t), L^(t), "
       "delta^(t).\n"}},
     {'D',
      {"_#", "U=W_xh W=W_hh V=W_hy b=b_h c=b_3 y_hat=y y=y*",
       "In note D's symbols: W_xh, W_hh, W_hy, b_h, b_3 for U, W, V, b, c; "
       "x_t, h_t for x(t), h(t).\n"
       "Its y_t is the network's output, y_hat(t) here; the target, for which "
       "it has no\n"
       "symbol, is written y*_t.\n"}},
     {'E',
      {"(#)", "z=a",
       "In note E's symbols: a(t) for the pre-activation z(t), else the "
       "book's.\n"}}}};

RecurrentExample write_given(const Input& input, Sheet& sheet,
                             const Symbols& symbols) {
  const RecurrentExample e{activation_named(input.word("hidden")),
                           output_named(input.word("output")),
                           input.matrix("U"),
                           input.matrix("W"),
                           input.matrix("V"),
                           input.vector("b"),
                           input.vector("c"),
                           input.vector(input.find("h0") ? "h0" : "y0"),
                           input.matrix("x"),
                           input.matrix("y")};
  if (e.output == Output::softmax_cross_entropy)
    require_distribution(input, "y");
  sheet.speak(symbols);
  sheet.section("Given", "the input");
  sheet.remark(fmt::format(
      "  hidden {}, output {}; N = {} inputs, H = {} hidden, K = {} outputs, "
      "{} steps",
      name_of(e.hidden), name_of(e.output), e.U.n_cols, e.U.n_rows, e.V.n_rows,
      e.x.n_cols));
  sheet.given(input);
  return e;
}

std::string output_formula(Output pair) {
  if (pair == Output::softmax_cross_entropy) return "softmax(o(t))";
  return pair == Output::sigmoid_cross_entropy ? "sigmoid(o(t))" : "o(t)";
}

std::string loss_formula(Output pair) {
  if (pair == Output::softmax_cross_entropy) return "-y(t)^T log y_hat(t)";
  return pair == Output::sigmoid_cross_entropy
             ? "-(y(t)^T log y_hat(t) + (1 - y(t))^T log(1 - y_hat(t)))"
             : "1/2 ||y_hat(t) - y(t)||^2";
}

void write_forward(const RecurrentExample& e, const ForwardRun& run,
                   const std::vector<std::string>& equations, Sheet& sheet) {
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= run.z.last(); ++t) {
    sheet.head('t', t);
    sheet.step("z(t) = U x(t) + W h(t-1) + b", equations.at(0), run.z(t));
    sheet.step("h(t) = " + activation_formula(e.hidden, "z(t)"),
               equations.at(1), run.h(t));
    sheet.step("o(t) = V h(t) + c", equations.at(2), run.o(t));
    sheet.step("y_hat(t) = " + output_formula(e.output), equations.at(3),
               run.y_hat(t));
    sheet.step("L(t) = " + loss_formula(e.output), equations.at(4),
               run.L_t.at(t - 1));
  }
  sheet.section("Loss", "the sum of the losses");
}

void json_of_forward(Sheet& sheet) {
  for (const std::string name : {"h", "o", "y_hat"})
    sheet.json(name, name + "(t)");
  sheet.json("loss_t", "L(t)");
}

Keyed keyed(const ConstBlocks& blocks) {
  Keyed all;
  for (const auto& [name, values] : blocks) all[name] = {values};
  return all;
}

OtherLoss recurrent_loss(const Input& input) {
  using namespace oracle;
  return [&input](const Moved& block) {
    Recurrent net;
    net.U = loops(block("U", 0));
    net.W = loops(block("W", 0));
    net.V = loops(block("V", 0));
    net.b = steps(block("b", 0)).at(0);
    net.c = steps(block("c", 0)).at(0);
    net.x = steps(block("x", 0));
    net.y = steps(block("y", 0));
    net.hidden = input.word("hidden");
    net.output = input.word("output");
    if (input.find("h0") != nullptr)
      net.h0 = steps(block("h0", 0)).at(0);
    else {
      net.y0 = steps(block("y0", 0)).at(0);
      net.feedback = input.word("feedback");
    }
    if (!input.at("y").key.of("steps")) {  // the last step's target alone
      net.weights.assign(net.x.size(), 0);
      net.weights.back() = 1;
      net.y.assign(net.x.size(), Vec(net.y[0]));
    }
    if (!input.has("back")) return run(net).loss;
    net.back = static_cast<std::size_t>(input.number("back"));
    net.every = static_cast<std::size_t>(input.number("every"));
    return truncated(net);
  };
}

void write_step(Sheet& sheet, const ConstBlocks& after,
                const std::string& formula, const std::string& equation,
                const std::function<double()>& new_loss) {
  sheet.section("One step of descent", "the step");
  sheet.given("eta", *sheet.rate());
  for (const auto& [name, values] : after) {
    std::string how;
    for (const char c : formula) how += c == '*' ? name : std::string(1, c);
    sheet.step("new " + name + " = " + how, equation, values);
    sheet.json("updated/" + name, "new " + name);
  }
  sheet.result("new L", new_loss());
  sheet.json("updated/loss", "new L");
}

}  // namespace unrolled
