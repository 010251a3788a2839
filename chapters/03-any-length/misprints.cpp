/// \file
/// The misprints of the notes, by numbers.
#include "chapters/03-any-length/as_printed.hpp"
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

// The loss along a descent; with sign -1 that of the printed loss.
Vector descend(Example it, const Knobs& k, double sign) {
  Vector L(k.steps + 1);
  for (double& now : L) {
    const LossAndGradient at = it.run();
    now = at.loss;
    update(it.p, at.by, sign * k.rate);
  }
  return L;
}

std::vector<Row> rows(const Example& it) {
  const Gradient g = it.gradient();
  const Sequence dLdo = it.dLdo(), y_hat = it.y_hat();
  const Matrix delta = g.delta.columns(), last = g.delta(it.x.last());
  const double A6 = -(0.9 * std::log(0.8) + 0.1 * std::log(0.2));
  return {
      {"A4", "the sum runs over i, the summand has t (taken as T)",
       block_error(Matrix{printed_A4(it, it.x.last())}, Matrix{it.run().loss})},
      {"A6", "y and ŷ exchanged, at ŷ = 0.8, y = 0.9",
       block_error(Matrix{printed_A6(0.8, 0.9)}, Matrix{A6})},
      {"B7", "δ(t) from δ(τ+1)", block_error(printed_B7(it).columns(), delta)},
      {"B48", "∂δ/∂h for ∂o/∂h, at τ", block_error(printed_B48(it), last)},
      {"B9", "y(t) for y(τ), t taken as 1",
       block_error(printed_B9(it, 1), last)},
      {"B12", "the sum with x(t) transposed, as ∂L/∂V",
       block_error(printed_B12(it), g.dV)},
      {"C17", "the minus sign lost, in ∂L/∂o",
       block_error(-dLdo.columns(), dLdo.columns())},
      {"C17", "softmax under the binary form, if ŷ - y is used",
       block_error(dLdo(1), softmax_with_binary_form(y_hat(1), it.y(1)))},
      {"", "diag(1 - h²) and W transposed exchanged",
       block_error(exchanged_factors(it).columns(), delta)}};
}

Found measure(const Knobs& k) {
  // K = H = D, so that no wrong shape betrays a wrong formula.
  const Example it = example_of({}, k.tau, k.seed, 3, 3, 3);
  const auto loss_at = [&](const Matrix& W) {
    Example moved = it;
    moved.p.W = W;
    return moved.run().loss;
  };
  const Gradient g = it.gradient();
  return {rows(it), block_error(printed_B12(it), g.dU),
          block_error(g.dW, central_difference(loss_at, it.p.W)),
          descend(it, k, 1), descend(it, k, -1)};
}

void show(Experiment& lab, const Found& it) {
  Table table{{"row", "what is printed", "error of the printed form"}, {}};
  for (const Row& row : it.rows)
    table.rows.push_back({row.id, row.what, text(row.error, 3)});
  lab.table("rows", table);
  lab.value("B12_as_dU", it.B12_as_dU, 1);
  lab.mark("B12_as_dU", rounding("each at most 1e-12"));
  lab.value("right", it.right, 1);
  lab.mark("right", rounding("each at most 1e-8"));

  const Vector at = arma::regspace(0, static_cast<double>(it.up.n_elem - 1));
  Figure figure("03-misprints", "Descent on the loss of row C17");
  figure.x_label("step").y_label("L").legend("top left").log_y();
  figure.line(at, it.up, "as printed", Colour::vermilion);
  figure.line(at, it.down, "with its minus sign", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& it) {
  double least = 1;
  // Row A4 is a loss, which may come near another number by chance.
  for (const Row& row : it.rows)
    if (row.id != "A4") least = std::min(least, row.error);
  lab.claim("error of the corrected gradient", it.right, at_most(1e-8));
  lab.claim("least error of a printed derivative", least, above(0.01));
  lab.claim("the printed loss after the descent, by that before",
            it.up.back() / it.up.front(), above(1));
  lab.claim("the right one after it, by that before",
            it.down.back() / it.down.front(), below(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab(
      "03-misprints",
      "Every printed derivative is far from the right one, and the loss "
      "printed without its minus sign climbs");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate of the two descents",
           {0.01, 0.02, 0.1, 0.2});
  lab.knob("steps", k.steps, "their length", {20, 40, 100, 200});
  lab.knob("tau", k.tau, "length of the sequence", {2, 3, 10, 30}, {2, 1000});
  lab.knob("seed", k.seed, "seed of the example");
  return lab.run(argc, argv, k, measure, show, claim);
}
