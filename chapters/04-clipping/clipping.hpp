/// \file
/// Clipping: what stands between a gradient and the step that it makes.
///
/// Gradient, clipping and update are three functions. A gradient is a list of
/// blocks, of whatever shapes: g.blocks(). Clipping by the norm sees them as
/// one long vector, with one norm and one direction.
///
/// Every function throws std::invalid_argument for an entry that is not finite
/// (naming block, row and column) and for a threshold that is not a finite
/// number above 0. The gradient is then as it was.
#pragma once
#include "common/blocks.hpp"

/// Chapter 4: vanishing, exploding, clipping.
namespace unrolled::clipping {

/// Whether every entry is: only then a gradient can be clipped, or used at all.
bool is_finite(const ConstBlocks& g);

/// The norm of a whole gradient: the root of the sum of the squares of every
/// entry of every block. (The largest singular value of a block is another
/// number, and a norm for each block is another rule.)
/// \throws std::invalid_argument also when the norm overflows
double global_norm(const ConstBlocks& g);

/// The factor that clipping by the norm multiplies a gradient with.
double scale_for(double norm, double threshold);

/// What a clipping did.
struct Clipped {
  double norm;   ///< the gradient's norm before
  double scale;  ///< the factor it was multiplied with; 1: untouched
};

/// Clips by the norm (Pascanu, Mikolov and Bengio, 2013, algorithm 1): a
/// gradient whose norm is at or above the threshold is scaled to the threshold,
/// one below it is not touched. The direction stays.
///
/// A gradient with an entry that is not finite has no direction to keep: what
/// to do with it (skip the update, stop the run) is the caller's choice.
Clipped clip_by_norm(const Blocks& g, double threshold);

/// Clips every entry by itself (Mikolov's variant). It turns the direction:
/// large entries are cut, small ones are not.
void clip_elements(const Blocks& g, double threshold);

}  // namespace unrolled::clipping
