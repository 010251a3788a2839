// What is right is said by the definition: the sum of all, then one factor.
#include <answer.hpp>

namespace {

Gradient gradient(std::uint64_t seed, double size) {
  Random random(seed);
  return {random.normal_matrix(2, 2, size), random.normal_matrix(1, 2, size)};
}

Test test(const std::string& name, const std::vector<Gradient>& sequences) {
  const double threshold = 1;
  Matrix sum(1, 6, arma::fill::zeros);
  for (const Gradient& g : sequences) sum += row_of(g);
  const auto came = [=](const Answer& answer) {
    return row_of(answer.batch_gradient(sequences, threshold));
  };
  return {name,
          {{"gradient of the batch",
            sum * std::min(1.0, threshold / frobenius_norm(sum))}},
          came,
          [=](const Answer& answer) {
            return line("The norm of what came is %.3f, the threshold %.3f.\n",
                        frobenius_norm(came(answer)), threshold);
          }};
}

}  // namespace

std::vector<Test> tests() {
  // Once clipped, their sum is still longer than the threshold.
  Gradient other = gradient(4, 10);
  for (std::size_t j = 0; j < other.size(); ++j)
    other[j] -= 0.3 * gradient(1, 10)[j];
  return {test("A batch of one sequence", {gradient(1, 10)}),
          test("Three sequences, one with a huge gradient",
               {gradient(1, 1), gradient(2, 100), gradient(3, 2)}),
          test("Two sequences that cancel in part", {gradient(1, 10), other}),
          test("Two sequences below the threshold",
               {gradient(1, 0.01), gradient(2, 0.02)})};
}
