#include "chapters/10-attention/sinusoids.hpp"

#include <cmath>

namespace unrolled::attention {

// [positions]
Vector frequencies(Index D) {
  if (D == 0 || D % 2 == 1)
    throw std::invalid_argument("D: expected an even number above 0, got " +
                                std::to_string(D));
  Vector omega(D / 2);
  for (Index i = 1; i <= D / 2; ++i)
    omega(i - 1) = std::pow(1e4, -2.0 * double(i - 1) / double(D));  // (10.18)
  return omega;
}

Matrix positions(Index D, Index tau) {
  const Vector omega = frequencies(D);
  Matrix p(D, tau);
  for (Index t = 1; t <= tau; ++t)
    for (Index i = 1; i <= D / 2; ++i) {
      p(2 * i - 2, t - 1) = std::sin(omega(i - 1) * double(t));  // (10.19)
      p(2 * i - 1, t - 1) = std::cos(omega(i - 1) * double(t));  // (10.20)
    }
  return p;
}
// [positions]

}  // namespace unrolled::attention
