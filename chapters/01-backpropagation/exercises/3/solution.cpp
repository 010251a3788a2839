#include "chapters/01-backpropagation/exercises/3/task.hpp"

// Entry 0 of W, b, dW and db is layer 1. A bias is added to every column by
// z.each_col() += b[l]; arma::sum(m, 1) sums the columns of m.
Slopes gradient(const std::vector<Matrix>& W, const std::vector<Vector>& b,
                const Matrix& x, const Matrix& y) {
//=   Slopes slopes;
//=   for (const Matrix& weights : W) slopes.dW.push_back(0 * weights);
//=   for (const Vector& biases : b) slopes.db.push_back(0 * biases);
//=   return slopes;
  const std::size_t L = W.size();
  std::vector<Matrix> z, a{x};
  for (std::size_t l = 0; l < L; ++l) {
    z.push_back(W[l] * a[l]);
    z[l].each_col() += b[l];
    a.push_back(arma::tanh(z[l]));
  }
  const auto slope = [&](std::size_t l) {
    return unrolled::derivative(Activation::tanh, z[l]);
  };
  Slopes slopes{std::vector<Matrix>(L), std::vector<Vector>(L)};
  Matrix delta = (a[L] - y) % slope(L - 1);
  for (std::size_t l = L; l-- > 0;) {
    slopes.dW[l] = delta * a[l].t();
    slopes.db[l] = arma::sum(delta, 1);
    if (l > 0) delta = (W[l].t() * delta) % slope(l - 1);
  }
  return slopes;
}
