// Mean growth per step, of differences and of volumes (row B24).
#include "chapters/04-clipping/jacobians.hpp"
#include "common/initialise.hpp"
#include "tests/near.hpp"
#include "tests/notes.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

constexpr Activation squashing = Activation::tanh;

Sequence driven(const Matrix& W, double input, Index steps, Random random) {
  return clipping::driven(W, input, steps, random);
}
Matrix gaussian(Index n, double gain, Random random) {
  return random.normal_matrix(n, n, gain / std::sqrt(static_cast<double>(n)));
}
double unit_growth(double w, const Sequence& z) {
  return mean_log_growth(squashing, Matrix{w}, z, {1.0});
}

}  // namespace

TEST_CASE("Without an activation a matrix grows by its factor, never too far",
          "[4.7]") {
  for (const double factor : {0.5, 1.0, 1.5}) {
    Random random(3);
    const Matrix W = factor * orthogonal(random, 5);
    const Vector q = random.normal_matrix(5, 1);
    for (const Index steps : {40u, 3000u})  // 1.5^3000 overflows
      CHECK(mean_log_growth(Activation::identity, W, Sequence(5, 1, 1, steps),
                            q) == Approx(std::log(factor)).margin(1e-12));
  }
}

TEST_CASE("Growth is that of the product, and of the volume its determinant's",
          "[4.7][4.8]") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Matrix W = gaussian(6, 1.8, Random(seed));
    const Sequence z = driven(W, 0.4, 30, Random(seed + 50));
    const Vector q = Random(seed + 90).normal_matrix(6, 1);
    const Vector after = product_of_jacobians(squashing, W, z, 30, 0) * q;
    const double growth = mean_log_growth(squashing, W, z, q);
    CHECK(growth == Approx(std::log(arma::norm(after) / arma::norm(q)) / 30)
                        .epsilon(1e-10));
    CHECK(std::abs(growth - std::log(spectral_norm(W))) > 1e-2);  // the bound's
    // The length of q does not matter, and 1e150 of it does no harm.
    CHECK(mean_log_growth(squashing, W, z, 1e150 * q) ==
          Approx(growth).epsilon(1e-10));
    double sum = 0;
    for (Index t = 1; t <= 30; ++t)
      sum += std::log(std::abs(arma::det(step_jacobian(squashing, W, z(t)))));
    CHECK(mean_log_volume(squashing, W, z) == Approx(sum / 30).epsilon(1e-11));
  }
}

TEST_CASE("A difference that is lost has minus infinite growth", "[4.7]") {
  const Sequence z(2, 1, 1, 3);
  const Matrix nilpotent{{0, 5}, {0, 0}};
  CHECK(mean_log_growth(Activation::identity, nilpotent, z, {1, 1}) ==
        -infinity);
  const auto refused = [&](const Sequence& at, const Vector& q) {
    return refusal([&] { mean_log_growth(squashing, nilpotent, at, q); });
  };
  CHECK(refused(z, {0, 0}) == "q: expected a vector that is not 0");
  CHECK(refused(z, {1, 1, 1}) == "q: expected 2 x 1, got 3 x 1");
  CHECK(contains(refused({}, {1, 1}), "z: expected at least one time step"));
}

TEST_CASE("Volumes shrink at every gain, also where differences grow",
          "[4.8]") {
  Index grew = 0;
  for (const double gain : {0.5, 1.0, 2.0, 4.0, 8.0})
    for (const double input : {0.1, 0.5, 2.0}) {
      const Matrix W = gaussian(24, gain, Random(1));
      const Sequence z = driven(W, input, 400, Random(51));
      CHECK(mean_log_volume(squashing, W, z) < 0);
      const Vector q = Random(91).normal_matrix(24, 1);
      grew += mean_log_growth(squashing, W, z, q) > 0;
    }
  CHECK(grew > 3);
}

TEST_CASE("One tanh unit with independent inputs never grows a difference",
          "[4.7][4.8][B24]") {
  for (const double w :
       {-20.0, -5.0, -2.0, -1.0, 0.3, 0.9, 1.0, 1.1, 1.5, 3.0, 10.0, 30.0})
    for (const double input : {0.05, 0.5, 1.0, 3.0}) {
      const Sequence z = driven(Matrix{w}, input, 2000, Random(2));
      INFO(w << " " << input);
      CHECK(unit_growth(w, z) < 0);
      // For one unit volume and length are the same.
      CHECK(mean_log_volume(squashing, Matrix{w}, z) ==
            Approx(unit_growth(w, z)).epsilon(1e-9));
    }
  // From w = 1 on a larger weight makes it fade faster.
  const auto at = [](double w) {
    return unit_growth(w, driven(Matrix{w}, 0.5, 2000, Random(1)));
  };
  for (const double w : {2.0, 4.0, 8.0}) CHECK(at(2 * w) < at(w) - 0.5);
}

TEST_CASE("Without inputs one unit that rests at 0 grows a difference by w",
          "[4.7][4.8]") {
  const Sequence rest(1, 1, 1, 2000);  // z(t) = w h(t-1) = 0
  CHECK(unit_growth(2, rest) == Approx(std::log(2)));
  CHECK(mean_log_volume(squashing, Matrix{2.0}, rest) == Approx(std::log(2)));
  // The least noise that goes on for long ends it.
  CHECK(unit_growth(2, driven(Matrix{2.0}, 1e-6, 2000, Random(1))) < 0);
}

TEST_CASE("At gain 2 a network grows with small inputs and shrinks with large",
          "[4.7][B24]") {
  double least_small = infinity, most_large = -infinity;
  for (std::uint64_t seed = 200; seed < 206; ++seed) {
    const Matrix W = gaussian(100, 2, Random(seed));
    const Vector q = Random(seed + 90).normal_matrix(100, 1);
    CHECK(spectral_norm(W) > 1);
    const auto growth = [&](double input) {
      const Sequence z = driven(W, input, 200, Random(seed + 50));
      return mean_log_growth(squashing, W, z, q);
    };
    least_small = std::min(least_small, growth(0.5));
    most_large = std::max(most_large, growth(2));
  }
  CHECK(least_small > 0);
  CHECK(most_large < 0);
  notes::only_when("B24",
                   notes::Less{{"growth per step, large inputs", most_large},
                               {"growth per step, small inputs", least_small}});
}
