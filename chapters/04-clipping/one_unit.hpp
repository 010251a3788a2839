/// \file
/// The smallest network with a cliff (Pascanu, Mikolov and Bengio, 2013,
/// section 2.3): one sigmoid unit without input, of which the loss looks at the
/// last state alone.
///
/// w (recurrent weight), b (bias) and all states are single numbers. x(t) is
/// the pre-activation, as in the paper; h(t) = sigma(x(t)) is chapter 3's
/// hidden state.
#pragma once
#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::clipping {

/// The problem: where the unit starts, how long it runs, where it should end.
struct OneUnit {
  double start = 0.5;   ///< x(0)
  Index steps = 50;     ///< tau
  double target = 0.7;  ///< for sigma(x(tau))
};

/// E, the squared distance of the last state from the target.
double error(const OneUnit& problem, double w, double b);

/// dE/dw and dE/db, by chapter 3's forward and backward: the unit is a network
/// with H = 1, U = 0, V = 1 and h(0) = sigma(x(0)).
/// \throws std::invalid_argument when there are no steps, or a number is not
///         finite
Vector gradient(const OneUnit& problem, double w, double b);

/// The wall: the bias at which the start is a fixed point, x(0) = x(1) = ...
/// It is a cliff of E where that point repels, that is for w > least_weight().
double wall(const OneUnit& problem, double w);

/// The weight above which the start, as a fixed point, repels.
double least_weight(const OneUnit& problem);

/// Gradient descent on E from the point (w, b); threshold 0: no clipping.
/// \return the points, one a row, the first being the start
Matrix descend(const OneUnit& problem, Vector at, double rate, double threshold,
               Index updates);

}  // namespace unrolled::clipping
