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
///
/// A shape that does not fit throws std::invalid_argument, naming the argument.
/// What runs forward is a template on the number type T, double or Complex, so
/// that a complex step can run it.
#pragma once
#include <string>
#include <vector>

#include "common/activation.hpp"
#include "common/blocks.hpp"
#include "common/loss.hpp"
#include "common/matrix.hpp"

/// Chapter 1: backpropagation through layers.
namespace unrolled::backprop {

/// What J is made of. Softmax with cross-entropy is a matched pair: it acts on
/// the last z, whose activation is then ignored.
enum class Loss { squared_error, softmax_cross_entropy };

/// One layer: a = sigma(W a_before + b).
template <class T>
struct Layer {
  arma::Mat<T> W;         ///< weights
  arma::Col<T> b;         ///< biases
  Activation activation;  ///< sigma
};

/// The layers, first to last; network[l - 1] is layer l of the equations.
template <class T>
struct Network : std::vector<Layer<T>> {
  using std::vector<Layer<T>>::vector;

  /// W[1], b[1], W[2], ...
  Blocks blocks() {
    Blocks all;
    for (Layer<T>& layer : *this) {
      const std::string number = std::to_string(all.size() / 2 + 1);
      all.push_back({"W[" + number + "]", layer.W});
      all.push_back({"b[" + number + "]", layer.b});
    }
    return all;
  }
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// All that the forward pass found, kept for the way back. Index l is layer l:
/// z[0] stays empty, a[0] is x.
template <class T>
struct Pass {
  std::vector<arma::Mat<T>> z;  ///< z^1 .. z^L
  std::vector<arma::Mat<T>> a;  ///< a^0 = x, a^1 .. a^L
};

/// dJ/dz, dJ/dW and dJ/db. Index l is layer l; index 0 stays empty.
struct Gradient {
  std::vector<Matrix> delta;  ///< delta^1 .. delta^L
  std::vector<Matrix> dW;     ///< shapes of W^1 .. W^L
  std::vector<Vector> db;     ///< shapes of b^1 .. b^L

  /// dW[1], db[1], dW[2], ...
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// Runs the network and keeps z and a of every layer.
template <class T>
Pass<T> forward(const Network<T>& network, const arma::Mat<T>& x);

/// J of a finished forward pass; for softmax each column of y sums to 1.
template <class T>
T loss(Loss kind, const Pass<T>& pass, const Matrix& y);

/// The gradient of J with respect to every weight and bias.
Gradient backward(const Network<double>& network, const Pass<double>& pass,
                  Loss kind, const Matrix& y);

/// One step of gradient descent. Backpropagation ends where this begins: it
/// finds the gradient, and any optimiser may use it.
void update(Network<double>& network, const Gradient& gradient, double rate);

}  // namespace unrolled::backprop
