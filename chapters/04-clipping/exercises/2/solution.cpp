#include "tests/exercises/task.hpp"

// dh(t)/dh(k) of tanh units, 0 <= k <= t, from W, H x H, and the states h(0)
// .. h(tau), H: an H x H matrix, whose row i, column j is dh_i(t)/dh_j(k).
// arma::diagmat(v) puts a vector on the diagonal; arma::eye(H, H) is the unit
// matrix.
Matrix state_by_state(const Matrix& W, const Sequence& h, Index t, Index k) {
//=   return 0 * W;  // your lines here
  Matrix product = arma::eye(W.n_rows, W.n_rows);
  for (Index j = k + 1; j <= t; ++j) {
    const Vector slope = 1 - arma::square(h(j));
    product = arma::diagmat(slope) * W * product;
  }
  return product;
}
