/// \file
/// Attention without its table: the softmax goes on from block to block of
/// keys (Milakov and Gimelshein, 2018), and the way back computes the weights
/// once more (Dao and others, 2022).
///
/// Dimensions of one head: d numbers a query and a key, m a value, a column
/// for each step. Queries may be those of the last steps alone.
///
///     q  d x queries     k  d x keys     v  m x keys     h  m x queries
#pragma once
#include "chapters/10-attention/attention.hpp"

namespace unrolled::attention {

/// What a head has seen: its output, and what the way back needs besides.
struct Seen {
  Matrix h;  ///< m x queries
  Vector l;  ///< the logarithm of each query's sum, (10.46)
};

/// One head, forward and backward in blocks: of scores and weights no more is
/// there at a time than two blocks.
class InBlocks {
 public:
  /// Asks for the memory of two blocks. A block of 0 steps means 96.
  explicit InBlocks(Mask mask, Index block = 0);

  /// (10.42) to (10.46).
  /// \throws std::invalid_argument for shapes that do not fit each other, or
  ///         more queries than keys
  void forward(const Matrix& q, const Matrix& k, const Matrix& v, Seen& seen);
  /// (10.47) to (10.49), and dq, dk, dv.
  /// \param seen  of the forward pass
  void backward(const Matrix& q, const Matrix& k, const Matrix& v,
                const Seen& seen, const Matrix& dLdh, HeadSlopes& g);

  /// How many doubles of scores and weights there are.
  Index stored() const { return S_.n_elem + T_.n_elem; }

 private:
  Mask mask_;
  Index block_;
  Matrix S_, T_;  // scores or weights, and dL by them: keys x queries
  Matrix Q_;      // queries over the root of d
};

}  // namespace unrolled::attention
