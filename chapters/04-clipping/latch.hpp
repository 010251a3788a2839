/// \file
/// A unit that remembers one bit (Bengio, Simard and Frasconi, 1994, in closed
/// form): h(t) = tanh(w h(t-1) + u(t)) with w > 1 has two states in which it
/// rests, of either sign, and a push u flips it only beyond a threshold.
///
/// Everything is a single number.
#pragma once
#include <cmath>
#include <stdexcept>
#include <string>

namespace unrolled::clipping {

/// Demands a weight that latches.
/// \param w  recurrent weight
/// \throws std::invalid_argument when w is not a finite number above 1
inline void require_latching(double w) {
  if (w > 1 && std::isfinite(w)) return;
  throw std::invalid_argument("w: expected a finite number above 1, got " +
                              std::to_string(w));
}

/// The state where the unit stops to hold: there the slope of the step,
/// w (1 - h^2), is 1.
/// \param w  recurrent weight, above 1
/// \return the positive root
/// \throws std::invalid_argument when w is not above 1
// [critical]
inline double critical_state(double w) {
  require_latching(w);
  return std::sqrt(1 - 1 / w);  // (4.9)
}
// [critical]

/// The threshold of the push: a smaller one, kept up for ever, leaves the sign
/// of the state; a larger one against it flips the sign.
/// \param w  recurrent weight, above 1
/// \return the threshold, above 0
/// \throws std::invalid_argument when w is not above 1
// [push]
inline double critical_push(double w) {
  const double h = critical_state(w);
  return w * h - std::atanh(h);  // (4.10)
}
// [push]

/// The positive state in which the unit rests under a constant push: the larger
/// root of h = tanh(w h - push), by halving the interval from the critical
/// state to 1.
/// \param w     recurrent weight, above 1
/// \param push  against the state, 0 .. critical_push(w)
/// \return the root
/// \throws std::invalid_argument when w is not above 1, or no root is positive
// [resting]
inline double resting_state(double w, double push = 0) {
  if (!(push >= 0 && push <= critical_push(w)))
    throw std::invalid_argument("push: expected 0 .. " +
                                std::to_string(critical_push(w)) + ", got " +
                                std::to_string(push));
  double low = critical_state(w), high = 1;
  for (int halving = 0; halving < 60; ++halving) {
    const double h = (low + high) / 2;
    (h < std::tanh(w * h - push) ? low : high) = h;  // (4.11)
  }
  return (low + high) / 2;
}
// [resting]

/// The slope of a step into the state h, dh(t)/dh(t-1).
/// \param w  recurrent weight
/// \param h  the state after the step
/// \return w (1 - h^2)
inline double slope(double w, double h) {
  return w * (1 - h * h);
}

/// The steepest slope that a step can have while the bit is safe: the slope
/// where noise that pushes as hard as it can, for ever, would bring the state.
/// \param w      recurrent weight, above 1
/// \param noise  bound of the noise, 0 .. critical_push(w)
/// \return a number below 1 for noise below the threshold
/// \throws std::invalid_argument as resting_state()
// [safe]
inline double safe_slope(double w, double noise) {
  return slope(w, resting_state(w, noise));  // (4.12)
}
// [safe]

}  // namespace unrolled::clipping
