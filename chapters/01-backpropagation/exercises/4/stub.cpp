// Exercise 1-4: a program with a bug. Then: ./book exercise 1-4
#include "chapters/01-backpropagation/exercises/4/task.hpp"

void train_step(std::vector<Matrix>& W, const Matrix& x, const Matrix& y,
                double rate) {
  std::vector<Matrix> z, a{x};
  for (const Matrix& weights : W) {
    z.push_back(weights * a.back());
    a.push_back(arma::tanh(z.back()));
  }
  const auto slope = [&](std::size_t l) {
    return unrolled::derivative(Activation::tanh, z[l]);
  };
  Matrix delta = (a.back() - y) % slope(W.size() - 1);
  for (std::size_t l = W.size(); l-- > 0;) {
    W[l] -= rate * delta * a[l].t();
    if (l > 0) delta = (W[l].t() * delta) % slope(l - 1);
  }
}
