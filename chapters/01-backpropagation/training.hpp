/// \file
/// Descent on many examples: minibatches, and what a trained network says.
///
/// Dimensions: x is n_0 x m, y is K x m (one 1 in each column), m examples.
#pragma once
#include <functional>

#include "chapters/01-backpropagation/network.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"

namespace unrolled::backprop {

/// Inputs and targets, one example a column.
struct Examples {
  Matrix x;  ///< inputs, n_0 x m
  Matrix y;  ///< targets, K x m
};

/// The knobs of a training run.
struct Settings {
  double rate = 0.1;       ///< learning rate, on the mean loss of a batch
  Index batch = 20;        ///< examples a step
  Index epochs = 20;       ///< passes over all examples
  std::uint64_t seed = 1;  ///< order of the examples
};

/// A network before training: one tanh layer and a softmax output, or the
/// output alone. Xavier weights, no bias.
/// \param inputs   numbers in
/// \param hidden   tanh units; 0 leaves softmax regression
/// \param outputs  classes
/// \param seed     of the weights
/// \return one or two layers
inline Network<double> start(Index inputs, Index hidden, Index outputs,
                             std::uint64_t seed) {
  Random random(seed);
  const auto layer = [&](Index n_out, Index n_in, Activation sigma) {
    return Layer<double>{xavier(random, n_out, n_in),
                         Vector(n_out, arma::fill::zeros), sigma};
  };
  if (hidden == 0) return {layer(outputs, inputs, Activation::identity)};
  return {layer(hidden, inputs, Activation::tanh),
          layer(outputs, hidden, Activation::identity)};
}

/// Stochastic gradient descent under softmax and cross-entropy.
/// \param network  where to start
/// \param data     training examples
/// \param s        the knobs
/// \param watch    called after every epoch, if given
/// \return the trained network
// [train]
inline Network<double> train(
    Network<double> network, const Examples& data, const Settings& s,
    const std::function<void(const Network<double>&)>& watch = nullptr) {
  Random random(s.seed);
  for (Index epoch = 0; epoch < s.epochs; ++epoch) {
    const arma::uvec order(random.permutation(data.x.n_cols));
    for (Index from = 0; from < order.n_elem; from += s.batch) {
      const Index to = std::min(from + s.batch, order.n_elem) - 1;
      const Matrix x = data.x.cols(order.subvec(from, to));
      const Matrix y = data.y.cols(order.subvec(from, to));
      const Pass<double> pass = forward(network, x);
      const Gradient gradient =
          backward(network, pass, Loss::softmax_cross_entropy, y);
      descend(network, gradient, s.rate / static_cast<double>(x.n_cols));
    }
    if (watch) watch(network);
  }
  return network;
}
// [train]

/// \param network  a softmax network
/// \param data     examples
/// \return the loss per example
inline double mean_loss(const Network<double>& network, const Examples& data) {
  return loss(Loss::softmax_cross_entropy, forward(network, data.x), data.y) /
         static_cast<double>(data.x.n_cols);
}

/// \param network  a softmax network
/// \param data     examples
/// \return the likeliest class of each example
inline arma::uvec labels(const Network<double>& network, const Examples& data) {
  return arma::index_max(forward(network, data.x).z.back(), 0).t();
}

/// \param network  a softmax network
/// \param data     examples
/// \return the share of examples whose likeliest class is the true one
inline double accuracy(const Network<double>& network, const Examples& data) {
  const arma::uvec said = labels(network, data);
  const arma::uvec truth = arma::index_max(data.y, 0).t();
  return static_cast<double>(arma::accu(said == truth)) /
         static_cast<double>(said.n_elem);
}

}  // namespace unrolled::backprop
