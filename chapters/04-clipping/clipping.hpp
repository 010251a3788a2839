/// \file
/// Clipping: what stands between a gradient and the step that it makes.
///
/// Gradient, clipping and update are three functions. A gradient is a list of
/// blocks (dU, dW, dV, db, dc, of whatever shapes); clipping by the norm sees
/// them as one long vector g, with one norm and one direction.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "common/matrix.hpp"

/// Chapter 4: vanishing, exploding, clipping.
namespace unrolled::clipping {

/// One block of a gradient, by the name that messages give it.
struct Block {
  std::string name;  ///< "dW"
  Matrix* values;    ///< any shape; clipping changes it in place
};

/// A gradient: all its blocks together.
using Blocks = std::vector<Block>;

/// The blocks of a recurrent network's gradient. Those by h(0) and x are not
/// among them: no update uses them.
/// \param g  a gradient of chapter 3, of a sequence or of a batch
/// \return dU, dW, dV, db, dc, in place
inline Blocks blocks_of(bptt::ParameterGradient& g) {
  return {
      {"dU", &g.dU}, {"dW", &g.dW}, {"dV", &g.dV}, {"db", &g.db}, {"dc", &g.dc},
  };
}

/// Whether a gradient can be clipped, or used at all.
/// \param g  the blocks
/// \return true when every entry is finite
inline bool is_finite(const Blocks& g) {
  return std::all_of(g.begin(), g.end(), [](const Block& block) {
    return block.values->is_finite();
  });
}

/// The norm of a whole gradient: the root of the sum of the squares of every
/// entry of every block. (The largest singular value of a block is another
/// number, and a norm for each block is another rule.)
///
/// It is the norm of the blocks' norms, so that no square overflows.
/// \param g  the blocks; none counts as 0
/// \return the norm, not below 0
/// \throws std::invalid_argument when an entry is not finite (the message names
///         the block, row and column), or when the norm overflows
// [norm]
inline double global_norm(const Blocks& g) {
  Vector norms(g.size());
  for (std::size_t i = 0; i < g.size(); ++i) {
    require_finite(g[i].name, *g[i].values);
    norms(i) = frobenius_norm(*g[i].values);
  }
  const double norm = frobenius_norm(norms);  // (4.18)
  if (!std::isfinite(norm))
    throw std::invalid_argument(
        "gradient: expected a norm that a double can hold, got an overflow");
  return norm;
}
// [norm]

/// The norm of a recurrent network's gradient, over dU, dW, dV, db and dc.
/// \param g  a gradient of chapter 3
/// \return the norm, not below 0
/// \throws std::invalid_argument as global_norm() of blocks
inline double global_norm(bptt::ParameterGradient g) {
  return global_norm(blocks_of(g));
}

/// Demands a threshold that can be one.
/// \param threshold  the value to look at
/// \throws std::invalid_argument when it is not a finite number above 0
inline void require_threshold(double threshold) {
  if (threshold > 0 && std::isfinite(threshold)) return;
  throw std::invalid_argument(
      "threshold: expected a finite number above 0, got " +
      std::to_string(threshold));
}

/// The factor that clipping by the norm multiplies a gradient with.
/// \param norm       norm of the gradient, finite
/// \param threshold  largest norm let through, above 0
/// \return threshold / norm from the threshold on, 1 below it
/// \throws std::invalid_argument for a threshold that is none, or a norm that
///         is not finite
// [scale]
inline double scale_for(double norm, double threshold) {
  require_threshold(threshold);
  if (!std::isfinite(norm))
    throw std::invalid_argument("norm: expected a finite number, got " +
                                std::to_string(norm));
  return norm >= threshold ? threshold / norm : 1.0;  // (4.19)
}
// [scale]

/// What a clipping did.
struct Clipped {
  double norm;   ///< the gradient's norm before
  double scale;  ///< the factor it was multiplied with; 1: untouched
};

/// Clips by the norm (Pascanu, Mikolov and Bengio, 2013, algorithm 1): a
/// gradient whose norm is at or above the threshold is scaled to the threshold,
/// one below it is not touched. The direction stays.
///
/// A gradient with an entry that is not finite has no direction to keep: it is
/// refused and left as it is, and what to do (skip the update, stop the run) is
/// the caller's choice.
/// \param g          the blocks, changed in place
/// \param threshold  largest norm let through, above 0
/// \return the norm before, and the factor
/// \throws std::invalid_argument for a threshold that is none, an entry that is
///         not finite, a norm that overflows; g is then unchanged
// [clip]
inline Clipped clip_by_norm(const Blocks& g, double threshold) {
  const double norm = global_norm(g);
  const double scale = scale_for(norm, threshold);
  for (const Block& block : g) *block.values *= scale;  // (4.20)
  return {norm, scale};
}
// [clip]

/// Clips the gradient of a recurrent network by its norm over dU, dW, dV, db
/// and dc together.
/// \param g          a gradient of chapter 3, changed in place
/// \param threshold  largest norm let through, above 0
/// \return the norm before, and the factor
/// \throws std::invalid_argument as clip_by_norm() of blocks
inline Clipped clip_by_norm(bptt::ParameterGradient& g, double threshold) {
  return clip_by_norm(blocks_of(g), threshold);
}

/// Clips every entry by itself (Mikolov's variant). It turns the direction:
/// large entries are cut, small ones are not.
/// \param g          the blocks, changed in place
/// \param threshold  largest magnitude of an entry let through, above 0
/// \throws std::invalid_argument for a threshold that is none, or an entry that
///         is not finite; g is then unchanged
// [clip-elements]
inline void clip_elements(const Blocks& g, double threshold) {
  require_threshold(threshold);
  for (const Block& block : g) require_finite(block.name, *block.values);
  for (const Block& block : g)
    for (double& v : *block.values)
      v = std::clamp(v, -threshold, threshold);  // (4.21)
}
// [clip-elements]

/// Clips every entry of a recurrent network's gradient by itself.
/// \param g          a gradient of chapter 3, changed in place
/// \param threshold  largest magnitude of an entry let through, above 0
/// \throws std::invalid_argument as clip_elements() of blocks
inline void clip_elements(bptt::ParameterGradient& g, double threshold) {
  clip_elements(blocks_of(g), threshold);
}

/// The angle between two gradients as long vectors, accurate near 0 too
/// (Kahan's formula: from the difference and the sum of the unit vectors).
/// \param a  blocks, not all 0
/// \param b  blocks of the same shapes, not all 0
/// \return the angle in radians, 0 .. pi
/// \throws std::invalid_argument when the blocks do not match, one gradient is
///         0, or an entry is not finite
inline double angle_between(const Blocks& a, const Blocks& b) {
  const double norm_a = global_norm(a), norm_b = global_norm(b);
  if (a.size() != b.size() || norm_a == 0 || norm_b == 0)
    throw std::invalid_argument(
        "angle: expected two gradients of the same blocks, neither 0");
  double apart = 0, along = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Matrix &u = *a[i].values, &v = *b[i].values;
    require_shape(b[i].name, v, u.n_rows, u.n_cols);
    apart += arma::accu(arma::square(u / norm_a - v / norm_b));
    along += arma::accu(arma::square(u / norm_a + v / norm_b));
  }
  return 2 * std::atan2(std::sqrt(apart), std::sqrt(along));
}

}  // namespace unrolled::clipping
