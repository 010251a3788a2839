/// \file
/// Steps side by side: a run of steps as one matrix, and each step by its time,
/// in the same memory.
#pragma once
#include "common/sequence.hpp"

namespace unrolled::cost {

/// The times first .. last of a quantity, in memory that is somebody else's:
/// the n columns of a step stand beside those of the next. Reading and writing
/// copies nothing and asks for no memory. A time that it does not have throws
/// std::out_of_range.
class Steps {
 public:
  /// Looks at rows x (n times as many as there are steps) numbers.
  Steps(double* memory, Index rows, Index n, Index first, Index last)
      : memory_(memory), rows_(rows), n_(n), first_(first), last_(last) {}
  /// A sequence.
  static Steps of(Sequence& q) {
    return {q.slices().memptr(), q.rows(), q.n(), q.first(), q.last()};
  }
  /// One to be read alone: Armadillo has no view of constant memory, so the
  /// Steps are constant instead.
  static const Steps of(const Sequence& q) {
    return of(const_cast<Sequence&>(q));
  }

  /// q(from) .. q(to) side by side.
  Matrix operator()(Index from, Index to) {
    if (from < first_ || to > last_ || from > to) refuse(from, to);
    return Matrix(memory_ + rows_ * n_ * (from - first_), rows_,
                  n_ * (to + 1 - from), false, true);
  }
  /// q(t), rows x n.
  Matrix operator()(Index t) { return (*this)(t, t); }
  /// \copydoc operator()(Index,Index)
  const Matrix operator()(Index from, Index to) const {
    return const_cast<Steps&>(*this)(from, to);
  }
  /// \copydoc operator()(Index)
  const Matrix operator()(Index t) const { return (*this)(t, t); }

  Index n() const { return n_; }  ///< sequences side by side

 private:
  [[noreturn]] void refuse(Index from, Index to) const {
    throw std::out_of_range("times " + std::to_string(from) + " .. " +
                            std::to_string(to) + ": expected them within " +
                            std::to_string(first_) + " .. " +
                            std::to_string(last_));
  }

  double* memory_;
  Index rows_, n_, first_, last_;
};

}  // namespace unrolled::cost
