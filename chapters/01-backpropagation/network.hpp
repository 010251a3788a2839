/// \file
/// Backpropagation in a layered network: forward, delta, gradients, descent.
///
/// Dimensions: layer l takes n_{l-1} numbers to n_l, l = 1 .. L.
///   W^l      n_l x n_{l-1}    weights
///   b^l      n_l              biases
///   z^l, a^l n_l x m          before and after the activation
///   x, y     n_0 x m, n_L x m m examples, one a column
/// delta^l is dJ/dz^l here (in the recurrent chapters delta(t) is dL/dh(t)).
/// J is the sum over the examples; nothing is averaged.
#pragma once
#include <string>
#include <vector>

#include "common/activation.hpp"
#include "common/loss.hpp"
#include "common/matrix.hpp"

namespace unrolled {
/// Chapter 1: backpropagation through layers.
namespace backprop {

/// What J is made of. Softmax with cross-entropy is a matched pair: it acts on
/// the last z, whose activation is then ignored.
enum class Loss { squared_error, softmax_cross_entropy };

/// One layer: a = sigma(W a_before + b).
template <class T>
struct Layer {
  arma::Mat<T> W;         ///< weights, n_l x n_{l-1}
  arma::Col<T> b;         ///< biases, n_l
  Activation activation;  ///< sigma
};

/// The layers, first to last; network[l - 1] is layer l of the equations.
template <class T>
using Network = std::vector<Layer<T>>;

/// All that the forward pass found, kept for the way back. Index l is layer l:
/// z[0] stays empty, a[0] is x.
template <class T>
struct Pass {
  std::vector<arma::Mat<T>> z;  ///< z^1 .. z^L, n_l x m
  std::vector<arma::Mat<T>> a;  ///< a^0 = x, a^1 .. a^L, n_l x m
};

/// dJ/dz, dJ/dW and dJ/db. Index l is layer l; index 0 stays empty.
struct Gradient {
  std::vector<Matrix> delta;  ///< delta^1 .. delta^L, n_l x m
  std::vector<Matrix> dW;     ///< shapes of W^1 .. W^L
  std::vector<Vector> db;     ///< shapes of b^1 .. b^L
};

/// Demands layers that fit each other and the examples.
/// \param network  at least one layer
/// \param x        inputs, n_0 x m
/// \throws std::invalid_argument that names the layer, what was expected and
///         what came
template <class T>
void require_network(const Network<T>& network, const arma::Mat<T>& x) {
  if (network.empty())
    throw std::invalid_argument("network: expected at least one layer, got 0");
  require_not_empty("x", x);
  require_finite("x", x);
  Index before = x.n_rows;
  for (std::size_t l = 1; l <= network.size(); ++l) {
    const Layer<T>& layer = network[l - 1];
    const std::string number = "[" + std::to_string(l) + "]";
    require_not_empty("W" + number, layer.W);
    require_shape("W" + number, layer.W, layer.W.n_rows, before);
    require_shape("b" + number, layer.b, layer.W.n_rows, 1);
    require_finite("W" + number, layer.W);
    require_finite("b" + number, layer.b);
    before = layer.W.n_rows;
  }
}

/// Runs the network and keeps z and a of every layer.
/// \param network  L layers
/// \param x        inputs, n_0 x m
/// \return z^1 .. z^L and a^0 .. a^L
/// \throws std::invalid_argument when the shapes do not fit
// [forward]
template <class T>
Pass<T> forward(const Network<T>& network, const arma::Mat<T>& x) {
  require_network(network, x);
  Pass<T> pass{{{}}, {x}};
  for (const Layer<T>& layer : network) {
    arma::Mat<T> z = layer.W * pass.a.back();
    z.each_col() += layer.b;  // (1.1)
    pass.z.push_back(z);
    pass.a.push_back(activate(layer.activation, z));  // (1.2)
  }
  return pass;
}
// [forward]

/// J of a finished forward pass.
/// \param kind  squared error of a^L, or softmax and cross-entropy of z^L
/// \param pass  from forward()
/// \param y     targets, n_L x m; for softmax each column sums to 1
/// \return the sum over the examples
/// \throws std::invalid_argument when y has another shape than a^L
// [loss]
template <class T>
T loss(Loss kind, const Pass<T>& pass, const Matrix& y) {
  require_shape("y", y, pass.a.back().n_rows, pass.a.back().n_cols);
  if (kind == Loss::squared_error)
    return squared_error(pass.a.back(), y);        // (1.3)
  return softmax_cross_entropy(pass.z.back(), y);  // (1.4)
}
// [loss]

/// What the network predicts: a^L, or under softmax y_hat = softmax(z^L).
/// \param kind  which loss
/// \param pass  from forward()
/// \return predictions, n_L x m
inline Matrix prediction(Loss kind, const Pass<double>& pass) {
  if (kind == Loss::squared_error) return pass.a.back();
  return softmax(pass.z.back());
}

/// delta^L = dJ/dz^L: where the way back begins.
/// \param kind        which loss
/// \param activation  sigma of the last layer (ignored under softmax)
/// \param z           z^L
/// \param a           a^L
/// \param y           targets, n_L x m
/// \return delta^L, n_L x m
// [last_delta]
inline Matrix last_delta(Loss kind, Activation activation, const Matrix& z,
                         const Matrix& a, const Matrix& y) {
  if (kind == Loss::squared_error)
    return (a - y) % derivative(activation, z);  // (1.5)
  return softmax(z) - y;                         // (1.6)
}
// [last_delta]

/// delta^l from delta^{l+1}: through the weights, then through sigma.
/// \param above       layer l+1
/// \param delta       delta^{l+1}, n_{l+1} x m
/// \param activation  sigma of layer l
/// \param z           z^l, n_l x m
/// \return delta^l, n_l x m
// [delta]
inline Matrix delta_below(const Layer<double>& above, const Matrix& delta,
                          Activation activation, const Matrix& z) {
  return (above.W.t() * delta) % derivative(activation, z);  // (1.10)
}
// [delta]

/// The gradient of J with respect to every weight and bias.
/// \param network  L layers
/// \param pass     from forward() on the same network
/// \param kind     which loss
/// \param y        targets, n_L x m
/// \return delta^l, dW^l and db^l for l = 1 .. L, summed over the examples
/// \throws std::invalid_argument when y has another shape than a^L
// [backward]
inline Gradient backward(const Network<double>& network,
                         const Pass<double>& pass, Loss kind, const Matrix& y) {
  const std::size_t L = network.size();
  require_shape("y", y, pass.a[L].n_rows, pass.a[L].n_cols);
  std::vector<Matrix> delta(L + 1), dW(L + 1);
  std::vector<Vector> db(L + 1);
  for (std::size_t l = L; l >= 1; --l) {
    const Activation sigma = network[l - 1].activation;
    delta[l] = l == L ? last_delta(kind, sigma, pass.z[L], pass.a[L], y)
                      : delta_below(network[l], delta[l + 1], sigma, pass.z[l]);
    dW[l] = delta[l] * pass.a[l - 1].t();  // (1.11)
    db[l] = arma::sum(delta[l], 1);        // (1.12)
  }
  return {delta, dW, db};
}
// [backward]

/// One step of gradient descent. Backpropagation ends where this begins: it
/// finds the gradient, and any optimiser may use it.
/// \param network   changed in place
/// \param gradient  from backward()
/// \param rate      learning rate
// [descend]
inline void descend(Network<double>& network, const Gradient& gradient,
                    double rate) {
  for (std::size_t l = 1; l <= network.size(); ++l) {
    network[l - 1].W -= rate * gradient.dW[l];  // (1.13)
    network[l - 1].b -= rate * gradient.db[l];  // (1.14)
  }
}
// [descend]

}  // namespace backprop
}  // namespace unrolled
