#include "chapters/05-cost/checkpoints.hpp"

#include <algorithm>

namespace unrolled::cost {
namespace {

// n over k.
Index binomial(Index n, Index k) {
  Index result = 1;
  for (Index i = 1; i <= std::min(k, n - k); ++i)
    result = result * (n - i + 1) / i;
  return result;
}

// How often a block must be run again at most, with m slots: the smallest r
// such that binomial(m + r, m) >= t.
Index repeats(Index t, Index m) {
  Index r = 0;
  while (binomial(m + r, m) < t) ++r;
  return r;
}

}  // namespace

// [optimal]
Index optimal_cost(Index t, Index m) {
  const Index r = repeats(t, m);
  return t + r * t - binomial(m + r, m + 1);  // (5.13)
}

Index optimal_split(Index t, Index m) {
  const Index r = repeats(t, m);
  return std::min(binomial(m + r - 1, m),
                  t - binomial(m + r - 2, m - 1));  // (5.14)
}
// [optimal]

Checkpointed::Checkpointed(const Parameters& p, Index n, Index tau, Index block,
                           Index slots)
    : n_(n),
      tau_(tau),
      block_(block),
      h_(p.W.n_rows, n * (block + 1)),
      w_(p.V, n * block) {
  if (block == 0 || slots == 0 || tau == 0)
    throw std::invalid_argument(
        "Checkpointed: expected at least one step, one step in a block and "
        "one slot");
  slots_.assign(std::min(slots, blocks()), Matrix(p.W.n_rows, n));
  order_.reserve(optimal_cost(blocks(), slots_.size()));
}

double Checkpointed::operator()(const Parameters& p, const Sequence& x,
                                const Matrix& h0, const BlockLoss& loss,
                                Gradient& g) {
  require_pass(p.U.n_cols, p.W.n_rows, x, h0, n_, tau_);
  prepare(p, n_, g);
  order_.clear();
  slots_[0] = h0;
  return reverse({p, Steps::of(x), loss, g}, 0, blocks(), 0);
}

// The way back through blocks first .. last - 1; slot `at` holds the state
// before the first, and the slots after it are free.
// [reverse]
double Checkpointed::reverse(const Pass& pass, Index first, Index last,
                             Index at) {
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

// The step before a block's first: the last of the block before it.
Index Checkpointed::before(Index block) const {
  return std::min(block * block_, tau_);
}

// Runs one block forward from the state at the head of h_.
Steps Checkpointed::forward(const Pass& pass, Index block) {
  const Index from = before(block), last = before(block + 1);
  Steps h(h_.memptr(), h_.n_rows, n_, from, last);
  forward_block(pass.p, pass.x, from + 1, last, h);
  order_.push_back(block);
  return h;
}

// Brings the state before `block` to the head of h_, from the one in slot `at`,
// which is before `first`.
void Checkpointed::advance(const Pass& pass, Index first, Index block,
                           Index at) {
  h_.head_cols(n_) = slots_[at];
  for (Index b = first; b < block; ++b)
    h_.head_cols(n_) = forward(pass, b)(before(b + 1));
}

double Checkpointed::backward(const Pass& pass, Index block) {
  const Steps h = forward(pass, block);
  return backward_block(pass.p, pass.x, h, before(block) + 1, before(block + 1),
                        pass.loss, w_, pass.g);
}

}  // namespace unrolled::cost
