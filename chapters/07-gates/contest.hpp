/// \file
/// An LSTM and a GRU beside a tanh network at its best rate, on one task: what
/// the programs that compare them share.
#pragma once
#include "chapters/07-gates/tasks.hpp"
#include "common/experiment.hpp"

namespace unrolled::gates {

/// The knobs of a contest.
struct Contest {
  Index T, units, rival, updates, batch;
  double keep, write, rate, threshold;
  Index seed = 1;

  /// Names them, and what a sweep tries on both sides of each.
  void add_to(Experiment& lab);
};

/// How one network did.
struct Way {
  Vector losses;        ///< mean of each batch, before its update
  double error, right;  ///< on fresh sequences; what is best has least error
  std::string network = {};
  double rate = 0;
};

/// How all did: the LSTM, the GRU, the tanh network at each of its rates.
struct Ranking {
  std::vector<Way> ways;

  const Way& lstm() const { return ways.at(0); }
  const Way& gru() const { return ways.at(1); }
  /// The tanh network at its best rate.
  const Way& tanh() const;
  /// Draws the means of each twenty losses of these three.
  void draw(Figure& figure) const;
};

/// Trains all of them on the same sequences.
Ranking contest(const Contest& k, Output output,
                Batch (*task)(Random& random, Index n, Index T),
                Way (*judge)(const Outcome& outcome));

}  // namespace unrolled::gates
