/// \file
/// A unit that remembers one bit (Bengio, Simard and Frasconi, 1994, in closed
/// form): h(t) = tanh(w h(t-1) + u(t)) with w > 1 has two states in which it
/// rests, of either sign, and a push u flips it only beyond a threshold.
///
/// Everything is a single number. Every function that asks for the weight w
/// throws std::invalid_argument when it is not a finite number above 1.
#pragma once
#include "common/random.hpp"

namespace unrolled::clipping {

/// The state where the unit stops to hold: there the slope of the step,
/// w (1 - h^2), is 1. The positive root.
double critical_state(double w);

/// The threshold of the push: a smaller one, kept up for ever, leaves the sign
/// of the state; a larger one against it flips the sign.
double critical_push(double w);

/// The positive state in which the unit rests under a constant push against it:
/// the larger root of h = tanh(w h - push).
/// \throws std::invalid_argument unless push is 0 .. critical_push(w)
double resting_state(double w, double push = 0);

/// The slope of a step into the state h, dh(t)/dh(t-1): w (1 - h^2).
double slope(double w, double h);

/// The steepest slope that a step can have while the bit is safe: the slope
/// where noise that pushes as hard as it can, for ever, would bring the state.
/// Below 1 for noise below the threshold.
/// \throws std::invalid_argument as resting_state()
double safe_slope(double w, double noise);

/// The states h(0) .. h(steps) under a constant push against the resting one.
Vector pushed(double w, double push, Index steps);

/// dh(t)/dh(0), t = 0 .. steps, from the resting state, under random noise that
/// never exceeds a bound.
/// \throws std::runtime_error when the sign is lost
Vector kept_in_noise(double w, double bound, Index steps, Random random);

}  // namespace unrolled::clipping
