/// \file
/// One step ahead: a recurrent network, what it must be better than, and the
/// series that they are judged on.
///
/// A series is 1 x N: column t is its t-th value, counted from 0. A forecast of
/// it is 1 x N too: column t is what was said of value t when the values before
/// it were known.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "common/experiment.hpp"

namespace unrolled::bptt {

/// Values that a forecast is judged on.
struct Span {
  std::string name;  ///< first and last time
  Index from;        ///< first column
  Index to;          ///< last column
};

/// A series, and how it is split.
struct Series {
  std::string name;        ///< what the values are
  Vector time;             ///< one number a value, rising: years
  Matrix values;           ///< 1 x N
  Index train;             ///< the first values, for training
  std::vector<Span> test;  ///< the others

  double mean() const;       ///< of the training span
  double deviation() const;  ///< of the training span
  /// The values in deviations from the mean.
  Matrix scaled() const { return (values - mean()) / deviation(); }
  /// Values from deviations from the mean.
  Matrix unscaled(const Matrix& m) const { return mean() + deviation() * m; }
};

/// The yearly sunspot numbers 1700 to 2008: training to 1920, three test spans.
/// \throws InputError when the file is not what it should be
Series sunspots();

/// A series of the reader's own, split 7 : 1 : 1 : 1, from a CSV with a header:
/// time and value, or value alone.
/// \throws std::invalid_argument for other columns, fewer than 40 rows, numbers
///         beyond 1e100, times that do not rise, or values that are all the
///         same in training
/// \throws InputError when the file can't be read
Series own_series(const std::string& file);

/// The knobs of a forecaster's training.
struct ForecastSettings {
  Index hidden = 16;   ///< tanh units
  Index steps = 1000;  ///< of gradient descent, each on the whole series
  double rate = 0.2;   ///< learning rate, on the mean loss of a year
  double gain = 0.5;   ///< all singular values of the first W
};

/// Makes hidden, rate and gain knobs of a program.
void forecaster_knobs(Experiment& lab, ForecastSettings& set);

/// The network of the forecasts: tanh units, one linear output.
inline constexpr Network forecaster{Activation::tanh,
                                    Output::linear_squared_error};

/// A forecaster that has learnt nothing yet.
Parameters first_weights(const ForecastSettings& set, std::uint64_t seed);

/// Fits a network to "from the values so far, the next" by gradient descent:
/// `steps` of them from p on, each on the whole of a scaled training span.
Parameters fit(Parameters p, const Matrix& series, Index steps, double rate);

/// What the network says of a scaled series. Of the first value it knows
/// nothing: 0, the mean.
Matrix one_step_ahead(const Parameters& p, const Matrix& series);

/// What the network says when it goes on alone after the values that are known,
/// scaled: 1 x ahead.
Matrix free_run(const Parameters& p, const Matrix& known, Index ahead);

/// What persistence says: as it was. Its first value is 0.
Matrix persistence(const Matrix& series);

/// What an autoregression says that was fitted to the first `train` values: the
/// next one is a constant and a weighted sum of the last `order`. Its first
/// `order` values are 0.
/// \throws std::invalid_argument when there is less than one equation for each
///         unknown
Matrix autoregression(const Matrix& series, Index train, Index order);

/// The mean squared error of a forecast of the values from .. to, without those
/// that are above `highest`, in units of the training span's variance: 0 is
/// perfect; the training mean scores about 1 on a span like the training span.
double relative_error(const Matrix& series, const Matrix& said, Index from,
                      Index to, double variance,
                      double highest = arma::datum::inf);
/// The same for each test span, a row, and each forecast, a column.
Matrix errors(const Series& s, const std::vector<Matrix>& said,
              double highest = arma::datum::inf);

/// A row of a table: of each span the median error, and of several the range.
std::vector<std::string> spans_row(const std::string& name, const Matrix& e);

}  // namespace unrolled::bptt
