#include "common/gradient_check.hpp"
#include "tests/catch.hpp"

using namespace unrolled;

namespace {
const Matrix at{1.5};

// x^(9/2), the example of Squire and Trapp (1998), and its slope at 1.5.
template <class T>
T power(const arma::Mat<T>& x) {
  return std::pow(x(0), T(4.5));
}
const double true_slope = 4.5 * std::pow(1.5, 3.5);
}  // namespace

TEST_CASE("halving the step halves the forward difference's error", "[1.17]") {
  const double coarse = forward_difference(power<double>, at, 1e-3)(0);
  const double fine = forward_difference(power<double>, at, 5e-4)(0);
  CHECK((coarse - true_slope) / (fine - true_slope) == Approx(2).epsilon(0.01));
}

TEST_CASE("halving the step quarters the central difference's error",
          "[1.18]") {
  const double coarse = central_difference(power<double>, at, 1e-2)(0);
  const double fine = central_difference(power<double>, at, 5e-3)(0);
  CHECK((coarse - true_slope) / (fine - true_slope) == Approx(4).epsilon(0.01));
}

TEST_CASE("the complex step has no step that is too small", "[1.19]") {
  const double h = GENERATE(1e-8, 1e-20, 1e-100, 1e-200, 1e-300);
  CHECK(std::abs(complex_step(power<Complex>, at, h)(0) / true_slope - 1) <
        1e-15);
}

TEST_CASE("the complex step finds the published slope", "[1.19]") {
  // Martins, Sturdza and Alonso (2003): e^x / sqrt(sin^3 x + cos^3 x) at 1.5.
  const ComplexFunction f = [](const ComplexMatrix& x) {
    const Complex s = std::sin(x(0)), c = std::cos(x(0));
    return std::exp(x(0)) / std::sqrt(s * s * s + c * c * c);
  };
  CHECK(std::abs(complex_step(f, at, 1e-200)(0) / 4.053427893898621 - 1) <
        4e-16);
}
