/// \file
/// A parameter set, or its gradient, as a list of named blocks: what is done to
/// all of them alike is written once, for every network.
///
/// A network's parameters offer blocks(): "U", "W", ...; its gradient offers
/// them in the same order: "dU", "dW", ...
#pragma once
#include <string>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// One block, to change in place.
struct Block {
  std::string name;  ///< "dW"
  Matrix& values;    ///< a vector is a matrix of one column
};
/// One block, to read.
struct ConstBlock {
  std::string name;      ///< "dW"
  const Matrix& values;  ///< a vector is a matrix of one column
};

/// All blocks, to change in place.
using Blocks = std::vector<Block>;

/// All blocks, to read. They must outlive it.
struct ConstBlocks : std::vector<ConstBlock> {
  using std::vector<ConstBlock>::vector;
  /// The same blocks.
  ConstBlocks(const Blocks& blocks) {
    for (const Block& b : blocks) push_back({b.name, b.values});
  }
};

/// The blocks of a parameter set that may not be changed.
template <class P>
ConstBlocks const_blocks(const P& p) {
  return const_cast<P&>(p).blocks();  // only read from here on
}

/// One step of gradient descent: each block of theta less `rate` times its
/// gradient.
/// \throws std::invalid_argument when a block has no gradient of its shape
void update(const Blocks& theta, const ConstBlocks& gradient, double rate);

/// Demands that a descent has not left the numbers there are.
/// \throws std::overflow_error naming the block and the step
void require_finite_after(Index step, const ConstBlocks& theta);

/// Sets every entry of every block to 0.
void set_zero(const Blocks& blocks);

/// The largest block_error() of all blocks, and where it is.
struct WorstBlock {
  std::string name;  ///< "dW"
  double error;      ///< of that block
};
/// Compares two gradients block by block.
/// \throws std::invalid_argument when the blocks do not match
WorstBlock worst_block(const ConstBlocks& got, const ConstBlocks& expected);

}  // namespace unrolled
