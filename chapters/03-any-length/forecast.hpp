/// \file
/// One step ahead: a recurrent network, and what it must be better than.
///
/// A series is 1 x N: column t is its t-th value, counted from 0. A forecast of
/// it is 1 x N too: column t is what was said of value t when the values before
/// it were known.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "common/initialise.hpp"

namespace unrolled::bptt {

/// The network of the forecasts: tanh units, one linear output.
inline constexpr Network forecaster{Activation::tanh,
                                    Output::linear_squared_error};

/// The knobs of a forecaster's training.
struct ForecastSettings {
  Index hidden = 16;   ///< tanh units
  Index steps = 1000;  ///< of gradient descent, each on the whole series
  double rate = 0.2;   ///< learning rate, on the mean loss of a year
  double gain = 0.5;   ///< all singular values of the first W
};

/// A forecaster that has learnt nothing yet.
/// \param set   the knobs
/// \param seed  of the weights
/// \return parameters
inline Parameters<> first_weights(const ForecastSettings& set,
                                  std::uint64_t seed) {
  Random random(seed);
  const Index H = set.hidden;
  return {0.5 * xavier(random, H, 1), set.gain * orthogonal(random, H),
          xavier(random, 1, H), arma::zeros(H), arma::zeros(1)};
}

/// Fits a network to "from the values so far, the next" by gradient descent.
/// \param p       where to start
/// \param series  the training span, 1 x N, scaled to mean 0 and variance 1
/// \param steps   how many, each on the whole span
/// \param rate    learning rate, on the mean loss of a value
/// \return parameters
// [fit]
inline Parameters<> fit(Parameters<> p, const Matrix& series, Index steps,
                        double rate) {
  const Index n = series.n_elem - 1;
  const Matrix x = series.head_cols(n), y = series.tail_cols(n);
  const Vector h0(p.W.n_rows, arma::fill::zeros);
  for (Index step = 0; step < steps; ++step) {
    const LossAndGradient it = loss_and_gradient(forecaster, p, x, y, h0);
    update(p, it.by, rate / static_cast<double>(n));
  }
  return p;
}
// [fit]

/// What the network says, one step ahead. Of the first value it knows nothing:
/// 0, the mean.
/// \param p       parameters
/// \param series  1 x N, scaled as in training
/// \return 1 x N
inline Matrix one_step_ahead(const Parameters<>& p, const Matrix& series) {
  const Matrix x = series.head_cols(series.n_elem - 1);
  const Vector h0(p.W.n_rows, arma::fill::zeros);
  return arma::join_rows(arma::zeros(1, 1),
                         forward(forecaster.hidden, p, x, h0).o);
}

/// Lets the network go on alone: what it said becomes its next input.
/// \param p      parameters
/// \param known  values up to now, 1 x N, scaled
/// \param ahead  how many values to say
/// \return 1 x ahead
// [free-run]
inline Matrix free_run(const Parameters<>& p, const Matrix& known,
                       Index ahead) {
  const States<> s = forward(forecaster.hidden, p, known,
                             Vector(p.W.n_rows, arma::fill::zeros));
  Vector h = s.h.tail_cols(1);
  Matrix said(1, ahead), x = s.o.tail_cols(1);
  for (Index t = 0; t < ahead; ++t) {
    said.col(t) = x;
    const States<> next = forward(forecaster.hidden, p, x, h);
    h = next.h.tail_cols(1);
    x = next.o;  // (3.47)
  }
  return said;
}
// [free-run]

/// What persistence says: as it was.
/// \param series  1 x N
/// \return 1 x N, its first value 0
inline Matrix persistence(const Matrix& series) {
  return arma::join_rows(arma::zeros(1, 1),
                         series.head_cols(series.n_elem - 1));
}

/// What an autoregression says that was fitted to the first values: the next
/// value is a constant and a weighted sum of the last ones.
/// \param series  1 x N
/// \param train   how many values it is fitted to
/// \param order   how many last values it sees
/// \return 1 x N, its first `order` values 0
/// \throws std::invalid_argument when there is less than one equation for each
///         unknown
// [autoregression]
inline Matrix autoregression(const Matrix& series, Index train, Index order) {
  if (train > series.n_elem || train < 2 * order + 1)
    throw std::invalid_argument(
        "series: expected at least " + std::to_string(2 * order + 1) +
        " values to fit AR(" + std::to_string(order) + ") to, got " +
        std::to_string(std::min(train, series.n_elem)));
  const Index N = series.n_elem;
  Matrix past(N - order, order + 1, arma::fill::ones);
  for (Index i = 1; i <= order; ++i)
    past.col(i) = series.cols(order - i, N - 1 - i).t();
  const Index n = train - order;
  const Vector next = series.cols(order, train - 1).t();
  const Vector a = arma::solve(Matrix(past.head_rows(n)), next);
  const Matrix said = (past * a).t();  // (3.45)
  return arma::join_rows(arma::zeros(1, order), said);
}
// [autoregression]

/// The mean squared error of a forecast, in units of the training variance.
/// \param series    1 x N
/// \param said      the forecast, 1 x N
/// \param from      first value that is judged
/// \param to        last value that is judged
/// \param variance  of the training span
/// \return 0 for a perfect forecast; the training mean scores about 1 on a
///         span like the training span
inline double relative_error(const Matrix& series, const Matrix& said,
                             Index from, Index to, double variance) {
  const Matrix miss = series.cols(from, to) - said.cols(from, to);
  return arma::mean(arma::square(miss.as_row())) / variance;  // (3.46)
}

}  // namespace unrolled::bptt
