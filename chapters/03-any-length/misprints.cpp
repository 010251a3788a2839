/// \file
/// The misprints of the notes, by numbers.
#include "chapters/03-any-length/as_printed.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  double rate = 0.05;
  Index steps = 60, tau = 5, seed = 5;
};

// One row of the notes: what is printed there, and how far it is off.
struct Row {
  std::string id, what;
  double error;
};

struct Found {
  std::vector<Row> rows;
  double B12_as_dU;  // error of what is printed as dL/dV, as dL/dU
  double right;      // error of the corrected gradient
  Vector down, up;   // the loss along a descent, with the sign and without
};

// The loss as a function of W, by chapter 1's network for each L(t).
Complex loss_of(const Example& it, const ComplexMatrix& W) {
  Complex L = 0;
  for (Index t = 1; t <= it.tau(); ++t) {
    backprop::Network<Complex> layers;
    for (const auto& l : unrolled_to(it.net.hidden, it.p, it.x, t))
      layers.push_back({layers.size() < t ? W : as<Complex>(l.W),
                        as<Complex>(l.b), l.activation});
    const auto pass = backprop::forward(layers, as<Complex>(it.h0));
    L += backprop::loss(backprop::Loss::softmax_cross_entropy, pass, it.y(t));
  }
  return L;
}

// The loss along a descent; with sign -1 that of the printed loss.
Vector descend(const Example& it, const Knobs& k, double sign) {
  Parameters p = it.p;
  Vector L(k.steps + 1);
  for (double& now : L) {
    const LossAndGradient at = loss_and_gradient(it.net, p, it.x, it.y, it.h0);
    now = at.loss;
    update(p, at.by, sign * k.rate);
  }
  return L;
}

std::vector<Row> rows(const Example& it) {
  const Matrix delta = it.g.delta.columns(), last = it.g.delta(it.tau());
  const Matrix dLdo = it.dLdo.columns(), y_hat = it.y_hat(1), y = it.y(1);
  const double A6 = -(0.9 * std::log(0.8) + 0.1 * std::log(0.2));
  return {
      {"A4", "the sum runs over i, the summand has t (taken as T)",
       block_error(Matrix{printed_A4(it, it.tau())}, Matrix{it.L()})},
      {"A6", "y and ŷ exchanged, at ŷ = 0.8, y = 0.9",
       block_error(Matrix{printed_A6(0.8, 0.9)}, Matrix{A6})},
      {"B7", "δ(t) from δ(τ+1)", block_error(printed_B7(it).columns(), delta)},
      {"B8", "∂δ/∂h for ∂o/∂h, at τ", block_error(printed_B8(it), last)},
      {"B9", "y(t) for y(τ), t taken as 1",
       block_error(printed_B9(it, 1), last)},
      {"B12", "the sum with x(t) transposed, as ∂L/∂V",
       block_error(printed_B12(it), it.g.dV)},
      {"C17", "the minus sign lost, in ∂L/∂o", block_error(-dLdo, dLdo)},
      {"C17", "softmax under the binary form, if ŷ - y is used",
       block_error(output_delta(y_hat, y), softmax_with_binary_form(y_hat, y))},
      {"", "diag(1 - h²) and W transposed exchanged",
       block_error(exchanged_factors(it).columns(), delta)}};
}

Found measure(const Knobs& k) {
  if (k.tau < 2) throw std::invalid_argument("tau: expected at least 2");
  if (k.steps < 1) throw std::invalid_argument("steps: expected at least 1");
  // K = H = D, so that no wrong shape betrays a wrong formula.
  const Example it =
      example_of(Output::softmax_cross_entropy, 3, 3, 3, k.tau, k.seed);
  const Matrix dW = complex_step(
      [&](const ComplexMatrix& W) { return loss_of(it, W); }, it.p.W);
  return {rows(it), block_error(printed_B12(it), it.g.dU),
          block_error(it.g.dW, dW), descend(it, k, 1), descend(it, k, -1)};
}

void show(Experiment& lab, const Found& it) {
  Table table{{"row", "what is printed", "error of the printed form"}, {}};
  for (const Row& row : it.rows)
    table.rows.push_back({row.id, row.what, text(row.error, 3)});
  lab.table("rows", table);
  lab.value("B12_as_dU", it.B12_as_dU, 1);
  lab.value("right", it.right, 1);
  for (const char* error : {"B12_as_dU", "right"})
    lab.mark(error, rounding("each at most 1e-12"));

  const Vector at = arma::regspace(0, static_cast<double>(it.up.n_elem - 1));
  Figure figure("03-misprints", "Descent on the loss of row C17");
  figure.x_label("step").y_label("L").legend("top left").log_y();
  figure.line(at, it.up, "as printed", Colour::vermilion);
  figure.line(at, it.down, "with its minus sign", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& it) {
  bool far = true;
  for (const Row& row : it.rows) far = far && row.error > 0.01;
  lab.claim(it.right < 1e-12, "the corrected form is the derivative");
  lab.claim(far, "every printed form is off by more than 1 %");
  lab.claim(it.up.back() > it.up.front(), "the printed loss climbs");
  lab.claim(it.down.back() < it.down.front(), "the right one descends");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-misprints",
                 "Every printed form is far from the derivative, and the loss "
                 "printed without its minus sign climbs");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate of the two descents");
  lab.knob("steps", k.steps, "their length");
  lab.knob("tau", k.tau, "length of the sequence, at least 2");
  lab.knob("seed", k.seed, "seed of the example");
  return lab.run(argc, argv, k, measure, show, claim);
}
