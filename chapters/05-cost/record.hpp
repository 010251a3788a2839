/// \file
/// A recorded run of ./book bench, one row a shape and number of threads; 0 is
/// not measured.
///
/// Columns: inputs, hidden, outputs, batch, tau, threads; error, the worst of
/// any contender's gradient against the book's own; milliseconds of forward
/// plus backward by form; and in chapter 5's kB, the peak memory by form.
#pragma once
#include "common/data.hpp"
#include "common/experiment.hpp"

namespace unrolled::cost {

/// The record, of which the rows with one thread are shown.
struct Record {
  Csv csv;

  /// The record in this file, or where a knob says.
  static std::string of_chapter(const std::string& folder) {
    return data_folder().parent_path().parent_path() / "chapters" / folder /
           "measured.csv";
  }
  /// One number.
  double at(Index row, const std::string& column) const {
    for (Index j = 0; j < csv.header.size(); ++j)
      if (csv.header[j] == column) return csv.values(row, j);
    throw std::runtime_error("the record: expected a column " + column);
  }
  /// "64,128,64,32,100"
  std::string name(Index row) const {
    std::string name;
    for (const char* size : {"inputs", "hidden", "outputs", "batch", "tau"})
      name += (name.empty() ? "" : ",") + text(at(row, size), 9);
    return name;
  }
  /// Those whose shape begins so.
  std::vector<Index> rows(const std::string& shape) const {
    std::vector<Index> rows;
    for (Index i = 0; i < csv.values.n_rows; ++i)
      if (at(i, "threads") == 1 && name(i).starts_with(shape))
        rows.push_back(i);
    return rows;
  }
  /// A column over that of ours; 0 when not measured.
  double ratio(Index row, const std::string& column,
               const std::string& ours = "in blocks") const {
    return at(row, ours) == 0 ? 0 : at(row, column) / at(row, ours);
  }
  /// The same for a table; nothing when not measured.
  static std::string shown(double value) {
    return value == 0 ? "" : value < 1000 ? text(value, 3) : fixed(value, 0);
  }
  /// Draws the microseconds a step of one sequence against its length.
  void draw(Figure& figure, const std::string& form, const std::string& label,
            Colour colour, bool dashed = false) const {
    const std::vector<Index> long_ones = rows("64,64,64,1,");
    Vector tau(long_ones.size()), us(long_ones.size());
    for (Index i = 0; i < long_ones.size(); ++i) {
      tau(i) = at(long_ones[i], "tau");
      us(i) = 1e3 * at(long_ones[i], form) / tau(i);
    }
    if (us.is_empty() || us.min() == 0) return;
    if (dashed)
      figure.dashed(tau, us, label, colour);
    else
      figure.line(tau, us, label, colour);
  }
  /// The largest error of a gradient.
  double error() const {
    double worst = 0;
    for (Index i = 0; i < csv.values.n_rows; ++i)
      worst = std::max(worst, at(i, "error"));
    return worst;
  }
};

/// Every contender's gradient was the book's own.
inline void claim(Experiment& lab, const Record& r) {
  lab.claim("the largest error of a contender's gradient", r.error(),
            at_most(1e-12));
}

}  // namespace unrolled::cost
