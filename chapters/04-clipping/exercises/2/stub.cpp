// Exercise 4-2: from one state to another. Then: ./book exercise 4-2
#include "chapters/04-clipping/exercises/2/task.hpp"

// h.col(t) is h(t); arma::diagmat(v) puts a vector on the diagonal;
// arma::eye(H, H) is the unit matrix.
Matrix state_by_state(const Matrix& W, const Matrix& h, Index t, Index k) {
  return Matrix(W.n_rows, W.n_rows, arma::fill::zeros);
}
