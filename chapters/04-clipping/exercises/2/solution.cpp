#include "chapters/04-clipping/exercises/2/task.hpp"

Matrix state_by_state(const Matrix& W, const Matrix& h, Index t, Index k) {
  Matrix product(W.n_rows, W.n_rows, arma::fill::eye);
  for (Index j = k + 1; j <= t; ++j) {
    const Vector slope = 1 - arma::square(h.col(j));
    product = arma::diagmat(slope) * W * product;
  }
  return product;
}
