// The true norm is that of all entries in one long vector, by long doubles.
#include "chapters/04-clipping/exercises/3/task.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

using Gradient = std::vector<Matrix>;

Gradient gradient(double size) {
  Random random(2);
  return {random.normal_matrix(3, 2, size), random.normal_matrix(3, 3, size),
          random.normal_matrix(2, 3, 4 * size),
          random.normal_matrix(3, 1, size), random.normal_matrix(2, 1, size)};
}

double true_norm(const Gradient& g) {
  long double sum = 0;  // its range holds the squares of 1e200
  for (const Matrix& block : g)
    for (const double v : block) sum += static_cast<long double>(v) * v;
  return static_cast<double>(std::sqrt(sum));
}

Matrix joined(const Gradient& g, const std::vector<double>& factors) {
  Matrix all;
  for (std::size_t i = 0; i < g.size(); ++i)
    all = arma::join_cols(all, g[i].as_col() * factors[i]);
  return all.t();
}

Matrix scaled(const Gradient& g, double factor) {
  return joined(g, std::vector<double>(g.size(), factor));
}

// Every block by its own norm.
Matrix by_blocks(const Gradient& g, double threshold) {
  std::vector<double> factors;
  for (const Matrix& block : g)
    factors.push_back(std::min(1.0, threshold / true_norm({block})));
  return joined(g, factors);
}

double singular(const Gradient& g) {
  const double size = true_norm(g);
  if (size == 0) return 0;
  double sum = 0;
  for (const Matrix& block : g) sum += std::pow(arma::norm(block / size), 2);
  return size * std::sqrt(sum);
}

void check(const Gradient& g, double threshold) {
  Gradient came = g;
  const double norm = clip(came, threshold), truth = true_norm(g);
  const double factor = truth < threshold ? 1 : threshold / truth;
  expect(judge(
      "the entries after clipping at " + std::to_string(threshold).substr(0, 4),
      scaled(came, 1), scaled(g, factor),
      {{"Your gradient is the one before clipping.", scaled(g, 1)},
       {"Your blocks are clipped one by one; the norm is over all of them.",
        by_blocks(g, threshold)},
       {"Your norm is made of largest singular values: arma::norm of a matrix "
        "is that, not the root of the sum of the squares.",
        scaled(g, threshold / singular(g))},
       {"Your gradient was below the threshold and has been made longer.",
        scaled(g, threshold / truth)},
       {"Your gradient is scaled to length 1 in place of the threshold.",
        scaled(g, 1 / truth)},
       {"Your squares overflowed: the factor became 0. Take the largest entry "
        "out before squaring.",
        scaled(g, 0)}},
      1e-12));
  expect(judge("the norm returned", norm, truth, {}, 1e-12));
}

}  // namespace

TEST_CASE("A gradient above the threshold", "[exercise-4-3]") {
  check(gradient(1), 2.5);
}

TEST_CASE("A gradient below the threshold", "[exercise-4-3]") {
  check(gradient(0.01), 2.5);
}

TEST_CASE("A gradient of zeros", "[exercise-4-3]") {
  check({Matrix(2, 2, arma::fill::zeros), Matrix(2, 1, arma::fill::zeros)}, 1);
}

TEST_CASE("A gradient of 1e200", "[exercise-4-3]") {
  check(gradient(1e200), 2.5);
}
