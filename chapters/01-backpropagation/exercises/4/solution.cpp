#include "tests/exercises/task.hpp"

// One step of gradient descent on J = 1/2 ||a - y||^2: tanh layers, no biases.
// Entry 0 of the weights W is layer 1; they are changed in place. Inputs x,
// n_0 x m; targets y, n_L x m.
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
  std::vector<Matrix> dW(W.size());
  Matrix delta = (a.back() - y) % slope(W.size() - 1);
  for (std::size_t l = W.size(); l-- > 0;) {
    dW[l] = delta * a[l].t();
    if (l > 0) delta = (W[l].t() * delta) % slope(l - 1);
  }
  for (std::size_t l = 0; l < W.size(); ++l) W[l] -= rate * dW[l];
}
