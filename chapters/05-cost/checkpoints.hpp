/// \file
/// BPTT with few states kept: what was thrown away is computed again.
///
/// The sequence is cut into t blocks, numbered from 0. A slot holds the hidden
/// state before a block, H x n. One block's states at a time are held in full.
#pragma once
#include <vector>

#include "chapters/05-cost/in_blocks.hpp"

namespace unrolled::cost {

/// n over k.
/// \param n  from how many
/// \param k  how many
/// \return the binomial coefficient
inline Index binomial(Index n, Index k) {
  Index result = 1;
  for (Index i = 1; i <= std::min(k, n - k); ++i)
    result = result * (n - i + 1) / i;
  return result;
}

/// How often a block must be run again at most, with m slots.
/// \param t  blocks
/// \param m  slots, at least 1
/// \return r, the smallest number such that binomial(m + r, m) >= t
inline Index repeats(Index t, Index m) {
  Index r = 0;
  while (binomial(m + r, m) < t) ++r;
  return r;
}

/// Forward blocks that t blocks cost with m slots, the block run just before
/// its own way back counted too (Griewank and Walther, 2000).
/// \param t  blocks
/// \param m  slots, at least 1; the initial state takes one
/// \return t + r t - binomial(m + r, m + 1)
// [optimal]
inline Index optimal_cost(Index t, Index m) {
  const Index r = repeats(t, m);
  return t + r * t - binomial(m + r, m + 1);  // (5.13)
}

/// Where to put the next checkpoint: y blocks on, where (5.12) is smallest.
/// \param t  blocks, at least 2
/// \param m  slots, at least 2
/// \return y in 1 .. t - 1
inline Index optimal_split(Index t, Index m) {
  const Index r = repeats(t, m);
  return std::min(binomial(m + r - 1, m),
                  t - binomial(m + r - 2, m - 1));  // (5.14)
}
// [optimal]

/// Forward and backward with m states kept, in the order that computes the
/// fewest blocks again. Each block is what InBlocks would make of it, so that
/// the gradients agree to the bit.
class Checkpointed {
 public:
  /// Asks for all memory.
  /// \param p      parameters, for their shapes
  /// \param n      sequences side by side
  /// \param tau    steps
  /// \param block  steps of a block
  /// \param slots  states kept, at least 1
  /// \throws std::invalid_argument for no step in a block, or no slot
  Checkpointed(const Parameters& p, Index n, Index tau, Index block,
               Index slots)
      : n_(n),
        tau_(tau),
        block_(block),
        h_(p.W.n_rows, n * (block + 1)),
        w_(p, n * block) {
    if (block == 0 || slots == 0 || tau == 0)
      throw std::invalid_argument(
          "Checkpointed: expected at least one step, one step in a block and "
          "one slot");
    slots_.assign(std::min(slots, blocks()), Matrix(p.W.n_rows, n));
  }

  /// One pass, as InBlocks.
  /// \param p     parameters; the hidden units are tanh
  /// \param x     inputs, D x n x tau
  /// \param h0    initial states, H x n
  /// \param turn  from scores to dL/do
  /// \param g     the gradient, written
  /// \return the loss
  /// \throws std::invalid_argument as InBlocks
  double operator()(const Parameters& p, const Cube& x, const Matrix& h0,
                    const Turn& turn, Gradient& g) {
    require_pass(p, x, h0, n_, tau_);
    prepare(p, n_, g);
    forward_blocks_ = 0;
    slots_[0] = h0;
    return reverse({p, x, turn, g}, 0, blocks(), 0);
  }

  /// \return how many blocks the sequence has
  Index blocks() const { return (tau_ + block_ - 1) / block_; }
  /// \return how many blocks the last pass ran forward
  Index forward_blocks() const { return forward_blocks_; }
  /// \return how many doubles are kept: slots, one block, and its workspace
  Index stored() const {
    return slots_.size() * slots_[0].n_elem + h_.n_elem + w_.stored();
  }

 private:
  struct Pass {
    const Parameters& p;
    const Cube& x;
    const Turn& turn;
    Gradient& g;
  };

  Index first_step(Index block) const { return std::min(block * block_, tau_); }

  // Runs one block forward from the state in h_'s first step. \return its h
  Matrix forward(const Pass& pass, Index block) {
    const Index from = first_step(block), to = first_step(block + 1);
    Matrix h = columns(h_, 0, n_ * (to - from + 1));
    forward_block(pass.p, steps(pass.x, from, to), h);
    ++forward_blocks_;
    return columns(h_, 0, h.n_cols);
  }

  // Brings the state before `block` to h_'s first step, from the one in slot
  // `at`, which is before `first`.
  void advance(const Pass& pass, Index first, Index block, Index at) {
    h_.head_cols(n_) = slots_[at];
    for (Index b = first; b < block; ++b)
      h_.head_cols(n_) = forward(pass, b).tail_cols(n_);
  }

  double backward(const Pass& pass, Index block) {
    const Index from = first_step(block), to = first_step(block + 1);
    Matrix h = forward(pass, block);
    return backward_block(pass.p, steps(pass.x, from, to), h, from, pass.turn,
                          to < tau_, w_, pass.g);
  }

  // The way back through blocks first .. last - 1; slot `at` holds the state
  // before the first, and the slots after it are free.
  // [reverse]
  double reverse(const Pass& pass, Index first, Index last, Index at) {
    const Index t = last - first, m = slots_.size() - at;
    if (t == 1 || m == 1) {
      double loss = 0;
      for (Index block = last; block-- > first;) {
        advance(pass, first, block, at);
        loss += backward(pass, block);
      }
      return loss;
    }
    const Index y = optimal_split(t, m);
    advance(pass, first, first + y, at);
    slots_[at + 1] = h_.head_cols(n_);
    const double beyond = reverse(pass, first + y, last, at + 1);
    return beyond + reverse(pass, first, first + y, at);
  }
  // [reverse]

  Index n_, tau_, block_, forward_blocks_ = 0;
  Matrix h_;
  Workspace w_;
  std::vector<Matrix> slots_;
};

}  // namespace unrolled::cost
