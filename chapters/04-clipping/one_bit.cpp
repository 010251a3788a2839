#include "chapters/04-clipping/one_bit.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace unrolled::clipping {
namespace {

void require_latching(double w) {
  if (w > 1 && std::isfinite(w)) return;
  throw std::invalid_argument("w: expected a finite number above 1, got " +
                              std::to_string(w));
}

}  // namespace

// [critical]
double critical_state(double w) {
  require_latching(w);
  return std::sqrt(1 - 1 / w);  // (4.9)
}
// [critical]

// [push]
double critical_push(double w) {
  const double h = critical_state(w);
  return w * h - std::atanh(h);  // (4.10)
}
// [push]

// By halving the interval from the critical state to 1.
// [resting]
double resting_state(double w, double push) {
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

double slope(double w, double h) {
  return w * (1 - h * h);
}

// [safe]
double safe_slope(double w, double noise) {
  return slope(w, resting_state(w, noise));  // (4.12)
}
// [safe]

Vector pushed(double w, double push, Index steps) {
  Vector h(steps + 1, arma::fill::value(resting_state(w)));
  for (Index t = 1; t <= steps; ++t) h(t) = std::tanh(w * h(t - 1) - push);
  return h;
}

Vector kept_in_noise(double w, double bound, Index steps, Random random) {
  Vector kept(steps + 1, arma::fill::ones);
  double h = resting_state(w);
  for (Index t = 1; t <= steps; ++t) {
    h = std::tanh(w * h + random.uniform(-bound, bound));
    if (h <= 0) throw std::runtime_error("noise: the bit was lost");
    kept(t) = kept(t - 1) * slope(w, h);
  }
  return kept;
}

}  // namespace unrolled::clipping
