// Each activation and its derivative, on both sides of every kink and where
// it has saturated.
#include "common/activation.hpp"

#include "common/gradient_check.hpp"
#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;

namespace {

const std::vector<Activation> kinds{Activation::identity, Activation::sigmoid,
                                    Activation::tanh, Activation::relu};

// Saturated, moderate, tiny, and on both sides of 0.
const Matrix places{-40,    -20,  -5,  -1, -0.1, -1e-8, -1e-300,
                    1e-300, 1e-8, 0.1, 1,  5,    20,    40};

// sigma' at one place, by a complex step through activate().
double by_complex_step(Activation kind, double z) {
  return complex_step(
      [&](const ComplexMatrix& x) { return activate(kind, x)(0); },
      Matrix{z})(0);
}

long double true_derivative(Activation kind, double at) {
  const long double z = at;
  switch (kind) {
    case Activation::identity:
      return 1;
    case Activation::sigmoid:
      return 1 / (2 + std::exp(z) + std::exp(-z));
    case Activation::tanh:
      return 1 / (std::cosh(z) * std::cosh(z));
    default:
      return z > 0 ? 1 : 0;
  }
}

// Largest difference, relative where the expected number is not 0.
double error(double got, long double expected) {
  const long double off = std::abs(got - expected);
  return static_cast<double>(expected == 0 ? off : off / std::abs(expected));
}

}  // namespace

TEST_CASE("An activation is known by its name, and no other name is") {
  for (const Activation kind : kinds)
    CHECK(activation_named(name_of(kind)) == kind);
  CHECK(name_of(Activation::relu) == "relu");
  for (const char* name : {"", "Tanh", "tanh ", "softmax", "linear"})
    CHECK_THROWS_WITH(activation_named(name),
                      std::string("activation: expected sigmoid, tanh, relu or "
                                  "identity, got '") +
                          name + "'");
}

TEST_CASE("Sigmoid has the values one can check by hand") {
  CHECK(sigmoid(0.0) == 0.5);
  CHECK(sigmoid(std::log(3.0)) == Approx(0.75).epsilon(1e-15));
  CHECK(sigmoid(-std::log(3.0)) == Approx(0.25).epsilon(1e-15));
  for (const double z : places)
    CHECK(sigmoid(z) + sigmoid(-z) == Approx(1).epsilon(1e-15));
}

TEST_CASE("Sigmoid does not overflow and keeps the digits of small values") {
  CHECK(sigmoid(1000.0) == 1);
  CHECK(sigmoid(-1000.0) == 0);
  CHECK(error(sigmoid(-40.0), std::exp(-40.0L) / (1 + std::exp(-40.0L))) <
        1e-15);
  CHECK(error(sigmoid(-700.0), std::exp(-700.0L)) < 1e-13);
  // e^720 overflows, e^-720 does not vanish.
  CHECK(sigmoid(-720.0) > 0);
  CHECK(std::isfinite(sigmoid(Complex(1000, 1)).imag()));
  CHECK(std::isfinite(sigmoid(Complex(-1000, 1)).imag()));
}

TEST_CASE("ReLU is the larger of 0 and z") {
  CHECK(relu(2.5) == 2.5);
  CHECK(relu(-2.5) == 0);
  CHECK(relu(0.0) == 0);
  CHECK(relu(Complex(2, 3)) == Complex(2, 3));
  CHECK(relu(Complex(-2, 3)) == Complex(0, 0));
  CHECK(relu(Complex(0, 3)) == Complex(0, 0));
}

TEST_CASE("An activation acts on every element alone and keeps the shape") {
  const Matrix z{{-2, 0.5, 3}, {1, -1, 0}};
  for (const Activation kind : kinds) {
    const Matrix a = activate(kind, z);
    const ComplexMatrix complex_a = activate(kind, as<Complex>(z));
    const Matrix d = derivative(kind, z);
    REQUIRE(arma::size(a) == arma::size(z));
    REQUIRE(arma::size(d) == arma::size(z));
    for (Index i = 0; i < z.n_elem; ++i) {
      CHECK(a(i) == activate(kind, Matrix{z(i)})(0));
      CHECK(d(i) == derivative(kind, Matrix{z(i)})(0));
      CHECK(complex_a(i).real() == Approx(a(i)).epsilon(1e-15));
      CHECK(complex_a(i).imag() == 0);
    }
    CHECK(activate(kind, Matrix(0, 3)).is_empty());
  }
  CHECK(activate(Activation::tanh, z)(1, 0) == std::tanh(1.0));
  CHECK(activate(Activation::identity, z)(0, 2) == 3);
  CHECK(activate(Activation::relu, z)(0, 2) == 3);
  CHECK(activate(Activation::relu, z)(0, 0) == 0);
}

TEST_CASE("Derivatives agree with a complex step on both sides of 0") {
  for (const Activation kind : kinds)
    for (const double z : places) {
      INFO(name_of(kind) << " at " << z);
      const double d = derivative(kind, Matrix{z})(0);
      CHECK(error(d, by_complex_step(kind, z)) < 1e-13);
      CHECK(error(d, true_derivative(kind, z)) < 1e-15);
    }
}

TEST_CASE("Derivatives keep their digits where sigma has saturated") {
  // The squares of e^500 and of e^700 overflow, their inverses do not vanish.
  for (const double sign : {-1.0, 1.0}) {
    CHECK(derivative(Activation::sigmoid, Matrix{sign * 500})(0) ==
          Approx(std::exp(-500.0)).epsilon(1e-13));
    CHECK(derivative(Activation::tanh, Matrix{sign * 350})(0) ==
          Approx(4 * std::exp(-700.0)).epsilon(1e-13));
  }
  // The form by the value alone has lost them.
  CHECK(derivative_from_value(Activation::tanh, Matrix{std::tanh(40.0)})(0) ==
        0);
  CHECK(derivative_from_value(Activation::sigmoid, Matrix{sigmoid(40.0)})(0) ==
        0);
}

TEST_CASE("At 0 the derivatives are 1, 1/4, 1 and 0") {
  CHECK(derivative(Activation::identity, Matrix{0.0})(0) == 1);
  CHECK(derivative(Activation::sigmoid, Matrix{0.0})(0) == 0.25);
  CHECK(derivative(Activation::tanh, Matrix{0.0})(0) == 1);
  CHECK(derivative(Activation::relu, Matrix{0.0})(0) == 0);
  CHECK(by_complex_step(Activation::relu, 0.0) == 0);
}

TEST_CASE("The derivative by the value is the derivative by z") {
  const Matrix z{-5, -1, -0.1, -1e-8, 1e-8, 0.1, 1, 5};
  for (const Activation kind : kinds) {
    const Matrix by_z = derivative(kind, z);
    const Matrix by_value = derivative_from_value(kind, activate(kind, z));
    INFO(name_of(kind));
    CHECK(arma::abs(by_z - by_value).max() < 1e-15);
  }
  CHECK(derivative_from_value(Activation::relu, Matrix{0.0})(0) == 0);
}

TEST_CASE("Softmax columns are probabilities, equal scores equal ones") {
  const Matrix z{{1, 7, -3}, {2, 7, 4}, {3, 7, 0}};
  const Matrix p = softmax(z);
  for (Index j = 0; j < p.n_cols; ++j)
    CHECK(arma::accu(p.col(j)) == Approx(1).epsilon(1e-15));
  CHECK(p.min() > 0);
  CHECK(p(0, 1) == Approx(1.0 / 3).epsilon(1e-15));
  CHECK(p(1, 0) / p(0, 0) == Approx(std::exp(1.0)).epsilon(1e-14));
  CHECK(p(2, 0) / p(0, 0) == Approx(std::exp(2.0)).epsilon(1e-14));
  CHECK(softmax(Matrix{3.0})(0) == 1);
}

TEST_CASE("Softmax does not change when all scores move together") {
  const Matrix z = column({0.5, -1, 2});
  for (const double shift : {-5000.0, -40.0, 40.0, 5000.0})
    CHECK(arma::abs(log_softmax(Matrix(z + shift)) - log_softmax(z)).max() <
          1e-12);
}

TEST_CASE(
    "Log softmax neither overflows nor vanishes with scores in the "
    "thousands") {
  const Matrix log_p = log_softmax(column({5000, -5000, 4999}));
  CHECK(log_p(1) == Approx(-10000 - std::log1p(std::exp(-1.0))).epsilon(1e-15));
  CHECK(log_p(0) == Approx(-std::log1p(std::exp(-1.0))).epsilon(1e-15));
  CHECK(softmax(column({5000, -5000}))(1) == 0);
  CHECK(softmax(column({5000, -5000}))(0) == 1);
  CHECK(log_softmax(column({-7000, -7000}))(0) ==
        Approx(-std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("A probability near 1 keeps the digits of its logarithm") {
  // 1 - p is 4e-18 here: log(p) of a rounded p would be 0.
  const Matrix log_p = log_softmax(column({40, 0}));
  CHECK(error(log_p(0), -std::log1p(std::exp(-40.0L))) < 1e-15);
  CHECK(log_p(0) < 0);
}

TEST_CASE("The gradient of log softmax is the unit vector less softmax") {
  for (const double scale : {1.0, 40.0, 3000.0}) {
    const Matrix z = scale * column({0.3, -1, 0.31, 1});
    const Matrix p = softmax(z);
    for (Index k = 0; k < z.n_elem; ++k) {
      const Matrix gradient = complex_step(
          [&](const ComplexMatrix& x) { return log_softmax(x)(k); }, z);
      Matrix expected = -p;
      expected(k) += 1;
      INFO(scale << ", " << k);
      CHECK(arma::abs(gradient - expected).max() < 1e-15);
    }
  }
}

TEST_CASE("Complex log softmax has the real one as its real part") {
  const Matrix z{{1000, -3}, {998, 2}, {-1000, 2}};
  const ComplexMatrix log_p = log_softmax(as<Complex>(z));
  CHECK(
      arma::approx_equal(arma::real(log_p), log_softmax(z), "reldiff", 1e-15));
  CHECK(arma::abs(arma::imag(log_p)).max() == 0);
}
