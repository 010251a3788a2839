/// \file
/// Descent on many examples: minibatches, and what a trained network says.
///
/// Dimensions: x is n_0 x m, y is K x m (one 1 in each column), m examples.
#pragma once
#include <functional>
#include <vector>

#include "chapters/01-backpropagation/network.hpp"
#include "common/data.hpp"
#include "common/random.hpp"

namespace unrolled::backprop {

/// One example a column.
struct Examples {
  Matrix x, y;  ///< inputs, targets
};

/// The knobs of a training run.
struct Settings {
  double rate = 0.1;       ///< learning rate, on the mean loss of a batch
  Index batch = 20;        ///< examples a step
  Index epochs = 20;       ///< passes over all examples
  std::uint64_t seed = 1;  ///< order of the examples
};

/// The rows of the digits file that every program learns from, and the last of
/// them, which choose its settings. The rest is the test part.
inline constexpr Index train_rows = 1200, validation_rows = 200;

/// The rows [from, to) of the digits file, with targets that are 1 at the
/// digit's class.
Examples examples(const Digits& digits, Index from, Index to);

/// A network before training: one tanh layer and a softmax output, or, with 0
/// hidden units, the output alone. Xavier weights, no bias.
Network<double> start(Index inputs, Index hidden, Index outputs,
                      std::uint64_t seed);

/// All examples in an order that is drawn anew, so many at a time.
std::vector<Examples> batches(const Examples& data, Index size, Random& random);

/// Stochastic gradient descent under softmax and cross-entropy, watched after
/// every epoch.
Network<double> train(
    Network<double> network, const Examples& data, const Settings& s,
    const std::function<void(const Network<double>&)>& watch = [](auto&) {});

/// The loss per example.
double mean_loss(const Network<double>& network, const Examples& data);

/// The share of columns whose largest score is at the place of the target's 1.
double share_right(const Matrix& scores, const Matrix& y);

/// The share of examples whose likeliest class is the true one.
double accuracy(const Network<double>& network, const Examples& data);

/// The same of what answers with the class of the closest training example.
double nearest_neighbour(const Examples& train, const Examples& test);

}  // namespace unrolled::backprop
