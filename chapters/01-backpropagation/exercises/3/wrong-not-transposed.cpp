// Says: A W on the way to it is not transposed.
#include "chapters/01-backpropagation/exercises/3/task.hpp"

Slopes gradient(const std::vector<Matrix>& W, const std::vector<Vector>& b,
                const Matrix& x, const Matrix& y) {
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
    const Matrix way = W[l].is_square() ? W[l] : Matrix(W[l].t());
    if (l > 0) delta = (way * delta) % slope(l - 1);
  }
  return slopes;
}
