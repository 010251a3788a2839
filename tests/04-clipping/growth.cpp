// Mean growth per step, of differences and of volumes (row B24).
#include "chapters/04-clipping/jacobians.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"
#include "tests/notes.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

Sequence driven(const Matrix& W, double input, Index steps, Random random) {
  return clipping::driven(W, input, steps, random);
}

Matrix gaussian(Index n, double gain, Random random) {
  return random.normal_matrix(n, n, gain / std::sqrt(static_cast<double>(n)));
}

}  // namespace

TEST_CASE("Without an activation an orthogonal matrix grows by its factor",
          "[4.7]") {
  for (const double factor : {0.5, 1.0, 1.5}) {
    Random random(3);
    const Matrix W = factor * orthogonal(random, 5);
    const Sequence z(5, 1, 1, 40);
    CHECK(mean_log_growth(Activation::identity, W, z,
                          random.normal_matrix(5, 1)) ==
          Approx(std::log(factor)).margin(1e-13));
  }
}

TEST_CASE("Growth is the length that the product gives, without its overflow",
          "[4.7]") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Matrix W = gaussian(6, 1.8, Random(seed));
    const Sequence z = driven(W, 0.4, 30, Random(seed + 50));
    const Vector q = Random(seed + 90).normal_matrix(6, 1);
    const Vector after =
        product_of_jacobians(Activation::tanh, W, z, 30, 0) * q;
    const double growth = mean_log_growth(Activation::tanh, W, z, q);
    CHECK(growth == Approx(std::log(arma::norm(after) / arma::norm(q)) / 30)
                        .epsilon(1e-10));
    // Not the growth of the bound, nor a sum for a mean.
    CHECK(std::abs(growth - std::log(spectral_norm(W))) > 1e-2);
    CHECK(std::abs(growth - growth * 30) > 1e-2);
    // The length of q does not matter, and 1e150 of it does no harm.
    CHECK(mean_log_growth(Activation::tanh, W, z, 1e150 * q) ==
          Approx(growth).epsilon(1e-10));
  }
  const Matrix W{{2.0, 0.0}, {0.0, 2.0}};
  const Sequence z(2, 1, 1, 3000);  // 2^3000 overflows
  CHECK(mean_log_growth(Activation::identity, W, z, {1, 1}) ==
        Approx(std::log(2)));
}

TEST_CASE("A difference that is lost has minus infinite growth", "[4.7]") {
  const Sequence z(2, 1, 1, 3);
  const Matrix nilpotent{{0, 5}, {0, 0}};
  CHECK(mean_log_growth(Activation::identity, nilpotent, z, {1, 1}) ==
        -arma::datum::inf);
  const auto refused = [&](const Sequence& at, const Vector& q) {
    return refusal(
        [&] { mean_log_growth(Activation::tanh, nilpotent, at, q); });
  };
  CHECK(refused(z, {0, 0}) == "q: expected a vector that is not 0");
  CHECK(refused(z, {1, 1, 1}) == "q: expected 2 x 1, got 3 x 1");
  CHECK(contains(refused({}, {1, 1}), "z: expected at least one time step"));
}

TEST_CASE("The growth of volumes is the mean log determinant", "[4.8]") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Matrix W = gaussian(5, 1.5, Random(seed));
    const Sequence z = driven(W, 0.7, 25, Random(seed + 50));
    double sum = 0;
    for (Index t = 1; t <= 25; ++t)
      sum += std::log(
          std::abs(arma::det(step_jacobian(Activation::tanh, W, z(t)))));
    CHECK(mean_log_volume(Activation::tanh, W, z) ==
          Approx(sum / 25).epsilon(1e-11));
  }
}

TEST_CASE("Volumes shrink at every gain, also where differences grow",
          "[4.8]") {
  Index grew = 0;
  for (const double gain : {0.5, 1.0, 2.0, 4.0, 8.0})
    for (const double input : {0.1, 0.5, 2.0})
      for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Matrix W = gaussian(24, gain, Random(seed));
        const Sequence z = driven(W, input, 400, Random(seed + 50));
        CHECK(mean_log_volume(Activation::tanh, W, z) < 0);
        const Vector q = Random(seed + 90).normal_matrix(24, 1);
        grew += mean_log_growth(Activation::tanh, W, z, q) > 0;
      }
  CHECK(grew > 5);
}

TEST_CASE("One tanh unit driven for long never grows a difference",
          "[4.7][4.8][B24]") {
  for (const double w :
       {-20.0, -5.0, -2.0, -1.0, 0.3, 0.9, 1.0, 1.1, 1.5, 3.0, 10.0, 30.0})
    for (const double input : {0.05, 0.5, 1.0, 3.0})
      for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Sequence z = driven(Matrix{w}, input, 2000, Random(seed));
        const double growth =
            mean_log_growth(Activation::tanh, Matrix{w}, z, {1.0});
        INFO(w << " " << input << " " << seed);
        CHECK(growth < 0);
        // For one unit volume and length are the same.
        CHECK(mean_log_volume(Activation::tanh, Matrix{w}, z) ==
              Approx(growth).epsilon(1e-9));
      }
}

TEST_CASE("A large weight vanishes faster than a small one", "[4.7][B24]") {
  double before = 0;
  for (const double w : {2.0, 4.0, 8.0, 16.0}) {
    const Sequence z = driven(Matrix{w}, 0.5, 2000, Random(1));
    const double growth =
        mean_log_growth(Activation::tanh, Matrix{w}, z, {1.0});
    CHECK(growth < before - 0.5);
    before = growth;
  }
}

TEST_CASE("At gain 2 a network grows with small inputs and shrinks with large",
          "[4.7][B24]") {
  double least_small = 1e9, most_large = -1e9;
  for (std::uint64_t seed = 200; seed < 206; ++seed) {
    const Matrix W = gaussian(100, 2, Random(seed));
    const Vector q = Random(seed + 90).normal_matrix(100, 1);
    CHECK(spectral_norm(W) > 1);
    const double small = mean_log_growth(
        Activation::tanh, W, driven(W, 0.5, 200, Random(seed + 50)), q);
    const double large = mean_log_growth(
        Activation::tanh, W, driven(W, 2, 200, Random(seed + 50)), q);
    least_small = std::min(least_small, small);
    most_large = std::max(most_large, large);
  }
  CHECK(least_small > 0);
  CHECK(most_large < 0);
  notes::only_when("B24",
                   notes::Less{{"growth per step, large inputs", most_large},
                               {"growth per step, small inputs", least_small}});
}
