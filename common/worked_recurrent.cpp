// What the worked examples of the recurrent chapters share: keys, given
// numbers, formulas, and the mistakes that are often made.
#include <fmt/format.h>

#include "common/worked.hpp"

namespace unrolled {

std::vector<Key> recurrent_keys(const std::string& steps) {
  const Key U = matrix_key("U", "H", "N"), W = matrix_key("W", "H", "H"),
            V = matrix_key("V", "K", "H"), b = vector_key("b", "H"),
            c = vector_key("c", "K"), h0 = vector_key("h0", "H"),
            x = sequence_key("x", steps, "N"),
            y = sequence_key("y", steps, "K");
  std::vector<Key> keys{
      word_key("hidden", {"tanh", "relu", "sigmoid", "identity"}),
      word_key("output", {"softmax_cross_entropy", "sigmoid_cross_entropy",
                          "linear_squared_error"}),
      U,
      W,
      V,
      optional_key(b),
      optional_key(c),
      optional_key(h0),
      x,
      y};
  for (const Key& key : {U, W, V, b, c, h0, x})
    keys.push_back(gradient_key(key));
  return keys;
}

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
  sheet.section("Given", "the input");
  sheet.remark(fmt::format(
      "  hidden {}, output {}; N = {} inputs, H = {} hidden, K = {} outputs, "
      "{} steps",
      name_of(example.hidden), name_of(example.output), example.U.n_cols,
      example.U.n_rows, example.V.n_rows, example.x.n_cols));
  sheet.given("U", example.U);
  sheet.given("W", example.W);
  sheet.given("V", example.V);
  sheet.given("b", example.b);
  sheet.given("c", example.c);
  sheet.given("h(0)", example.h0);
  for (Index t = 1; t <= example.x.n_cols; ++t)
    sheet.given("x(" + std::to_string(t) + ")", example.x.col(t - 1));
  for (Index t = 1; t <= example.y.n_cols; ++t)
    sheet.given("y(" + std::to_string(t) + ")", example.y.col(t - 1));
}

void json_gradient(Sheet& sheet, const RecurrentGradient& g) {
  sheet.json("delta", json_sequence(g.delta));
  sheet.json("dU", json_matrix(g.dU));
  sheet.json("dW", json_matrix(g.dW));
  sheet.json("dV", json_matrix(g.dV));
  sheet.json("db", json_vector(g.db));
  sheet.json("dc", json_vector(g.dc));
  sheet.json("dh0", json_vector(g.dh0));
  sheet.json("dx", json_sequence(g.dx));
}

void compare_all(Sheet& sheet, const Input& input, const RecurrentGradient& g,
                 const std::vector<Mistake>& mistakes) {
  sheet.compare(input, "dU", {g.dU}, mistakes);
  sheet.compare(input, "dW", {g.dW}, mistakes);
  sheet.compare(input, "dV", {g.dV}, mistakes);
  sheet.compare(input, "db", {g.db}, mistakes);
  sheet.compare(input, "dc", {g.dc}, mistakes);
  sheet.compare(input, "dh0", {g.dh0}, mistakes);
  sheet.compare(input, "dx", {g.dx}, mistakes);
}

void write_step(Sheet& sheet, const RecurrentExample& after,
                const std::string& formula, const std::string& equation,
                const std::function<double()>& new_loss) {
  sheet.section("One step of descent", "the step");
  sheet.given("eta", sheet.rate().value());
  const auto line = [&](const std::string& name, const Matrix& value) {
    std::string how;
    for (const char c : formula) how += c == '*' ? name : std::string(1, c);
    sheet.line("new " + name, how, value, equation);
  };
  line("U", after.U);
  line("W", after.W);
  line("V", after.V);
  line("b", after.b);
  line("c", after.c);
  const double L = new_loss();
  sheet.line("new L", "", L, "");
  sheet.json("updated", {Json::Object{{"U", json_matrix(after.U)},
                                      {"W", json_matrix(after.W)},
                                      {"V", json_matrix(after.V)},
                                      {"b", json_vector(after.b)},
                                      {"c", json_vector(after.c)},
                                      {"loss", {L}}}});
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

namespace {

/// A backward pass in which one thing can be wrong.
struct Slips {
  bool no_recurrence = false;       // delta(t) = V^T e(t)
  bool one_step_back = false;       // the recurrence goes no further than t+1
  bool last_loss_only = false;      // e(t) = 0 before the last step
  bool not_transposed = false;      // W for W^T
  bool slope_of_same_step = false;  // sigma' at h(t) for h(t+1)
  bool exchanged = false;           // diag W^T for W^T diag
  bool no_slope_back = false;       // no sigma' in the recurrence
  bool no_slope = false;            // no sigma' in dz
  bool h_of_same_step = false;      // h(t) for h(t-1) in dW, the reverse in dV
  bool no_h0 = false;               // 0 for h(0)
  Index first = 1, last = 0;        // the terms that are summed; 0: all
};

struct Blocks {
  Matrix dU, dW, dV, db, dc, dh0, dx;
};

Blocks backward_with(const Slips& slip, const RecurrentExample& example,
                     Matrix h, Matrix e) {
  const Matrix &U = example.U, &W = example.W, &V = example.V;
  const Index tau = e.n_cols;
  const Matrix slopes = derivative_from_value(example.hidden, h);
  if (slip.no_h0) h.col(0).zeros();
  if (slip.last_loss_only && tau > 1) e.head_cols(tau - 1).zeros();
  const Matrix back = slip.not_transposed ? W : Matrix(W.t());
  const Matrix at_once = V.t() * e;
  Matrix delta = at_once;
  for (Index t = tau - 1; t >= 1 && !slip.no_recurrence; --t) {
    const Vector later = slip.one_step_back ? at_once.col(t) : delta.col(t);
    const Vector slope = slopes.col(slip.slope_of_same_step ? t : t + 1);
    Vector through = back * (slope % later);
    if (slip.exchanged) through = slope % (back * later);
    if (slip.no_slope_back) through = back * later;
    delta.col(t - 1) += through;
  }
  Matrix dz = delta;
  if (!slip.no_slope) dz %= slopes.tail_cols(tau);
  const Index from = slip.first - 1, to = (slip.last ? slip.last : tau) - 1;
  const auto part = [&](const Matrix& m) { return Matrix(m.cols(from, to)); };
  const Matrix before = h.head_cols(tau), after = h.tail_cols(tau);
  const bool same = slip.h_of_same_step;
  return {part(dz) * part(example.x).t(),
          part(dz) * part(same ? after : before).t(),
          part(e) * part(same ? before : after).t(),
          arma::sum(part(dz), 1),
          arma::sum(part(e), 1),
          back * dz.col(0),
          U.t() * dz};
}

void add(std::vector<Mistake>& mistakes, const std::string& hint,
         const Blocks& wrong) {
  for (const auto& [key, block] :
       {std::pair<std::string, const Matrix&>{"dU", wrong.dU},
        {"dW", wrong.dW},
        {"dV", wrong.dV},
        {"db", wrong.db},
        {"dc", wrong.dc},
        {"dh0", wrong.dh0},
        {"dx", wrong.dx}})
    mistakes.push_back({key, hint, {block}});
}

}  // namespace

std::vector<Mistake> recurrent_mistakes(const RecurrentExample& example,
                                        const Matrix& h, const Matrix& dLdo) {
  const Index tau = dLdo.n_cols;
  std::vector<Mistake> mistakes;
  const auto add_slip = [&](const std::string& hint, const Slips& slip) {
    add(mistakes, hint, backward_with(slip, example, h, dLdo));
  };
  add_slip("without the recurrent term", {.no_recurrence = true});
  add_slip("with the recurrence cut after one step", {.one_step_back = true});
  add_slip("of the last step's loss alone", {.last_loss_only = true});
  add_slip("with W in place of W^T", {.not_transposed = true});
  add_slip("with sigma' at step t in place of t+1 in delta's recursion",
           {.slope_of_same_step = true});
  add_slip("with sigma' and W^T exchanged in delta's recursion",
           {.exchanged = true});
  add_slip("without sigma' in delta's recursion", {.no_slope_back = true});
  add_slip("without sigma'", {.no_slope = true});
  add_slip("without any sigma'", {.no_slope_back = true, .no_slope = true});
  add_slip("with h of the wrong step", {.h_of_same_step = true});
  add_slip("with 0 in place of h(0)", {.no_h0 = true});
  add_slip("with the last step's term alone", {.first = tau, .last = tau});
  add_slip("with the first step's term alone", {.first = 1, .last = 1});
  if (tau > 1)
    add_slip("without the first step's term", {.first = 2, .last = tau});

  const Blocks truth = backward_with({}, example, h, dLdo);
  const double n = static_cast<double>(tau);
  add(mistakes, "divided by the number of steps",
      {truth.dU / n, truth.dW / n, truth.dV / n, truth.db / n, truth.dc / n,
       truth.dh0 / n, truth.dx / n});
  if (example.output == Output::sigmoid_cross_entropy) {
    const Matrix y_hat = dLdo + example.y;
    add(mistakes, "with sigma'(o) multiplied to y_hat - y",
        backward_with({}, example, h, dLdo % y_hat % (1.0 - y_hat)));
  }
  return mistakes;
}

}  // namespace unrolled
