// tanh and sigmoid: their derivatives, the bounds, and how they fade.
#include "chapters/04-clipping/jacobians.hpp"
#include "common/random.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/oracle/number.hpp"

using namespace unrolled;

namespace {

// sigma'(z) by complex step, in the oracle's own words.
double slope_of(const std::string& name, double z) {
  const oracle::Vec a = oracle::activate(name, {{z, oracle::kStep}});
  return a[0].imag() / oracle::kStep;
}

double at(Activation kind, double z) {
  return derivative(kind, Matrix{z})(0);
}

}  // namespace

TEST_CASE("The derivative of tanh is 1 minus its square and at most 1",
          "[4.1][B22]") {
  Random random(1);
  double worst = 0;
  for (int i = 0; i < 2000; ++i) {
    const double z = random.uniform(-6, 6);
    const double slope = at(Activation::tanh, z);
    const double error = std::abs(slope - slope_of("tanh", z)) / slope;
    const double as_printed = 1 - std::tanh(z) * std::tanh(z);
    worst = std::max({worst, error, std::abs(slope - as_printed)});
    CHECK(slope > 0);
    CHECK(slope < 1);
  }
  CHECK(at(Activation::tanh, 0) == 1);
  notes::holds("B22", worst);
}

TEST_CASE("The derivative of the sigmoid is at most a quarter", "[4.2]") {
  Random random(2);
  for (int i = 0; i < 2000; ++i) {
    const double z = random.uniform(-10, 10);
    const double slope = at(Activation::sigmoid, z);
    CHECK(slope == Approx(slope_of("sigmoid", z)).epsilon(1e-12));
    CHECK(slope == Approx(sigmoid(z) * (1 - sigmoid(z))).epsilon(1e-10));
    CHECK(slope < 0.25);
  }
  CHECK(at(Activation::sigmoid, 0) == 0.25);
}

TEST_CASE("Both derivatives fade for large arguments of either sign",
          "[4.1][4.2][D8]") {
  for (const Activation kind : {Activation::tanh, Activation::sigmoid})
    for (const double sign : {-1.0, 1.0}) {
      double before = at(kind, 0);
      for (double z = 1; z < 300; z *= 2) {
        const double now = at(kind, sign * z);
        CHECK(now < before);
        CHECK(now > 0);
        // No faster than e^-2|z| and e^-|z| make it.
        const double rate = kind == Activation::tanh ? 2 : 1;
        CHECK(now <= 4 * std::exp(-rate * z));
        before = now;
      }
    }
  notes::holds("D8", notes::Less{{"tanh' at 8", at(Activation::tanh, 8)},
                                 {"tanh' at 0", at(Activation::tanh, 0)}});
}

TEST_CASE("A factor above 1 comes from W and from no activation",
          "[4.1][4.2][4.3][D9]") {
  using unrolled::clipping::step_jacobian;
  double steepest = 0, largest = 0;
  for (const Activation kind : {Activation::identity, Activation::sigmoid,
                                Activation::tanh, Activation::relu})
    for (double z = -5; z <= 5; z += 0.125) {
      steepest = std::max(steepest, at(kind, z));
      // With |w| at most 1 no factor is above 1, whatever the activation.
      for (const double w : {-1.0, -0.5, 0.3, 1.0})
        CHECK(std::abs(step_jacobian(kind, Matrix{w}, Vector{z})(0)) <= 1);
      largest =
          std::max(largest, step_jacobian(kind, Matrix{3.0}, Vector{z})(0));
    }
  CHECK(steepest == 1);
  notes::only_when("D9", notes::Less{{"steepest activation", steepest},
                                     {"largest factor with w = 3", largest}});
}
