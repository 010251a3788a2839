/// \file
/// The 2-2-1 network of note D, section 2: in matrices, unit by unit, and as
/// the note's words have it.
///
/// Dimensions: network.hpp's, two inputs, two hidden units with ReLU and one
/// linear output in the note, any sizes in matrices. The note calls U, W, V
/// W_xh, W_hh, W_hy. A shape that does not fit throws std::invalid_argument,
/// naming the argument.
#pragma once
#include "chapters/02-three-steps/network.hpp"

namespace unrolled::three_steps {

/// What a step of the network gives.
struct ReluStep {
  Vector h;      ///< the hidden units
  Vector y_hat;  ///< the output
};

/// The network of the page: small whole numbers; each hidden unit is on in one
/// step and the second is off in two.
Parameters pencil_net();

/// A step in matrices, from the state `before`.
ReluStep step_in_matrices(const Parameters& p, const Vector& x,
                          const Vector& before);

/// A step of the 2-2-1 network, unit by unit.
ReluStep step_by_unit(const Parameters& p, const Vector& x,
                      const Vector& before);

/// A step as the note's words have it: the first row of U leads from x1 to h1
/// and h2. This is not what the note's formulas compute.
ReluStep step_by_words(const Parameters& p, const Vector& x,
                       const Vector& before);

}  // namespace unrolled::three_steps
