/// \file
/// Networks for the checks, run by the oracle, which has no way back: their
/// states and the true derivatives, as matrices. A column is a time step, or in
/// a layered network an example.
#pragma once
#include <memory>

#include "common/matrix.hpp"

namespace oracle {
struct Recurrent;  // its header takes every check a third of a second
}

namespace unrolled::exercises {

/// D inputs, H hidden units, K outputs, tau steps.
struct Recurrence {
  std::shared_ptr<const oracle::Recurrent> net;
  Matrix U, W, V;
  Vector b, c, h0;
  Matrix x, y;
  Matrix h;     ///< H x (tau+1): column t is h(t)
  Matrix dLdo;  ///< K x tau: column t-1 is dL/do(t)
  Matrix dU, dW, dV;
  Vector db, dc, dh0;
  Matrix delta;  ///< H x (tau+1): column t is dL/dh(t)

  /// \throws std::invalid_argument when the network does not fit
  explicit Recurrence(const oracle::Recurrent& given);
  /// The same network and sequence with other recurrent weights.
  Recurrence with_W(const Matrix& other) const;
  /// dh(t)/dz(t) of tanh units, H x H, diagonal.
  Matrix slope(Index t) const;
  /// dh(t)/dh(k), H x H.
  Matrix jacobian(Index t, Index k) const;
  /// dL(t) alone by the copy of W that step k uses.
  Matrix path(Index t, Index k) const;
};

/// A random one of tanh units, with linear outputs under squared error.
Recurrence random_recurrence(Index D, Index H, Index K, Index tau,
                             std::uint64_t seed);

/// tanh layers under squared error, summed over the examples. Entry 0 is
/// layer 1.
struct Layers {
  std::vector<Matrix> W;
  std::vector<Vector> b;
  Matrix x, y;
  std::vector<Matrix> dW;
  std::vector<Vector> db;
};

/// A random one. `bias` is the size of the biases.
Layers random_layers(const std::vector<Index>& widths, Index examples,
                     std::uint64_t seed, double bias = 0.3);

/// All entries of all blocks, one after another, as one row.
Matrix row_of(const std::vector<Matrix>& blocks);

}  // namespace unrolled::exercises
