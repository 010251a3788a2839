// The true numbers come from the numbers of the sheet by a forward pass and
// complex steps.
#include "chapters/01-backpropagation/exercises/1/task.hpp"
#include "chapters/01-backpropagation/network.hpp"
#include "common/gradient_check.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

const Matrix W1{{1, 1}, {1, -1}}, W2{{1, 2}, {-2, 1}};
const Vector b2{1, 1}, x{1, 2}, y{1, -3};

// J with a nudge on z of layer 1, on W of layer 1 and on W of layer 2.
Complex J(const ComplexMatrix& z_more, const ComplexMatrix& W1_,
          const ComplexMatrix& W2_) {
  const ComplexMatrix z = W1_ * as<Complex>(x) + z_more;
  const ComplexMatrix a = activate(Activation::relu, z);
  const ComplexMatrix o = W2_ * a + as<Complex>(b2);
  return squared_error(o, y);
}

const ComplexMatrix w1 = as<Complex>(W1), w2 = as<Complex>(W2),
                    none(2, 1, arma::fill::zeros);

Matrix delta() {
  return complex_step([](const ComplexMatrix& z) { return J(z, w1, w2); },
                      Matrix(2, 1, arma::fill::zeros));
}
Matrix dW1() {
  return complex_step([](const ComplexMatrix& W) { return J(none, W, w2); },
                      W1);
}
Matrix dW2() {
  return complex_step([](const ComplexMatrix& W) { return J(none, w1, W); },
                      W2);
}

double zeros_of(const Matrix& m) {
  return static_cast<double>(arma::accu(m == 0));
}

}  // namespace

TEST_CASE("The loss", "[exercise-1-1]") {
  const double truth = J(none, w1, w2).real();
  expect(judge_by_hand("J", "half the squared distance of a(2) and y, (1.3)",
                       loss_J(), truth,
                       {mistake("Your J lacks the factor 1/2.", 2 * truth)}));
}

TEST_CASE("delta of the first hidden unit", "[exercise-1-1]") {
  const double truth = delta()(0);
  const Vector o = W2 * Vector{3, 0} + b2;
  const double untransposed = arma::dot(W2.row(0), o - y);
  expect(judge_by_hand(
      "delta(1), unit 1", "W(2) transposed times delta(2), (1.10)",
      delta_1_of_layer_1(), truth,
      {mistake("Your delta has the sign of y - a.", -truth),
       mistake("Your W is not transposed: it takes row 1 of W(2), and the "
               "weights that leave unit 1 are column 1.",
               untransposed)}));
}

TEST_CASE("The slope of a weight of the first layer", "[exercise-1-1]") {
  const double truth = dW1()(0, 1), d = delta()(0);
  expect(judge_by_hand(
      "dW(1), row 1, column 2", "delta(1) of unit 1 times x of input 2, (1.11)",
      dW_12_of_layer_1(), truth,
      {mistake("Row and column are exchanged: W_12 leads to unit 1, from "
               "input 2.",
               delta()(1) * x(0)),
       mistake("You multiplied with input 1.", d * x(0)),
       mistake("Your slope of W_12 comes from a delta with the sign of y - a.",
               -truth)}));
}

TEST_CASE("How many weights have the slope 0", "[exercise-1-1]") {
  const double in = zeros_of(dW1()), out = zeros_of(dW2());
  expect(judge_by_hand(
      "weights with slope 0", "those that lead to or from a unit that is off",
      weights_with_slope_0(), in + out,
      {mistake("You count one side of the unit that is off; there are weights "
               "on both.",
               in),
       mistake("You count every weight of the first layer: its unit 1 is on.",
               in + out + 2)}));
}
