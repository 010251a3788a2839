/// \file
/// BPTT with few states kept: what was thrown away is computed again.
///
/// The sequence is cut into t blocks, numbered from 0. A slot holds the hidden
/// state before a block, H x n. One block's states at a time are held in full.
#pragma once
#include <vector>

#include "chapters/05-cost/in_blocks.hpp"

namespace unrolled::cost {

/// Forward blocks that t blocks cost with m slots, at least 1 (the initial
/// state takes one), the block run just before its own way back counted too
/// (Griewank and Walther, 2000).
Index optimal_cost(Index t, Index m);

/// Where to put the next checkpoint, of t >= 2 blocks with m >= 2 slots: this
/// many blocks on, where (5.12) is smallest.
Index optimal_split(Index t, Index m);

/// Forward and backward with m states kept, in the order that computes the
/// fewest blocks again. Each block is what InBlocks would make of it, so that
/// the gradients agree to the bit.
class Checkpointed {
 public:
  /// Asks for all memory.
  /// \throws std::invalid_argument for no step in a block, or no slot
  Checkpointed(const Parameters& p, Index n, Index tau, Index block,
               Index slots);

  /// One pass, as InBlocks.
  double operator()(const Parameters& p, const Sequence& x, const Matrix& h0,
                    const BlockLoss& loss, Gradient& g);

  /// How many blocks the sequence has.
  Index blocks() const { return (tau_ + block_ - 1) / block_; }
  /// The blocks that the last pass ran forward, in order.
  const std::vector<Index>& order() const { return order_; }
  /// How many these are.
  Index forward_blocks() const { return order_.size(); }
  /// How many doubles are kept: slots, one block, and its workspace.
  Index stored() const {
    return slots_.size() * slots_[0].n_elem + h_.n_elem + w_.stored();
  }

 private:
  struct Pass {
    const Parameters& p;
    const Steps x;
    const BlockLoss& loss;
    Gradient& g;
  };
  Index before(Index block) const;
  Steps forward(const Pass& pass, Index block);
  double backward(const Pass& pass, Index block);
  void advance(const Pass& pass, Index first, Index block, Index at);
  double reverse(const Pass& pass, Index first, Index last, Index at);

  Index n_, tau_, block_;
  Matrix h_;
  Workspace w_;
  std::vector<Matrix> slots_;
  std::vector<Index> order_;
};

}  // namespace unrolled::cost
