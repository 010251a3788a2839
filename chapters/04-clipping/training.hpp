/// \file
/// Two tasks for a recurrent network, and training with and without clipping.
///
/// Dimensions: H hidden units, tau time steps, n sequences in a batch.
#pragma once
#include <utility>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/04-clipping/clipping.hpp"
#include "common/data.hpp"
#include "common/matrix.hpp"
#include "common/random.hpp"

namespace unrolled::clipping {

/// How a network is trained.
struct Training {
  double rate = 0.1;     ///< learning rate, on the sum over the batch
  double threshold = 0;  ///< largest norm let through; 0: no clipping
  Index updates = 300;   ///< how many
};

/// What a training run leaves.
struct Record {
  bptt::Parameters<> p;        ///< the last parameters
  std::vector<double> norms;   ///< of the gradient before clipping, per update
  std::vector<double> losses;  ///< before each update
  bool finite = true;          ///< false: it stopped at a gradient that is not
};

/// A loss and its gradient, as chapter 3 gives them.
using LossAndGradient = std::pair<double, bptt::ParameterGradient>;

/// Trains: gradient, clipping, update. A run whose loss or gradient is not
/// finite stops there.
/// \param how      rate, threshold, updates
/// \param p        first parameters
/// \param measure  the loss and its gradient at some parameters
/// \return the last parameters, the norms, the losses
// [train]
template <class Measure>
Record train(const Training& how, const bptt::Parameters<>& p,
             Measure&& measure) {
  Record run{p, {}, {}, true};
  for (Index update = 0; update < how.updates; ++update) {
    auto [loss, g] = measure(run.p);
    run.finite = std::isfinite(loss) && is_finite(blocks_of(g));
    if (!run.finite) break;
    run.losses.push_back(loss);
    run.norms.push_back(global_norm(g));
    if (how.threshold > 0) clip_by_norm(g, how.threshold);
    bptt::update(run.p, g, how.rate);
  }
  return run;
}
// [train]

/// The sunspot series, one step ahead: x(t) is a year, y(t) the next.
struct Sunspots {
  Matrix x;  ///< 1 x tau, scaled to mean 0 and variance 1
  Matrix y;  ///< 1 x tau, the same one year later
};

/// Reads the years 1700 to 1920.
/// \return 220 steps
/// \throws std::runtime_error when the file is not what it should be
inline Sunspots sunspots() {
  const Csv csv =
      read_csv(data_folder() / "sunspots-yearly.csv", Header::required);
  const Vector years = csv.values.submat(0, 1, 220, 1);
  const Matrix scaled = ((years - arma::mean(years)) / arma::stddev(years)).t();
  return {scaled.head_cols(220), scaled.tail_cols(220)};
}

/// Trains a tanh network with a linear output on the sunspots.
/// \param data  the series
/// \param how   rate, threshold, updates
/// \param p     first parameters
/// \return the run; its losses are 1/2 the sum of squares over the steps
inline Record train_on(const Sunspots& data, const Training& how,
                       const bptt::Parameters<>& p) {
  const bptt::Network net{Activation::tanh, Output::linear_squared_error};
  const Vector h0(p.W.n_rows, arma::fill::zeros);
  return train(how, p, [&](const bptt::Parameters<>& at) {
    const auto found = bptt::loss_and_gradient(net, at, data.x, data.y, h0);
    return LossAndGradient{found.loss, found.by};
  });
}

/// The long-lag task: the first input is +1 or -1, all others are noise, and
/// after the last one the network says which it was.
struct FirstSign {
  Index tau = 10;      ///< time steps; the lag is tau - 1
  Index batch = 10;    ///< sequences in a batch
  double noise = 0.2;  ///< standard deviation of the other inputs
};

/// A batch of it.
/// \param task    length, size, noise
/// \param random  source of numbers
/// \return x, 1 x n x tau, and y, 1 x n: 1 where the first input is +1, else 0
inline std::pair<Cube, Matrix> draw(const FirstSign& task, Random& random) {
  Cube x(1, task.batch, task.tau);
  Matrix y(1, task.batch);
  for (Index j = 0; j < task.batch; ++j) {
    y(j) = random.uniform() < 0.5 ? 1 : 0;
    x(0, j, 0) = 2 * y(j) - 1;
    for (Index t = 2; t <= task.tau; ++t)
      x(0, j, t - 1) = task.noise * random.normal();
  }
  return {x, y};
}

/// Trains on fresh batches, with a sigmoid output and cross-entropy at the last
/// step alone.
/// \param task    length, size, noise
/// \param hidden  sigma of the hidden units
/// \param how     rate, threshold, updates
/// \param p       first parameters
/// \param random  source of the batches
/// \return the run
inline Record train_on(const FirstSign& task, Activation hidden,
                       const Training& how, const bptt::Parameters<>& p,
                       Random& random) {
  constexpr Output pair = Output::sigmoid_cross_entropy;
  const Matrix h0(p.W.n_rows, task.batch, arma::fill::zeros);
  return train(how, p, [&](const bptt::Parameters<>& at) {
    const auto [x, y] = draw(task, random);
    const bptt::BatchStates<> s = bptt::forward(hidden, at, x, h0);
    if (!s.h.is_finite() || !s.o.is_finite())
      return LossAndGradient{arma::datum::inf, {}};
    const Matrix o = s.o.slice(task.tau - 1);
    Cube dLdo(1, task.batch, task.tau, arma::fill::zeros);
    dLdo.slice(task.tau - 1) = output_delta(predict(pair, o), y);
    return LossAndGradient{loss(pair, o, y),
                           bptt::backward(hidden, at, x, s, dLdo)};
  });
}

/// The part of fresh sequences whose sign the network tells.
/// \param task    length, noise (its batch size is ignored)
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param random  source of the sequences
/// \return 0 .. 1; 1/2 is guessing
inline double accuracy(FirstSign task, Activation hidden,
                       const bptt::Parameters<>& p, Random& random) {
  task.batch = 200;
  const auto [x, y] = draw(task, random);
  const Matrix h0(p.W.n_rows, task.batch, arma::fill::zeros);
  const Matrix o = bptt::forward(hidden, p, x, h0).o.slice(task.tau - 1);
  double right = 0;
  for (Index j = 0; j < task.batch; ++j) right += (o(j) > 0) == (y(j) > 0.5);
  return right / static_cast<double>(task.batch);
}

/// Whether a run has learned: finite, and right on 95 of 100 fresh sequences.
/// \param task    length, noise
/// \param hidden  sigma of the hidden units
/// \param run     a finished run
/// \param random  source of the sequences
/// \return true when it has
inline bool has_learned(const FirstSign& task, Activation hidden,
                        const Record& run, Random& random) {
  return run.finite && accuracy(task, hidden, run.p, random) >= 0.95;
}

}  // namespace unrolled::clipping
