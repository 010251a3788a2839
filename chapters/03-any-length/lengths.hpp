/// \file
/// Minibatches, and sequences of different lengths in one batch.
///
/// Dimensions as in bptt.hpp. Sequence j has tau_j steps and is padded at its
/// end to tau, the largest of them; the mask m(t) is 1 x n.
#pragma once
#include <vector>

#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// One sequence with its targets.
struct Labelled {
  Sequence x;  ///< inputs, t = 1 .. tau_j
  Sequence y;  ///< targets
  Vector h0;   ///< initial state
};

/// Sequences side by side.
struct Batch {
  Sequence x;  ///< inputs
  Sequence y;  ///< targets
  Matrix h0;   ///< initial states
  Sequence m;  ///< the weight of each step of each sequence
};

/// Puts sequences side by side; shorter ones end in zeros of weight 0.
/// \throws std::invalid_argument when there is none, or one does not fit
Batch side_by_side(const std::vector<Labelled>& sequences);

/// Forward, loss and backward of a batch under a matched pair; a step of weight
/// 0 counts for nothing.
/// \throws std::invalid_argument naming what does not fit or is not finite
LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                  const Batch& b);

}  // namespace unrolled::bptt
