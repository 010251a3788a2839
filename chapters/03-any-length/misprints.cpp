/// \file
/// The misprints of the notes, by numbers.
#include "chapters/03-any-length/misprints.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

// The loss along a descent whose dL/do has this sign.
Vector descend(const Example& it, Index steps, double rate, double sign) {
  Parameters<> p = it.p;
  Vector L(steps + 1);
  for (Index i = 0; i <= steps; ++i) {
    const States<> s = forward(it.net.hidden, p, it.x, it.h0);
    L(i) = loss(it.net.output, s.o, it.y);
    const Matrix dLdo = sign * output_delta(predict(it.net.output, s.o), it.y);
    update(p, backward(it.net.hidden, p, it.x, s, dLdo), rate);
  }
  return L;
}

// The binary cross-entropy of one prediction, as it should be.
double binary_loss(double y_hat, double y) {
  const Matrix o(1, 1, arma::fill::value(std::log(y_hat / (1 - y_hat))));
  return sigmoid_cross_entropy(o, Matrix(1, 1, arma::fill::value(y)));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-misprints",
                 "Every printed form is far from the derivative, and the loss "
                 "printed without its minus sign climbs");
  double rate = 0.05;
  Index steps = 60, tau = 5, seed = 5;
  lab.knob("rate", rate, "learning rate of the two descents");
  lab.knob("steps", steps, "their length");
  lab.knob("tau", tau, "length of the sequence, at least 2");
  lab.knob("seed", seed, "seed of the example");
  return lab.run(argc, argv, [&] {
    if (tau < 2) throw std::invalid_argument("tau: expected at least 2");
    if (steps < 1) throw std::invalid_argument("steps: expected at least 1");
    // K = H = D, so that no wrong shape betrays a wrong formula.
    const Example it =
        example_of(Output::softmax_cross_entropy, 3, 3, 3, tau, seed);
    const Matrix delta = it.g.delta, last = delta.tail_cols(1);
    const Matrix L(1, 1, arma::fill::value(loss(it.net.output, it.s.o, it.y)));
    const auto loss_of_W = [&](const ComplexMatrix& W) {
      Parameters<Complex> p = cast<Complex>(it.p);
      p.W = W;
      const arma::Col<Complex> h0 = cast<Complex>(it.p).b * 0.0 + it.h0;
      const auto s = forward(it.net.hidden, p, as<Complex>(it.x), h0);
      return loss(it.net.output, s.o, it.y);
    };

    Table table{{"row", "what is printed", "error of the printed form"}, {}};
    double least = 1e300;
    const auto row = [&](const std::string& id, const std::string& what,
                         const Matrix& printed, const Matrix& right) {
      const double error = block_error(printed, right);
      least = std::min(least, error);
      table.rows.push_back({id, what, text(error, 3)});
    };
    const auto only = [](double v) {
      return Matrix(1, 1, arma::fill::value(v));
    };
    row("A4", "the sum runs over i, the summand has t (taken as T)",
        only(printed_A4(it, tau)), L);
    row("A6", "y and ŷ exchanged, at ŷ = 0.8, y = 0.9",
        only(printed_A6(0.8, 0.9)), only(binary_loss(0.8, 0.9)));
    row("B7", "δ(t) from δ(τ+1)", printed_B7(it), delta);
    row("B8", "∂δ/∂h for ∂o/∂h, at τ", printed_B8(it), last);
    row("B9", "y(t) for y(τ), t taken as 1", printed_B9(it, 1), last);
    row("B12", "the sum with x(t) transposed, as ∂L/∂V", printed_B12(it),
        it.g.dV);
    row("C17", "the minus sign lost, in ∂L/∂o", -it.e, it.e);
    const Vector y_hat = it.y_hat.col(0), y = it.y.col(0);
    row("C17", "softmax under the binary form, if ŷ - y is used",
        output_delta(y_hat, y), softmax_with_binary_form(y_hat, y));
    row("", "diag(1 - h²) and W transposed exchanged", exchanged_factors(it),
        delta);
    lab.table("rows", table);
    lab.value("B12_as_dU", block_error(printed_B12(it), it.g.dU), 1);
    const double right = block_error(it.g.dW, complex_step(loss_of_W, it.p.W));
    lab.value("right", right, 1);
    for (const char* error : {"B12_as_dU", "right"})
      lab.mark(error, rounding("each at most 1e-12"));

    const Vector at = arma::linspace(0, static_cast<double>(steps), steps + 1);
    const Vector down = descend(it, steps, rate, 1);
    const Vector up = descend(it, steps, rate, -1);
    Figure figure("03-misprints", "Descent on the loss of row C17");
    figure.x_label("step").y_label("L").legend("top left").log_y();
    figure.line(at, up, "as printed", Colour::vermilion);
    figure.line(at, down, "with its minus sign", Colour::blue);
    lab.draw(figure);

    lab.claim(right < 1e-12, "the corrected form is the derivative");
    lab.claim(least > 0.01, "every printed form is off by more than 1 %");
    lab.claim(up(steps) > up(0), "the printed loss climbs");
    lab.claim(down(steps) < down(0), "the right one descends");
  });
}
