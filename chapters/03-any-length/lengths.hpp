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

/// What the scores of a batch come to.
struct OutputLoss {
  double loss;     ///< the sum over all steps and sequences
  Sequence y_hat;  ///< predictions
  Sequence dLdo;   ///< dL/do(t)
};

/// The loss of a matched pair, each step with its weight in m; a step of weight
/// 0 counts for nothing.
/// \throws std::invalid_argument naming what does not fit or is not finite
OutputLoss output_loss(const Network& net, const Sequence& o, const Sequence& y,
                       const Sequence& m);

/// Forward, loss and backward of a batch under a matched pair.
/// \throws std::invalid_argument naming what does not fit or is not finite
LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                  const Batch& b);

}  // namespace unrolled::bptt
