/// \file
/// Exercise 4-4: what the answer defines, and what it may use.
#pragma once
#include <vector>

#include "chapters/04-clipping/clipping.hpp"
#include "common/matrix.hpp"

using unrolled::Matrix;

/// A gradient: its blocks.
using Gradient = std::vector<Matrix>;

/// Clips by the norm over all blocks: the book's clip_by_norm().
/// \param gradient   changed in place
/// \param threshold  largest norm let through, above 0
inline void clip(Gradient& gradient, double threshold) {
  unrolled::clipping::Blocks blocks;
  for (Matrix& values : gradient) blocks.push_back({"block", values});
  unrolled::clipping::clip_by_norm(blocks, threshold);
}

/// The clipped gradient of a batch, whose loss is the sum over its sequences.
/// \param sequences  a gradient each, one or more
/// \param threshold  largest norm of the result
/// \return its blocks
Gradient batch_gradient(const std::vector<Gradient>& sequences,
                        double threshold);
