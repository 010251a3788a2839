// What is right is said by the definition: the sum of all, then one factor.
#include "chapters/04-clipping/exercises/4/task.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

Gradient gradient(std::uint64_t seed, double size) {
  Random random(seed);
  return {random.normal_matrix(2, 2, size), random.normal_matrix(1, 2, size)};
}

Matrix joined(const Gradient& g) {
  Matrix all;
  for (const Matrix& block : g) all = arma::join_cols(all, block.as_col());
  return all.t();
}

double length(const Matrix& v) {
  return std::sqrt(arma::accu(arma::square(v)));
}

Matrix limited(const Matrix& v, double threshold) {
  return v * std::min(1.0, threshold / length(v));
}

void check(const std::vector<Gradient>& sequences, double threshold) {
  const double n = static_cast<double>(sequences.size());
  Matrix sum, of_clipped;
  double least = 1;
  for (const Gradient& g : sequences) {
    const Matrix v = joined(g);
    if (sum.is_empty()) sum = of_clipped = 0 * v;
    sum += v;
    of_clipped += limited(v, threshold);
    least = std::min(least, threshold / length(v));
  }
  const Matrix came = joined(batch_gradient(sequences, threshold));
  // Where the clipped ones add up to less than the threshold, a second clipping
  // can't be seen.
  const bool twice = length(of_clipped) > threshold;
  const std::string objection = judge(
      "the gradient of " + std::to_string(sequences.size()) + " sequences",
      came, limited(sum, threshold),
      {{"It is clipped twice: each sequence's first, and the sum again. The "
        "norm is right, the direction is not.",
        limited(of_clipped, twice ? threshold : 0)},
       {"It is the mean of clipped gradients. The norm is within bounds, the "
        "direction is not that of the batch.",
        of_clipped / n},
       {"It is the sum, not clipped.", sum},
       {"It is the mean, clipped; the loss of the batch is the sum.",
        limited(sum / n, threshold)},
       {"Every sequence gets the factor of the largest one: the direction is "
        "right, the length is that of another gradient.",
        sum * least}});
  if (objection.empty()) return expect("");
  char text[120];
  std::snprintf(text, sizeof text,
                "The norm of what came is %.3f, the threshold %.3f.\n",
                length(came), threshold);
  expect(objection + text);
}

}  // namespace

TEST_CASE("A batch of one sequence", "[exercise-4-4]") {
  check({gradient(1, 10)}, 1);
}

TEST_CASE("Three sequences, one with a huge gradient", "[exercise-4-4]") {
  check({gradient(1, 1), gradient(2, 100), gradient(3, 2)}, 1);
}

TEST_CASE("Two sequences that nearly cancel", "[exercise-4-4]") {
  Gradient other = gradient(1, -10);
  other[0](0, 0) += 0.5;
  check({gradient(1, 10), other}, 1);
}

TEST_CASE("Two sequences below the threshold", "[exercise-4-4]") {
  check({gradient(1, 0.01), gradient(2, 0.02)}, 1);
}
