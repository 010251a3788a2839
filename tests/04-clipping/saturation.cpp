// tanh and sigmoid: their derivatives, the bounds, and how they fade.
#include "chapters/04-clipping/jacobians.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/oracle/number.hpp"

using namespace unrolled;

namespace {

double at(Activation kind, double z) {
  return derivative(kind, Matrix{z})(0);
}

// By complex step, in the oracle's own words.
double slope_of(Activation kind, double z) {
  return oracle::activate(name_of(kind), {{z, oracle::kStep}})[0].imag() /
         oracle::kStep;
}

}  // namespace

TEST_CASE("tanh' is 1 minus the square and at most 1, sigmoid' at most 1/4",
          "[4.1][4.2][B22]") {
  Random random(1);
  double worst = 0;
  for (int i = 0; i < 2000; ++i) {
    const double z = random.uniform(-6, 6), s = sigmoid(z);
    const double tanh = at(Activation::tanh, z),
                 logistic = at(Activation::sigmoid, z);
    CHECK((0 < tanh && tanh < 1 && 0 < logistic && logistic < 0.25));
    CHECK(logistic == Approx(slope_of(Activation::sigmoid, z)).epsilon(1e-12));
    CHECK(logistic == Approx(s * (1 - s)).epsilon(1e-10));
    worst = std::max({worst, std::abs(tanh / slope_of(Activation::tanh, z) - 1),
                      std::abs(tanh - (1 - std::tanh(z) * std::tanh(z)))});
  }
  CHECK(at(Activation::tanh, 0) == 1);
  CHECK(at(Activation::sigmoid, 0) == 0.25);
  notes::holds("B22", worst);
}

TEST_CASE("Both derivatives fade for large arguments of either sign",
          "[4.1][4.2][D8]") {
  for (const auto& [kind, rate] :
       {std::pair{Activation::tanh, 2.0}, std::pair{Activation::sigmoid, 1.0}})
    for (const double sign : {-1.0, 1.0})
      for (double z = 1; z < 300; z *= 2) {
        const double now = at(kind, sign * z);
        CHECK((0 < now && now < at(kind, sign * z / 2)));
        CHECK(now <= 4 * std::exp(-rate * z));
      }
  // A small input, in the other sense of the word.
  CHECK(at(Activation::sigmoid, -8) < at(Activation::sigmoid, 0.01));
  notes::only_when("D8",
                   notes::Less{{"tanh' at -8", at(Activation::tanh, -8)},
                               {"tanh' at 0.01", at(Activation::tanh, 0.01)}});
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
  // Others have slopes above 1 themselves: SELU beside 0, SiLU, GELU.
  using oracle::Number;
  const auto slope = [](auto f, double z) {
    return f(Number(z, oracle::kStep)).imag() / oracle::kStep;
  };
  const auto selu = [](Number z) {  // where z < 0
    return 1.0507009873554805 * 1.6732632423543772 * (std::exp(z) - 1.0);
  };
  const auto silu = [](Number z) { return z / (1.0 + std::exp(-z)); };
  CHECK(slope(selu, -1e-3) > 1.75);
  CHECK(slope(silu, 2.4) > 1.09);
  // GELU is z times the normal distribution's share below z.
  const double z = 1.4, share = std::erfc(-z / std::sqrt(2.0)) / 2,
               density = std::exp(-z * z / 2) / std::sqrt(8 * std::atan(1.0));
  CHECK(share + z * density > 1.12);
  notes::only_when("D9", notes::Less{{"steepest activation", steepest},
                                     {"largest factor with w = 3", largest}});
}
