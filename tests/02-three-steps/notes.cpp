// What note A says of the losses, of the whole loss and of the update rule.
#include "chapters/02-three-steps/chain.hpp"
#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"

using namespace three_steps_test;

namespace {

// The binary cross-entropy as note A prints it, y and y_hat in each other's
// place.
double as_printed(double y_hat, double y) {
  return -(y_hat * std::log(y) + (1 - y_hat) * std::log(1 - y));
}

double as_it_should_be(double y_hat, double y) {
  return -(y * std::log(y_hat) + (1 - y) * std::log(1 - y_hat));
}

Matrix number(double v) {
  return Matrix{v};
}

}  // namespace

TEST_CASE("The loss runs over t, and with the index as printed it is 3 L_3",
          "[2.6][2.31][A4]") {
  const ChainStates s = forward(pencil_chain());
  CHECK(s.L[1] + s.L[2] + s.L[3] == 7);
  CHECK(s.sum_of_L == 7);
  const std::size_t t = 3;  // the summand's t, which the index i leaves alone
  double over_i = 0;
  for (int i = 1; i <= 3; ++i) over_i += s.L[t];
  CHECK(over_i == 13.5);
}

TEST_CASE("The squared error does not tell y from y_hat, its gradient does",
          "[2.73][A5]") {
  const Matrix y_hat = {{0.5, -1.5}}, y = {{1.0, 2.0}};
  CHECK(squared_error(y_hat, y) == 0.5 * (0.25 + 12.25));
  CHECK(squared_error(y, y_hat) == squared_error(y_hat, y));
  const Matrix slope = complex_step(
      [&](const ComplexMatrix& o) { return squared_error(o, y); }, y_hat);
  CHECK_THAT(y_hat - y, Near(slope));
  CHECK(block_error(y - y_hat, slope) == Approx(2));
}

TEST_CASE("The binary cross-entropy of the book is the one with y in front",
          "[2.74][A6]") {
  for (const double o : {-3.0, -0.2, 0.0, 1.7})
    for (const double y : {0.0, 0.3, 1.0}) {
      const double y_hat = 1 / (1 + std::exp(-o));
      CHECK(sigmoid_cross_entropy(number(o), number(y)) ==
            Approx(as_it_should_be(y_hat, y)).epsilon(1e-12));
    }
}

TEST_CASE("The binary cross-entropy as printed is infinite for a 0 or a 1",
          "[2.74][A6]") {
  CHECK(as_it_should_be(0.5, 1) == Approx(std::log(2.0)));
  CHECK(as_printed(0.5, 1) == infinity);
  CHECK(as_printed(0.5, 0) == infinity);
}

TEST_CASE("The binary cross-entropy as printed is not least where y_hat = y",
          "[2.74][A6]") {
  const double y = 0.9;
  const Vector y_hat = arma::regspace(1, 999) / 1000;
  Vector right = y_hat, printed = y_hat;
  right.transform([&](double v) { return as_it_should_be(v, y); });
  printed.transform([&](double v) { return as_printed(v, y); });
  CHECK(y_hat(right.index_min()) == Approx(0.9));
  CHECK(y_hat(printed.index_min()) == Approx(0.999));  // the edge
  // It is a straight line in y_hat, of slope log((1 - y) / y).
  const Vector slope = arma::diff(printed) * 1000;
  CHECK_THAT(slope, Near(Vector(998).fill(std::log((1 - y) / y)), 1e-9));
}

TEST_CASE("A small step along -dL lowers L, one along -dL_3 may raise it",
          "[2.75][A7]") {
  // One number a place: L_1 and L_3 want different outputs of the same V.
  Example e(Activation::identity, Output::linear_squared_error, 1);
  e.p = {number(1), number(0), number(1), {0}, {0}};
  e.h0 = {1};
  e.x = {{1, 1, 1}};
  e.y = {{0, 0, 2}};
  const ThreeSteps s = e.steps();
  const auto L_after = [&](const Matrix& dV) {
    Example moved = e;
    moved.p.V -= 0.1 * dV;
    return moved.steps().L;
  };
  CHECK(s.L == 1.5);
  CHECK(L_after(s.dV()) < s.L);
  CHECK(L_after(s.paths_to_V()(3, 3)) > s.L);
}

TEST_CASE("Without W h the purple and the orange paths are gone",
          "[A15][2.42][2.44][2.45]") {
  Example e(2);
  e.p.W.zeros();
  const ThreeSteps s = e.steps();
  const Paths w = s.paths_to_W();
  for (Index t = 1; t <= 3; ++t)
    for (Index k = 1; k <= t; ++k) {
      CAPTURE(t, k);
      CHECK((frobenius_norm(w(t, k)) > 0) == (k == t));
    }
  // The past has no say: only x(t) reaches y_hat(t).
  Example other = e;
  other.x.col(0) += 1;
  const ThreeSteps o = other.steps();
  CHECK(frobenius_norm(o.y_hat(1) - s.y_hat(1)) > 0.01);
  CHECK_THAT(o.y_hat(2), Near(s.y_hat(2), 0));
  CHECK_THAT(o.y_hat(3), Near(s.y_hat(3), 0));
}

TEST_CASE("Without U x the inputs have no say, though dU is not zero",
          "[A15]") {
  Example e(2);
  e.p.U.zeros();
  const Gradient g = e.steps().gradient();
  CHECK(frobenius_norm(g.dx.columns()) == 0);
  CHECK(frobenius_norm(g.dU) > 0.01);
  Example other = e;
  other.x *= -3;
  CHECK(other.steps().L == e.steps().L);
}

TEST_CASE("With both terms every earlier input reaches every later loss",
          "[A15]") {
  const Example e(2);
  for (Index t = 1; t <= 3; ++t) {
    const Truth truth = e.truth_of_loss(t);
    for (Index k = 1; k <= 3; ++k) {
      CAPTURE(t, k);
      CHECK((frobenius_norm(truth.dx(k)) > 1e-3) == (k <= t));
    }
  }
}
