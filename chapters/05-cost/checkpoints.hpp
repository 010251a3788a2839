/// \file
/// BPTT with few states kept: what was thrown away is computed again.
///
/// The sequence is cut into t blocks, numbered from 0. A slot holds the hidden
/// state before a block, H x n. One block's states at a time are held in full.
#pragma once
#include <vector>

#include "chapters/05-cost/in_blocks.hpp"

namespace unrolled::cost {

/// n over k, for small numbers.
/// \param n  from how many
/// \param k  how many
/// \return the binomial coefficient
inline Index binomial(Index n, Index k) {
  Index result = 1;
  for (Index i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

/// Forward blocks that t blocks cost with m slots, the block run just before
/// its own way back counted too (Griewank and Walther, 2000): with r the
/// smallest number such that binomial(m + r, m) >= t.
/// \param t  blocks
/// \param m  slots, at least 1; the initial state takes one
/// \return t + r t - binomial(m + r, m + 1)
// [optimal]
inline Index optimal_cost(Index t, Index m) {
  Index r = 0;
  while (binomial(m + r, m) < t) ++r;
  return t + r * t - binomial(m + r, m + 1);  // (5.13)
}

/// Where to put the next checkpoint: y blocks on, for which the sum of going
/// there, of what lies beyond and of what lies before is smallest.
/// \param t  blocks, at least 2
/// \param m  slots, at least 2
/// \return y in 1 .. t - 1
inline Index optimal_split(Index t, Index m) {
  Index best = 1, least = ~Index{0};
  for (Index y = 1; y < t; ++y) {
    const Index cost =
        y + optimal_cost(t - y, m - 1) + optimal_cost(y, m);  // (5.12)
    if (cost < least) best = y, least = cost;
  }
  return best;
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
  /// \param steps  of a block
  /// \param slots  states kept, at least 1
  /// \throws std::invalid_argument for no step in a block, or no slot
  Checkpointed(const Parameters& p, Index n, Index tau, Index steps,
               Index slots)
      : tau_(tau),
        steps_(steps),
        h_(p.W.n_rows, n, steps + 1),
        w_(p, n, steps) {
    if (steps == 0 || slots == 0 || tau == 0)
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
  /// \throws std::invalid_argument for shapes other than the constructor's
  double operator()(const Parameters& p, const Cube& x, const Matrix& h0,
                    const Turn& turn, Gradient& g) {
    bptt::require_batch("x", x, p.U.n_cols, h_.n_cols, tau_);
    require_shape("h0", h0, h_.n_rows, h_.n_cols);
    g = zero_gradient(p, h_.n_cols);
    w_.after.zeros();
    forward_blocks_ = 0;
    slots_[0] = h0;
    const Pass pass{p, x, turn, g};
    const double loss = reverse(pass, 0, blocks(), 0);
    multiply(p.W, As::transposed, w_.after, As::is, 0, g.dh0);
    return loss;
  }

  /// \return how many blocks the sequence has
  Index blocks() const { return (tau_ + steps_ - 1) / steps_; }
  /// \return how many blocks the last pass ran forward
  Index forward_blocks() const { return forward_blocks_; }
  /// \return how many doubles are kept: slots, one block, and its workspace
  Index stored() const {
    return slots_.size() * slots_[0].n_elem + h_.n_elem + w_.o.n_elem +
           w_.dz.n_elem + w_.after.n_elem;
  }

 private:
  struct Pass {
    const Parameters& p;
    const Cube& x;
    const Turn& turn;
    Gradient& g;
  };

  // Runs one block forward from `state`; its last state is in h_ then.
  Index forward(const Pass& pass, Index block, const Matrix& state) {
    const Index from = block * steps_, to = std::min(from + steps_, tau_);
    Cube h = part(h_, 0, to - from + 1);
    h.slice(0) = state;
    forward_block(pass.p, part(pass.x, from, to), h);
    ++forward_blocks_;
    return to - from;
  }

  double backward(const Pass& pass, Index block, const Matrix& state) {
    const Index steps = forward(pass, block, state);
    const Index from = block * steps_;
    return backward_block(pass.p, part(pass.x, from, from + steps),
                          part(h_, 0, steps + 1), from, pass.turn, w_, pass.g);
  }

  // The state before `block`, from the one in slot `at`, which is before
  // `first`.
  Matrix advance(const Pass& pass, Index first, Index block, Index at) {
    Matrix state = slots_[at];
    for (Index b = first; b < block; ++b)
      state = h_.slice(forward(pass, b, state));
    return state;
  }

  // The way back through blocks first .. last - 1; slot `at` holds the state
  // before the first, and the slots after it are free.
  // [reverse]
  double reverse(const Pass& pass, Index first, Index last, Index at) {
    const Index t = last - first, m = slots_.size() - at;
    if (t == 1) return backward(pass, first, slots_[at]);
    if (m == 1) {
      double loss = 0;
      for (Index b = last; b-- > first;)
        loss += backward(pass, b, advance(pass, first, b, at));
      return loss;
    }
    const Index y = optimal_split(t, m);
    slots_[at + 1] = advance(pass, first, first + y, at);
    const double beyond = reverse(pass, first + y, last, at + 1);
    return beyond + reverse(pass, first, first + y, at);
  }
  // [reverse]

  Index tau_, steps_, forward_blocks_ = 0;
  Cube h_;
  Workspace w_;
  std::vector<Matrix> slots_;
};

}  // namespace unrolled::cost
