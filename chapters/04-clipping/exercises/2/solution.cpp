#include "tests/exercises/task.hpp"

Matrix state_by_state(const Matrix& W, const Sequence& h, Index t, Index k) {
  Matrix product = arma::eye(W.n_rows, W.n_rows);
  for (Index j = k + 1; j <= t; ++j) {
    const Vector slope = 1 - arma::square(h(j));
    product = arma::diagmat(slope) * W * product;
  }
  return product;
}
