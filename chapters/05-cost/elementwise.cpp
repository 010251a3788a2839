#include "chapters/05-cost/elementwise.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

namespace unrolled::cost {
namespace {

// e^r - 1 for |r| <= ln 2 / 2: the series, from 1/13! down to 1/2!.
[[gnu::always_inline]] inline double expm1_small(double r) {
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  return p * r * r + r;
}

// tanh x for x >= 0 by m = e^{-2x} - 1: tanh x = -m / (2 + m).
[[gnu::always_inline]] inline double tanh_not_negative(double x) {
  constexpr double to_integer = 0x1.8p52;  // its last bit counts ones
  constexpr double ln2_high = 0x1.62e42fefa38p-1;
  constexpr double ln2_low = 0x1.ef35793c7673p-45;
  const double y = x > 20.0 ? -40.0 : -2.0 * x;  // tanh 20 rounds to 1

  // y = n ln 2 + r, and m = 2^n (e^r - 1) + (2^n - 1).
  const double shifted = y * 0x1.71547652b82fep0 + to_integer;
  const double n = shifted - to_integer;
  const double p = expm1_small((y - n * ln2_high) - n * ln2_low);
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(shifted);
  const double power = std::bit_cast<double>((bits + 1023) << 52);
  const double m = power * p + (power - 1.0);
  const double below = 2.0 + m;
  const double t = -m / below;

  // What the two sums lost, put back to first order; 1/below by a line.
  const double lost_m = power * p - (m - (power - 1.0));
  const double lost = lost_m + (m - (below - 2.0));
  return t - (lost_m + t * lost) * (1.457 - 0.5 * below);
}

[[gnu::always_inline]] inline void tanh_of_all(double* z, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    z[i] = std::copysign(tanh_not_negative(std::fabs(z[i])), z[i]);  // (5.3)
}

// The same loop for two, four and eight numbers at once: the widest that the
// machine has is chosen as the program runs.
void two_at_once(double* z, std::size_t n) {
  tanh_of_all(z, n);
}
#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void four_at_once(double* z, std::size_t n) {
  tanh_of_all(z, n);
}
[[gnu::target("avx512f,avx512dq,fma")]] void eight_at_once(double* z,
                                                           std::size_t n) {
  tanh_of_all(z, n);
}
#endif

using Loop = void (*)(double*, std::size_t);
Loop widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq")) return eight_at_once;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return four_at_once;
#endif
  return two_at_once;
}

}  // namespace

void tanh_in_place(double* z, std::size_t n) {
  static const Loop loop = widest();
  loop(z, n);
}

}  // namespace unrolled::cost
