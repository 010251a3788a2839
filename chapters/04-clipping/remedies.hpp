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
  std::string name;        ///< for the table
  Activation hidden;       ///< sigma of the hidden units
  MakeWeights weights;     ///< makes W
  double threshold = 0;    ///< 0: no clipping
  double size_of_U = 0.5;  ///< deviation of the first U
  double size_of_V = 0.3;  ///< and of the first V
};

/// Normal numbers of deviation 0.1: what was usual before Xavier.
Matrix small_weights(Random& random, Index n);
/// Square matrices of the kind.
Matrix square_xavier(Random& random, Index n);
/// \copydoc square_xavier
Matrix square_he(Random& random, Index n);

/// Every combination that the chapter compares, the trouble itself first.
std::vector<Cure> all_cures();

/// What the Jacobians leave of a difference over the lag of a task:
/// ||dh(tau-1)/dh(0)||_F / sqrt(H), 1 for an orthogonal matrix. Infinite where
/// the states or the product overflow.
double kept(Activation hidden, const Parameters& p, const FirstSign& task,
            Random random);

/// What one run with a cure showed.
struct Course {
  double before, after;  ///< kept() by the first and by the last weights
  double largest;        ///< largest norm of a gradient before clipping
  double step;           ///< length of the longest update
  double learned;        ///< 1, or 0
};

/// Trains with a cure; the cure says the threshold.
Course trained(const Cure& cure, Index H, const FirstSign& task, Training how,
               Index seed);

}  // namespace unrolled::clipping
