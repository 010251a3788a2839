/// \file
/// Tasks with a long lag, and the training of any cell on them: what is judged
/// is the output after the last step alone.
///
/// Dimensions: D inputs, H units, K outputs, n sequences in a batch.
#pragma once
#include <functional>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"
#include "common/adam.hpp"
#include "common/random.hpp"

namespace unrolled::gates {

/// Sequences of one length, and what to say after the last step.
struct Batch {
  Sequence x;  ///< D x n
  Matrix y;    ///< K x n
};
/// Draws n sequences.
using Draw = std::function<Batch(Random&, Index n)>;

/// The adding problem (Hochreiter and Schmidhuber, 1997, experiment 4). The
/// first input is a number from -1 to 1; the second marks two of them by a 1,
/// the ends by a -1, and is 0 elsewhere. One mark is among the first ten steps,
/// the other among the first T/2 - 1 that are left. Wanted is 0.5 + (X1 + X2)/4
/// of the marked numbers; the number of step 1 is 0 when it is marked. The
/// length is T to T + T/10, one for each batch.
Batch adding(Random& random, Index n, Index T);

/// The mean squared error of saying 0.5 there, whatever comes.
double error_of_the_mean(Index T);

/// The temporal order (experiment 6a): of eight symbols four are noise; an X or
/// a Y comes at a time from T/10 to T/5, another from T/2 to 3T/5, an E first
/// and a B last. Wanted is which two, in their order: one of four classes. The
/// length is T to T + T/10, one for each batch.
Batch temporal_order(Random& random, Index n, Index T);

/// What a cell begins with: weights by Xavier, biases 0 but these.
struct Start {
  enum { tanh, lstm, gru } cell = lstm;
  Index units = 8;
  double keep = 3;   ///< bias of f or u
  double write = 0;  ///< bias of i
};

/// Draws U and V by Xavier, each W orthogonal times the gain.
void draw_weights(const Blocks& blocks, double gain, Random& random);

/// How it is trained: by Adam, on the mean loss of fresh batches, clipped.
struct Training {
  double rate = 0.02;    ///< learning rate
  double threshold = 1;  ///< largest norm of a gradient let through
  Index batch = 10;      ///< sequences in a batch
  Index updates = 400;   ///< how many
};

/// What it came to.
struct Outcome {
  Vector losses;    ///< mean of each batch, before its update
  Matrix y_hat, y;  ///< of 500 fresh sequences, after the last one
  /// What the network has learnt to say of any others.
  std::function<Matrix(const Sequence& x)> say;
};
Outcome train(const Start& start, Output output, const Draw& draw,
              const Training& how, Random random);

/// The means of each twenty losses.
Vector smoothed(const Vector& losses);

}  // namespace unrolled::gates
