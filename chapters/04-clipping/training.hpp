/// \file
/// Two tasks for a recurrent network, and training with and without clipping.
///
/// Dimensions: H hidden units, tau time steps, n sequences in a batch.
#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "common/random.hpp"

namespace unrolled::clipping {

using bptt::ParameterGradient;
using bptt::Parameters;

/// Makes an H x H matrix of first weights.
using MakeWeights = std::function<Matrix(Random&, Index)>;

/// First parameters of a network with one input and one output: U, W and V are
/// drawn in this order, U and V from normal numbers; the biases are 0.
Parameters first_parameters(Index H, const MakeWeights& W, Random& random,
                            double size_of_U = 0.5, double size_of_V = 0.3);

/// W = gain times a random orthogonal matrix.
MakeWeights scaled_orthogonal(double gain);

/// How a network is trained.
struct Training {
  double rate = 0.1;     ///< learning rate, on the sum over the batch
  double threshold = 0;  ///< largest norm let through; 0: no clipping
  Index updates = 300;   ///< how many
};

/// What a training run leaves.
struct Record {
  Parameters p;                ///< the last parameters
  std::vector<double> norms;   ///< of the gradient before clipping, per update
  std::vector<double> losses;  ///< before each update
  bool finite = true;          ///< false: it stopped at a gradient that is not
};

/// The loss and its gradient at some parameters.
using LossAt =
    std::function<std::pair<double, ParameterGradient>(const Parameters&)>;

/// Trains: gradient, clipping, update. A run whose loss or gradient is not
/// finite stops there.
Record train(const Training& how, const Parameters& p, const LossAt& loss_at);

/// The sunspot series, one step ahead: x(t) is a year, y(t) the next.
struct Sunspots {
  Sequence x;  ///< 1 x 1, scaled to mean 0 and variance 1
  Sequence y;  ///< 1 x 1, the same one year later
};

/// Reads the years 1700 to 1920: 220 steps.
/// \throws std::runtime_error when the file is not what it should be
Sunspots sunspots();

/// Trains a tanh network with a linear output on the sunspots.
Record train_on(const Sunspots& data, const Training& how, const Parameters& p);

/// The error of the last update over the variance of the series: 1 is the
/// error of predicting the mean. Infinite for a run that is not finite.
double last_error(const Record& run, const Sunspots& data);

/// The long-lag task: the first input is +1 or -1, all others are noise, and
/// after the last one the network says which it was.
struct FirstSign {
  Index tau = 10;      ///< time steps; the lag is tau - 1
  Index batch = 10;    ///< sequences in a batch
  double noise = 0.2;  ///< standard deviation of the other inputs
};

/// A batch of it: x(t), 1 x n, and y, 1 x n: 1 where x(1) is +1, else 0.
std::pair<Sequence, Matrix> draw(const FirstSign& task, Random& random);

/// Trains on fresh batches, with a sigmoid output and cross-entropy at the last
/// step alone.
Record train_on(const FirstSign& task, Activation hidden, const Training& how,
                const Parameters& p, Random& random);

/// Whether a run has learned: finite, and right on 95 of 100 fresh sequences.
bool has_learned(const FirstSign& task, Activation hidden, const Record& run,
                 Random& random);

}  // namespace unrolled::clipping
