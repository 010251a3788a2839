/// \file
/// Recurrent networks under dropout, of which the last output alone counts: the
/// tasks, and one step of their training.
///
/// Dimensions: D inputs, H units, K outputs, tau time steps, n sequences.
#pragma once
#include "chapters/07-gates/tasks.hpp"
#include "chapters/08-dropout/gated.hpp"
#include "chapters/08-dropout/recurrent.hpp"
#include "common/adam.hpp"
#include "common/data.hpp"

namespace unrolled::dropout {

using gates::Batch;

/// To say at the end what came first: a number from -1 to 1, or only its sign.
/// All inputs but the first are 0.
enum class Keep { number, sign };
Batch first_input(Keep what, Index n, Index tau, Random& random);

/// The rows [from, to) of the digits file, each a sequence of eight steps: the
/// rows of its picture, from the top. The target is 1 at the digit's class.
Batch digits_by_rows(const Digits& digits, Index from, Index to);

/// These sequences of a batch.
Batch chosen(const Batch& b, const arma::uvec& which);

/// Chapter 3's network before training: U and V by Xavier, W orthogonal.
bptt::Parameters first_weights(Index D, Index H, Index K, Random& random);
/// The GRU's; its update gate begins with the bias `keep`.
gates::gru::Parameters first_weights(Index D, Index H, Index K, double keep,
                                     Random& random);

/// How a step is made of a gradient.
struct Step {
  double rate = 0.01;    ///< learning rate
  double threshold = 1;  ///< largest norm let through
  double decay = 0;      ///< times U, W and V, added to their gradients
};

/// One step down the mean loss of a batch, with these masks.
void learn(bptt::Parameters& p, Adam& adam, Output output, const Batch& b,
           const Masks& m, const Step& how);
/// \copydoc learn()
void learn(gates::gru::Parameters& p, Adam& adam, Output output, const Batch& b,
           const gated::Masks& m, const Step& how);

/// The scores after the last step, nothing dropped.
Matrix last_scores(const bptt::Parameters& p, const Sequence& x);
/// \copydoc last_scores()
Matrix last_scores(const gates::gru::Parameters& p, const Sequence& x);

}  // namespace unrolled::dropout
