// The one-unit problem of Pascanu, Mikolov and Bengio: the published values,
// the gradient against plain loops, the wall.
#include "chapters/04-clipping/one_unit.hpp"

#include <04-clipping/mistakes.hpp>
#include <complex>
#include <functional>

#include "common/random.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

constexpr OneUnit problem;

// E in plain loops, by the paper's equation (8): nothing of the code under
// test.
std::complex<double> plain_error(std::complex<double> w, std::complex<double> b,
                                 int steps = 50) {
  const auto logistic = [](std::complex<double> v) {
    return 1.0 / (1.0 + std::exp(-v));
  };
  std::complex<double> x = 0.5;
  for (int t = 0; t < steps; ++t) x = w * logistic(x) + b;
  const std::complex<double> miss = logistic(x) - 0.7;
  return miss * miss;
}
Vector plain_gradient(double w, double b) {
  const double h = 1e-100;
  return {plain_error({w, h}, b).imag() / h, plain_error(w, {b, h}).imag() / h};
}

struct Row {
  double w, b, E, dEdw, dEdb;
  bool ill() const { return std::abs(dEdw) > 100; }  // a near miss of the wall
};
const std::vector<Row> published{
    {1, 0, 0.00167722451289081, -0.0156453577307, -0.0237393992327},
    {2, -1, 0.04, -0.1, -0.2},
    {4, -2, 0.0167366329382228, -1.04452940537, -1.78790415424},
    {5, -2.5, 0.0240888688133582, 0.0863116694771, 0.100925017637},
    {5, -2.61, 0.0104920951724598, 0.16719169566, 0.221853162153},
    {5, -2.6123, 0.00856303541341198, -542.315118209, -871.286149707},
    {5, -2.612296656009273, 0.006012555317663674, -411.87063397907,
     -661.68280132266},
    {5, -2.62, 0.343271907235762, -0.0273287860255, -0.239502756386},
    {6, -3.25, 0.422978065545747, -0.00424717074262, -0.0855726110239}};

double off(double got, double expected) {
  return std::abs(got - expected) / std::abs(expected);
}

// The largest error of a gradient over the well-conditioned rows and over
// random points where the recursion contracts (|w| sigma' < 1: |w| < 4).
using Gradient = std::function<Vector(double w, double b)>;
double gradient_error(const Gradient& candidate) {
  double worst = 0;
  for (const Row& row : published)
    if (!row.ill())
      worst = std::max(worst, block_error(candidate(row.w, row.b),
                                          plain_gradient(row.w, row.b)));
  Random random(5);
  for (int i = 0; i < 50; ++i) {
    const double w = random.uniform(-3.9, 3.9), b = random.uniform(-2, 2);
    worst = std::max(worst, block_error(candidate(w, b), plain_gradient(w, b)));
  }
  return worst;
}

}  // namespace

TEST_CASE("The published values are met to twelve digits, nine near the wall",
          "[4.13][4.14][4.15]") {
  for (const Row& row : published) {
    INFO(row.w << " " << row.b);
    // Half a unit of the last digit printed, where the first digit is 1.
    const double tolerance = row.ill() ? 5e-9 : 5e-12;
    CHECK(off(error(problem, row.w, row.b), row.E) < tolerance);
    const Vector g = gradient(problem, row.w, row.b);
    CHECK(off(g(0), row.dEdw) < tolerance);
    CHECK(off(g(1), row.dEdb) < tolerance);
    // And so are they by complex step in plain loops.
    const Vector plain = plain_gradient(row.w, row.b);
    CHECK(off(plain_error(row.w, row.b).real(), row.E) < tolerance);
    CHECK(off(plain(0), row.dEdw) < tolerance);
    CHECK(off(plain(1), row.dEdb) < tolerance);
  }
}

TEST_CASE("The gradient of the one unit is the complex step's",
          "[4.13][4.14][4.15]") {
  const auto ours = [](double w, double b) { return gradient(problem, w, b); };
  CHECK(gradient_error(ours) < 1e-12);
}

TEST_CASE("Wrong gradients of the one unit are rejected", "[4.15]") {
  REQUIRE(of_gradient::wrong_versions().size() >= 5);
  for (const auto& wrong : of_gradient::wrong_versions()) {
    INFO(wrong.id);
    CHECK(gradient_error([&](double w, double b) {
            return wrong.gradient(problem, w, b);
          }) > 1e-3);
  }
}

TEST_CASE("On the wall the start does not move", "[4.16]") {
  for (const double w : {-2.0, 1.0, 4.0, 5.0, 7.0})
    for (const double start : {0.5, -1.0, 0.0}) {
      const OneUnit at{start, 50, 0.7};
      CHECK(w * sigmoid(start) + wall(at, w) == Approx(start).margin(1e-14));
      CHECK(std::abs(w * start + wall(at, w) - start) > 1e-3);  // no sigma
    }
  CHECK(wall(problem, 5.0) == Approx(-2.612296656009273).epsilon(1e-15));
}

TEST_CASE("The wall is a cliff above the least weight and none below",
          "[4.16][4.17]") {
  const double least = least_weight(problem), h = sigmoid(0.5);
  CHECK(least == Approx(4.25525).margin(0.5e-5));
  CHECK(least * h * (1 - h) == Approx(1).epsilon(1e-14));
  const auto at = [](double w, double above) {
    return error(problem, w, wall(problem, w) + above);
  };
  const auto jump = [&](double w) { return at(w, -1e-3) - at(w, 1e-3); };
  for (const double w : {4.8, 5.0, 5.5, 6.0}) CHECK(jump(w) > 0.2);
  for (const double w : {1.0, 2.0, 3.0, 4.0}) CHECK(std::abs(jump(w)) < 0.01);
  CHECK(at(5, 1e-3) == Approx(0.010047).epsilon(1e-4));
  CHECK(at(5, -1e-3) == Approx(0.341649).epsilon(1e-5));
}

TEST_CASE("No clipped step is longer than rate times threshold, plain ones are",
          "[4.16][4.19][4.20]") {
  const auto longest = [](const Matrix& path) {
    const Matrix steps = arma::diff(path);
    return std::sqrt(Vector(arma::sum(arma::square(steps), 1)).max());
  };
  const Vector edge{5, wall(problem, 5)};
  CHECK(longest(descend(problem, edge, 0.1, 0, 1)) ==
        Approx(77.94).margin(0.005));
  for (const double threshold : {0.2, 1.0}) {
    CHECK(longest(descend(problem, edge, 0.1, threshold, 1)) ==
          Approx(0.1 * threshold));
    CHECK(longest(descend(problem, {5.2, -2.6}, 0.1, threshold, 200)) ==
          Approx(0.1 * threshold).epsilon(1e-9));
  }
}

TEST_CASE("Clipped descents arrive and many plain ones end on a plateau",
          "[4.20][long]") {
  Index lost = 0, starts = 0;
  for (const double w : {4.7, 5.1, 5.3, 5.6})
    for (const double above : {0.05, 0.1, 0.16}) {
      const auto end = [&](double threshold) {
        const Vector start{w, wall(problem, w) + above};
        const Matrix path = descend(problem, start, 0.1, threshold, 600);
        return error(problem, path(600, 0), path(600, 1));
      };
      CHECK(end(1) < 0.01);
      lost += end(0) > 0.08;
      ++starts;
    }
  CHECK(3 * lost >= starts);
}

TEST_CASE("At w = 5 two resting states meet at the answers of the pencil",
          "[4.13]") {
  // sigma(1 - sigma) = 1/5 has two roots.
  for (const auto& [h, b] : {std::pair{(1 + std::sqrt(0.2)) / 2, -2.6556103},
                             std::pair{(1 - std::sqrt(0.2)) / 2, -2.3443897}}) {
    CHECK(5 * h * (1 - h) == Approx(1).epsilon(1e-14));
    const double x = std::log(h / (1 - h));
    CHECK(std::abs(x - 5 * h - b) < 0.51e-7);
  }
}
