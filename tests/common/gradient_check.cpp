// Differences have the orders they should have, and the error of a block sees
// what is wrong with it.
#include "common/gradient_check.hpp"

#include <limits>

#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;

namespace {

// Martins, Sturdza and Alonso (2003): the test function of the complex step.
template <class T>
T published(const T& x) {
  const T s = std::sin(x), c = std::cos(x);
  return std::exp(x) / std::sqrt(s * s * s + c * c * c);
}
constexpr double published_derivative = 4.053427893898621;

double error(double got) {
  return std::abs(got / published_derivative - 1);
}
double by_forward(double h) {
  return forward_difference([](const Matrix& x) { return published(x(0)); },
                            Matrix{1.5}, h)(0);
}
double by_central(double h) {
  return central_difference([](const Matrix& x) { return published(x(0)); },
                            Matrix{1.5}, h)(0);
}
double by_complex(double h) {
  return complex_step([](const ComplexMatrix& x) { return published(x(0)); },
                      Matrix{1.5}, h)(0);
}

// A function whose derivative by every entry is another number.
const Matrix weights{{1, -2, 3}, {40, 0.5, -6}};
double weighted(const Matrix& x) {
  return arma::accu(weights % x);
}
Complex weighted_complex(const ComplexMatrix& x) {
  return arma::accu(as<Complex>(weights) % x);
}

}  // namespace

TEST_CASE("The complex step has the published derivative to its last digit") {
  for (const double h : {1e-8, 1e-20, 1e-100, 1e-200})
    CHECK(error(by_complex(h)) < 1e-15);
}

TEST_CASE("Forward differences err by order h, central ones by order h^2") {
  CHECK(error(by_forward(1e-3)) / error(by_forward(1e-4)) ==
        Approx(10).epsilon(0.05));
  CHECK(error(by_central(1e-2)) / error(by_central(1e-3)) ==
        Approx(100).epsilon(0.05));
  // f(x + h) - f(x) = h f' + h^2 f'' / 2, with f'' = 9.463073681596601.
  CHECK(by_forward(1e-4) - published_derivative ==
        Approx(0.5e-4 * 9.463073681596601).epsilon(1e-2));
}

TEST_CASE("Differences lose their digits as h falls, the complex step none") {
  CHECK(error(by_forward(1e-13)) > 1e-5);
  CHECK(error(by_central(1e-13)) > 1e-5);
  CHECK(by_forward(1e-20) == 0);
  CHECK(error(by_complex(1e-13)) < 1e-15);
}

TEST_CASE("Every entry's derivative stands at that entry") {
  const Matrix x{{0.1, 0.2, 0.3}, {0.4, 0.5, 0.6}};
  CHECK(block_error(forward_difference(weighted, x), weights) < 1e-6);
  CHECK(block_error(central_difference(weighted, x), weights) < 1e-9);
  CHECK(block_error(complex_step(weighted_complex, x), weights) < 1e-15);
}

TEST_CASE("One entry is moved at a time, and moved back exactly") {
  // A function of all entries that is curved in each, so that an entry left
  // elsewhere would show.
  const auto f = [](const auto& x) {
    return x(0) * x(0) * x(1) + x(1) * x(1) * x(2) + x(2) * x(2) * x(0);
  };
  const Matrix x{0.1, 0.7, -0.3};
  const Matrix expected{2 * x(0) * x(1) + x(2) * x(2),
                        x(0) * x(0) + 2 * x(1) * x(2),
                        x(1) * x(1) + 2 * x(2) * x(0)};
  CHECK(block_error(complex_step(f, x), expected) < 1e-15);
  CHECK(block_error(central_difference(f, x), expected) < 1e-9);
  CHECK(block_error(forward_difference(f, x), expected) < 1e-6);
}

TEST_CASE("A gradient by nothing is empty") {
  CHECK(complex_step(weighted_complex, Matrix(2, 0)).is_empty());
  CHECK(shape(complex_step([](const ComplexMatrix&) { return Complex(0); },
                           Matrix(0, 3))) == "0 x 3");
}

TEST_CASE("The error of a block is relative to its own norm") {
  const Matrix expected{{3, 0}, {0, 4}};
  CHECK(block_error(expected, expected) == 0);
  CHECK(block_error(1.5 * expected, expected) == Approx(0.5).epsilon(1e-15));
  CHECK(block_error(-expected, expected) == Approx(2).epsilon(1e-15));
  CHECK(block_error(0 * expected, expected) == Approx(1).epsilon(1e-15));
  CHECK(block_error(Matrix{{3, 0}, {0.5, 4}}, expected) ==
        Approx(0.1).epsilon(1e-15));
  CHECK(block_error(Matrix{{4, 0}, {0, 3}}, expected) > 0.2);
}

TEST_CASE("The error of a block is the same at every scale") {
  const Matrix expected{{3, 1}, {-2, 4}}, got{{3, 1}, {-2, 4.5}};
  for (const double scale : {1e-300, 1e-200, 1e200, 1e300})
    CHECK(block_error(scale * got, scale * expected) ==
          Approx(block_error(got, expected)).epsilon(1e-14));
}

TEST_CASE("Where the true block is 0 the error is the size of what came") {
  const Matrix zero(2, 2, arma::fill::zeros);
  CHECK(block_error(zero, zero) == 0);
  CHECK(block_error(Matrix{{0, 3}, {4, 0}}, zero) == 5);
  CHECK(block_error(1e-30 * Matrix{{0, 3}, {4, 0}}, zero) ==
        Approx(5e-30).epsilon(1e-15));
}

TEST_CASE("A block that is not finite is infinitely wrong") {
  const Matrix expected{{3, 1}, {-2, 4}};
  for (const double bad : {not_a_number, infinity, -infinity}) {
    Matrix got = expected;
    got(1, 0) = bad;
    CHECK(block_error(got, expected) == infinity);
    CHECK(block_error(expected, got) == infinity);
    CHECK(block_error(got, got) == infinity);
  }
}

TEST_CASE("A transposed block is refused, or wrong where it is square") {
  CHECK_THROWS_WITH(block_error(Matrix(2, 3), Matrix(3, 2)),
                    "block_error: expected 3 x 2, got 2 x 3");
  const Matrix expected{{3, 1}, {-2, 4}};
  CHECK(block_error(expected.t(), expected) > 0.5);
}

TEST_CASE("Empty blocks of one shape agree") {
  CHECK(block_error(Matrix(0, 3), Matrix(0, 3)) == 0);
  CHECK_THROWS_AS(block_error(Matrix(0, 3), Matrix(3, 0)),
                  std::invalid_argument);
}
