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

using Difference = Matrix (*)(const RealFunction&, Matrix, double);

// What halving the step divides the error by.
double gain(Difference difference, double h) {
  const double coarse = difference(power<double>, at, h)(0);
  const double fine = difference(power<double>, at, h / 2)(0);
  return (coarse - true_slope) / (fine - true_slope);
}
}  // namespace

TEST_CASE("halving the step halves the forward difference's error", "[1.17]") {
  CHECK(gain(forward_difference, 1e-3) == Approx(2).epsilon(0.01));
}

TEST_CASE("halving the step quarters the central difference's error",
          "[1.18]") {
  CHECK(gain(central_difference, 1e-2) == Approx(4).epsilon(0.01));
}

TEST_CASE("the complex step has no step that is too small", "[1.19]") {
  const double h = GENERATE(1e-8, 1e-20, 1e-100, 1e-200, 1e-300);
  CHECK(std::abs(complex_step(power<Complex>, at, h)(0) / true_slope - 1) <
        1e-15);
}

TEST_CASE("the complex step finds no slope of what is not analytic", "[1.19]") {
  const auto f = [](const auto& x) { return std::pow(std::abs(x(0)), 1.5); };
  CHECK(complex_step(f, at)(0) == 0);
  CHECK(central_difference(f, at)(0) == Approx(1.5 * std::sqrt(1.5)));
}
