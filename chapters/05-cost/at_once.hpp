/// \file
/// Loops over elements that do several numbers at once: tanh, sigma and e^y
/// without a branch, and the builds of a loop for two, four and eight numbers.
///
/// A file that has such loops is compiled with what this chapter's
/// CMakeLists.txt asks for elementwise.cpp.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace unrolled::cost {

/// e^y = power (1 + p).
struct Exponential {
  double power, p;
};

/// e^y by y = n ln 2 + r, power = 2^n and p = e^r - 1.
/// \param y  from -700 to 0
[[gnu::always_inline]] inline Exponential exponential(double y) {
  constexpr double to_integer = 0x1.8p52;  // its last bit counts ones
  constexpr double ln2_high = 0x1.62e42fefa38p-1;
  constexpr double ln2_low = 0x1.ef35793c7673p-45;
  const double shifted = y * 0x1.71547652b82fep0 + to_integer;
  const double n = shifted - to_integer;
  const double r = (y - n * ln2_high) - n * ln2_low;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(shifted);
  const double power = std::bit_cast<double>((bits + 1023) << 52);

  // |r| <= ln 2 / 2: the series, from 1/13! down to 1/2!.
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
  return {power, p * r * r + r};
}

/// tanh z, within 2 units in the last place; NaN stays NaN, -0 stays -0.
[[gnu::always_inline]] inline double tanh_of(double z) {
  // For x >= 0 by m = e^{-2x} - 1: tanh x = -m / (2 + m).
  const double x = std::fabs(z);
  const double y = x > 20.0 ? -40.0 : -2.0 * x;  // tanh 20 rounds to 1
  const auto [power, p] = exponential(y);
  const double m = power * p + (power - 1.0);
  const double below = 2.0 + m;
  const double t = -m / below;

  // What the two sums lost, put back to first order; 1/below by a line.
  const double lost_m = power * p - (m - (power - 1.0));
  const double lost = lost_m + (m - (below - 2.0));
  return std::copysign(t - (lost_m + t * lost) * (1.457 - 0.5 * below), z);
}

/// 1 / (1 + e^-z), within 2 units in the last place; NaN stays NaN. (Below
/// -700 it is that of -700, which is 1e-304.)
[[gnu::always_inline]] inline double sigma_of(double z) {
  const double x = std::fabs(z);
  const auto [power, p] = exponential(x > 700.0 ? -700.0 : -x);
  const double e = power * p + power;
  return (z < 0.0 ? e : 1.0) / (1.0 + e);
}

/// The builds of Loop::run, a static function that is always inlined, for two,
/// four and eight numbers at once.
template <class Loop, class Function = decltype(Loop::run)>
struct Builds;

template <class Loop, class... Arguments>
struct Builds<Loop, void(Arguments...)> {
  /// One build.
  using Call = void (*)(Arguments...);

  /// Those that this machine can run, the plainest first.
  static std::vector<Call> all() {
    std::vector<Call> builds{two_at_once};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
      builds.push_back(four_at_once);
    if (__builtin_cpu_supports("avx512dq")) builds.push_back(eight_at_once);
#endif
    return builds;
  }
  /// The widest of them; where OpenBLAS is told to take its plainest kernels,
  /// for the same digits on every machine, the plainest.
  static Call chosen() {
    return choice;
  }

 private:
  static void two_at_once(Arguments... all) {
    Loop::run(all...);
  }
#if defined(__x86_64__)
  [[gnu::target("avx2,fma")]] static void four_at_once(Arguments... all) {
    Loop::run(all...);
  }
  [[gnu::target("avx512f,avx512dq,fma")]] static void eight_at_once(
      Arguments... all) {
    Loop::run(all...);
  }
#endif
  static bool plain() {
    const char* kernels = std::getenv("OPENBLAS_CORETYPE");
    return kernels && std::strcmp(kernels, "Prescott") == 0;
  }
  // Chosen before main() begins: a pass asks for no memory.
  inline static const Call choice = plain() ? all().front() : all().back();
};

}  // namespace unrolled::cost
