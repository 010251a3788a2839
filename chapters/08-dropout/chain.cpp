#include "chapters/08-dropout/chain.hpp"

namespace unrolled::dropout {

// [chain]
double carried(const Vector& m) {
  double h = 1;
  for (const double one : m) h = one * h;  // (8.24)
  return h;
}

Moments of_new_masks(double p, Index T) {
  const double steps = static_cast<double>(T);
  return {1, std::pow(p, -steps) - 1};  // (8.26)
}

Moments of_one_mask(double p, Index T) {
  const double steps = static_cast<double>(T);
  const double mean = std::pow(p, 1 - steps);                        // (8.27)
  const double variance = std::pow(p, 1 - 2 * steps) - mean * mean;  // (8.28)
  return {mean, variance};
}
// [chain]

// [written]
double written(double f, const Vector& a, const Vector& m) {
  double h = 0;
  for (Index i = 0; i < a.n_elem; ++i) h = f * h + m(i) * a(i);  // (8.29)
  return h;
}

Moments of_what_is_written(double p, double f, const Vector& a) {
  Moments sum{0, 0};
  for (const double in : a) {
    sum.mean = f * sum.mean + in;                                 // (8.30)
    sum.variance = f * f * sum.variance + (1 - p) / p * in * in;  // (8.31)
  }
  return sum;
}
// [written]

}  // namespace unrolled::dropout
