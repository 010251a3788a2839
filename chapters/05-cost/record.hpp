/// \file
/// A recorded run of ./book bench: one row a shape and number of threads.
///
/// Columns: inputs, hidden, outputs, batch, tau, threads; error, the worst of
/// any contender's gradient against chapter 3's; milliseconds of forward plus
/// backward by form; and kB, the peak memory by form. 0 is not measured. A row
/// is called by its shape, "64,128,64,32,100".
#pragma once
#include <string>
#include <vector>

#include "common/data.hpp"

namespace unrolled::cost {

/// The rows, by name.
struct Record {
  Csv csv;  ///< as ./book bench --csv wrote it

  /// The number in a row, from 0, and a named column.
  /// \throws std::runtime_error when there is no such column
  double at(Index row, const std::string& column) const;
  /// The shape of a row.
  std::string name(Index row) const;
  /// The row of a shape with one thread; the number of rows when there is none.
  Index row(const std::string& shape) const;
  /// Column a over column b; 0 when one was not measured, or for no row.
  double ratio(Index row, const std::string& a, const std::string& b) const;
  /// The rows of one sequence, 64 units and one thread.
  std::vector<Index> by_length() const;
  /// A column's numbers in these rows.
  Vector of(const std::vector<Index>& rows, const std::string& column) const;
};

}  // namespace unrolled::cost
