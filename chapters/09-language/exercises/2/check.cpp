// The product with one-hot columns, in plain loops.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

Test test(const std::string& name, const arma::uvec& s) {
  unrolled::Random random(9);
  const Matrix E = random.normal_matrix(2, 4);
  const Sequence dx(random.normal_matrix(2, s.n_elem));
  Matrix dE(2, 4);
  for (Index i = 0; i < 2; ++i)
    for (Index k = 0; k < 4; ++k) {
      dE(i, k) = 0;
      for (Index t = 1; t <= s.n_elem; ++t)
        dE(i, k) += dx(t)(i) * (s(t - 1) == k);
    }
  return {name, {{"dE", dE}}, [E, s, dx](const Answer& answer) {
            return answer.embedding_slope(E, s, dx);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("Each character once", {2, 0, 3, 1}),
          test("One character twice", {1, 3, 1}),
          test("One character alone", {2, 2, 2, 2})};
}
