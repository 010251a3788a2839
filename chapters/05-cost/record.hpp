/// \file
/// A recorded run of ./book bench: one row a shape and number of threads.
///
/// Columns: inputs, hidden, outputs, batch, tau, threads; error, the worst of
/// any contender's gradient against chapter 3's; milliseconds of forward plus
/// backward by form; and kB, the peak memory by form. 0 is not measured.
#pragma once
#include <string>
#include <vector>

#include "common/data.hpp"
#include "common/experiment.hpp"

namespace unrolled::cost {

/// The rows, by name.
struct Record {
  Csv csv;  ///< as ./book bench --csv wrote it

  /// \param row     from 0
  /// \param column  its name
  /// \return the number there
  /// \throws std::runtime_error when there is no such column
  double at(Index row, const std::string& column) const {
    for (Index j = 0; j < csv.header.size(); ++j)
      if (csv.header[j] == column) return csv.values(row, j);
    throw std::runtime_error("the record: expected a column " + column);
  }
  /// \param row  from 0
  /// \return its shape: "64,128,64,32,100"
  std::string name(Index row) const {
    std::string name;
    for (const char* size : {"inputs", "hidden", "outputs", "batch", "tau"})
      name += (name.empty() ? "" : ",") + text(at(row, size), 9);
    return name;
  }
  /// \param shape  as name()
  /// \return its row with one thread; the number of rows when there is none
  Index row(const std::string& shape) const {
    Index i = 0;
    while (i < csv.values.n_rows && (at(i, "threads") != 1 || name(i) != shape))
      ++i;
    return i;
  }
  /// \param row  from 0, or no row
  /// \param a    a column
  /// \param b    another
  /// \return a over b; 0 when one was not measured
  double ratio(Index row, const std::string& a, const std::string& b) const {
    if (row >= csv.values.n_rows || at(row, b) == 0) return 0;
    return at(row, a) / at(row, b);
  }
  /// \return the rows of one sequence, 64 units and one thread
  std::vector<Index> by_length() const {
    std::vector<Index> rows;
    for (Index i = 0; i < csv.values.n_rows; ++i)
      if (at(i, "threads") == 1 && name(i).starts_with("64,64,64,1,"))
        rows.push_back(i);
    return rows;
  }
  /// \param rows    from 0
  /// \param column  its name
  /// \return the numbers of these rows
  Vector of(const std::vector<Index>& rows, const std::string& column) const {
    Vector v(rows.size());
    for (Index i = 0; i < v.n_elem; ++i) v(i) = at(rows[i], column);
    return v;
  }
  /// \param form  a column of milliseconds
  /// \return the power of tau as which its time grows; 0 when not measured
  double exponent(const std::string& form) const {
    const std::vector<Index> rows = by_length();
    if (rows.size() < 2 || arma::any(of(rows, form) == 0)) return 0;
    const Vector log_tau = arma::log(of(rows, "tau"));
    const Vector log_time = arma::log(of(rows, form));
    const Vector fit = arma::polyfit(log_tau, log_time, 1);
    return fit(0);
  }
};

}  // namespace unrolled::cost
