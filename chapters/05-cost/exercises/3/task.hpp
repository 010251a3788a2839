/// \file
/// Exercise 5-3: what the answer defines, and what it may use.
#pragma once
#include "tests/exercises/task.hpp"

/// A run of blocks 0, 1, ..: of a state only the block is told that it stands
/// before. Slot 0 holds the state before block 0.
class Machine {
 public:
  Machine(Index blocks, Index slots) : left_(blocks), slots_(slots, 0) {}

  /// How many slots there are.
  Index slots() const { return slots_.size(); }
  /// Keeps the state at hand in a slot.
  void keep(Index slot) { slots_[place(slot)] = state_; }
  /// Makes the state in a slot the one at hand.
  void take(Index slot) { state_ = slots_[place(slot)]; }
  /// Runs a block forward: the state at hand is now the one after it.
  void forward() { ++state_, ++forward_blocks_; }
  /// The way back through the block that the state at hand stands before. It
  /// must be the last one left, and is run forward for it.
  void backward() {
    if (state_ + 1 != left_)
      throw std::logic_error("the way back through block " +
                             std::to_string(state_) + "; blocks left: " +
                             std::to_string(left_));
    --left_, ++forward_blocks_;
  }

  /// Blocks that have not gone back.
  Index left() const { return left_; }
  /// Blocks that have been run forward.
  Index forward_blocks() const { return forward_blocks_; }

 private:
  Index place(Index slot) const {
    if (slot < slots()) return slot;
    throw std::logic_error("slot " + std::to_string(slot) + " of " +
                           std::to_string(slots()) + ", which begin at 0");
  }
  Index state_ = 0, left_, forward_blocks_ = 0;
  std::vector<Index> slots_;
};

/// After how many of t >= 2 blocks to keep a state, with m >= 2 slots (5.14).
inline Index best_split(Index t, Index m) {
  Index beyond = 1, all = m + 1;  // blocks that r - 1, r repeats allow, r = 1
  Index slot_less = 1;            // the same of r - 1, with one slot less
  for (Index r = 2; all < t; ++r) {
    slot_less = slot_less * (m + r - 2) / (r - 1);
    beyond = all;
    all = all * (m + r) / r;
  }
  return std::min(beyond, t - slot_less);
}

/// The way back through the blocks first .. last - 1. Slot `at` holds the state
/// before the first of them; the slots after it are free.
void way_back(Machine& machine, Index first, Index last, Index at);
