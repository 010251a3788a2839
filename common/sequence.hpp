/// \file
/// A quantity at each time step, read by its time: q(t).
#pragma once
#include "common/matrix.hpp"

namespace unrolled {

/// A quantity at the times first() .. last(): q(t) is rows x n, a column for
/// each of n sequences side by side. A time that it does not have throws.
class Sequence {
 public:
  Sequence() = default;
  /// Zeros.
  Sequence(Index rows, Index n, Index first, Index last)
      : slices_(rows, n, last + 1 - first, arma::fill::zeros), first_(first) {}
  /// One slice for each time.
  Sequence(Cube slices, Index first = 1)
      : slices_(std::move(slices)), first_(first) {}
  /// One sequence (n = 1): one column for each time.
  Sequence(const Matrix& columns, Index first = 1)
      : slices_(columns.memptr(), columns.n_rows, 1, columns.n_cols),
        first_(first) {}

  /// \throws std::out_of_range naming t and the times that there are
  Matrix& operator()(Index t) { return slices_.slice(place(t)); }
  /// \copydoc operator()()
  const Matrix& operator()(Index t) const { return slices_.slice(place(t)); }

  Index rows() const { return slices_.n_rows; }     ///< rows of each q(t)
  Index n() const { return slices_.n_cols; }        ///< sequences side by side
  Index steps() const { return slices_.n_slices; }  ///< how many times
  Index first() const { return first_; }            ///< the earliest time
  /// The latest time; before the first when there is none.
  Index last() const { return first_ + steps() - 1; }
  const Cube& slices() const { return slices_; }  ///< all of it, in order
  Cube& slices() { return slices_; }              ///< all of it, in order

  /// Sequence j as a matrix, rows x steps, one column for each time.
  Matrix columns(Index j = 0) const {
    Matrix m(rows(), steps());
    for (Index i = 0; i < steps(); ++i) m.col(i) = slices_.slice(i).col(j);
    return m;
  }

 private:
  Index place(Index t) const {
    if (t < first_ || t - first_ >= steps()) refuse(t);
    return t - first_;
  }
  [[noreturn]] void refuse(Index t) const;

  Cube slices_;
  Index first_ = 1;
};

/// Demands a sequence of this shape at these times, of finite numbers.
/// \throws std::invalid_argument naming the argument and both shapes, or the
///         first time with a number that is not finite
void require_sequence(std::string_view name, const Sequence& q, Index rows,
                      Index n, Index first, Index last);

}  // namespace unrolled
