/// \file
/// The cures that the notes list, and what each does to the two troubles.
///
/// Dimensions: H hidden units, tau time steps.
#pragma once
#include <string>
#include <vector>

#include "chapters/04-clipping/training.hpp"

namespace unrolled::clipping {

/// First weights, an activation, clipping or not.
struct Cure {
  std::string name;     ///< for the table
  Activation hidden;    ///< sigma of the hidden units
  MakeWeights weights;  ///< makes W
  double threshold;     ///< 0: no clipping
};

/// Every combination that the chapter compares, the trouble itself first.
std::vector<Cure> all_cures();

/// What the Jacobians leave of a difference over the lag of a task, at the
/// first weights: ||dh(tau-1)/dh(0)||_F / sqrt(H), 1 for an orthogonal matrix.
double kept(const Cure& cure, Index H, const FirstSign& task, Random random);

/// What training on one task showed, over all seeds.
struct Trained {
  Index learned = 0;   ///< seeds that have learned
  double largest = 0;  ///< largest norm of a gradient before clipping
  double step = 0;     ///< length of the longest update
};

/// Trains with a cure, once a seed; the cure says the threshold.
Trained trained(const Cure& cure, Index H, const FirstSign& task, Training how,
                Index seeds);

}  // namespace unrolled::clipping
