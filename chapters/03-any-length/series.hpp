/// \file
/// The series that the forecasts are judged on: the book's or the reader's.
#pragma once
#include <string>
#include <vector>

#include "common/data.hpp"
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
};

/// The yearly sunspot numbers 1700 to 2008: training to 1920, three test spans.
/// \return the series
/// \throws std::runtime_error when the file is not what it should be
inline Series sunspots() {
  const Csv csv =
      read_csv(data_folder() / "sunspots-yearly.csv", Header::required);
  Series s{"sunspots", csv.values.col(0), csv.values.col(1).t(), 221, {}};
  const auto span = [&](Index from, Index to) {
    s.test.push_back({std::to_string(from) + "-" + std::to_string(to),
                      from - 1700, to - 1700});
  };
  span(1921, 1955);
  span(1956, 1979);
  span(1980, 2008);
  return s;
}

/// A series of the reader's own, split 7 : 1 : 1 : 1.
/// \param file  CSV with a header: time and value, or value alone
/// \return the series
/// \throws std::invalid_argument for other columns, fewer than 40 rows, times
///         that do not rise, or values that are all the same in training
/// \throws std::runtime_error when the file can't be read
inline Series own_series(const std::string& file) {
  const Csv csv = read_csv(file, Header::required);
  const Index N = csv.values.n_rows, columns = csv.values.n_cols;
  if (columns > 2 || N < 40)
    throw std::invalid_argument(
        "data: expected one or two columns (time, value) and at least 40 rows "
        "of " +
        file + ", got " + shape(csv.values));
  const Vector count = arma::linspace(1, static_cast<double>(N), N);
  Series s{csv.header.back(),
           columns == 2 ? Vector(csv.values.col(0)) : count,
           csv.values.tail_cols(1).t(),
           7 * N / 10,
           {}};
  if (!s.time.is_sorted("strictascend"))
    throw std::invalid_argument("data: expected times that rise in " + file);
  if (arma::range(s.values.head_cols(s.train).as_row()) == 0)
    throw std::invalid_argument(
        "data: expected values that differ in the "
        "first seven tenths of " +
        file);
  for (Index i = 7; i < 10; ++i) {
    const Index from = i * N / 10, to = (i + 1) * N / 10 - 1;
    s.test.push_back({text(s.time(from)) + "-" + text(s.time(to)), from, to});
  }
  return s;
}

}  // namespace unrolled::bptt
