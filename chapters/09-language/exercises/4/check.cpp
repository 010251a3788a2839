// The probability of the whole text, as one product.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

Test test(const std::string& name, const arma::uvec& s) {
  unrolled::Random random(15);
  const Index n = s.n_elem - 1;
  Matrix y_hat = random.uniform_matrix(4, n, 0.1, 1);
  y_hat.each_row() /= arma::sum(y_hat, 0);
  double all = 1;
  for (Index t = 1; t <= n; ++t) all *= y_hat(s(t), t - 1);
  return {name, {{"bits", Matrix{-std::log2(all) / double(n)}}},
          [y_hat, s](const Answer& answer) { return answer.bits(y_hat, s); }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("Three characters", {0, 2, 1}),
          test("Four characters", {1, 3, 0, 2}),
          test("Seven characters", {3, 1, 0, 0, 2, 1, 3})};
}
