/// \file
/// Chapter 1's network with a mask on its input and on each hidden layer, and
/// its training: what is dropped, weights that decay, where it is stopped.
///
/// Dimensions as in chapter 1's network.hpp. masks[l] is n_l x m and stands on
/// a^l, l = 0 .. L-1; what the output says is not dropped. The loss is softmax
/// with cross-entropy.
///
/// A shape that does not fit throws std::invalid_argument, naming the argument.
#pragma once
#include <vector>

#include "chapters/01-backpropagation/training.hpp"
#include "chapters/08-dropout/mask.hpp"

/// Chapter 1's layers under dropout.
namespace unrolled::dropout::layers {

using backprop::Examples;
using backprop::Gradient;
using backprop::Network;
using backprop::Pass;

/// A mask for each layer but the last, 0 the input's.
using LayerMasks = std::vector<Matrix>;

/// Masks for n examples.
LayerMasks draw_masks(const Network<double>& net, Index n, double keep_input,
                      double keep_hidden, Random& random);

/// Runs the network; a[l] is what is handed on, masked.
Pass<double> forward(const Network<double>& net, const Matrix& x,
                     const LayerMasks& masks);

/// The gradient with the masks held.
Gradient backward(const Network<double>& net, const Pass<double>& pass,
                  const Matrix& y, const LayerMasks& masks);

/// What keeps a network from learning its examples by heart.
struct Regular {
  double keep_input = 1;   ///< chance to keep an input
  double keep_hidden = 1;  ///< and a hidden unit
  double decay = 0;        ///< times the weights, added to their gradient
};

/// Chapter 1's descent with it; the network that is watched has no masks.
Network<double> train(
    Network<double> net, const Examples& data, const backprop::Settings& s,
    const Regular& how,
    const std::function<void(const Network<double>&)>& watch = [](auto&) {});

/// The network after that of every fifth epoch which does best on examples that
/// it does not learn from, and its loss there, per example.
struct Stopped {
  Network<double> net;
  double judged = arma::datum::inf;
};
Stopped train_and_stop(const Network<double>& net, const Examples& data,
                       const Examples& judge, const backprop::Settings& s,
                       const Regular& how);

}  // namespace unrolled::dropout::layers
