/// \file
/// Seeded random numbers that are the same on every machine.
///
/// The engines are exact by the C++ standard; the distributions of the standard
/// library are not, so the few that the book needs stand here.
#pragma once
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// Random numbers on std::mt19937_64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// A number in [0, 1), on a grid of 2^-53.
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  /// A number in [low, high).
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /// A standard normal number (Marsaglia's polar method).
  double normal() {
    double u, v, s;
    do {
      u = uniform(-1, 1);
      v = uniform(-1, 1);
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * std::sqrt(-2 * std::log(s) / s);
  }

  /// An index in 0 .. n-1, all equally likely.
  /// \throws std::invalid_argument when n is 0
  Index below(Index n) {
    if (n == 0)
      throw std::invalid_argument("below: expected at least 1 choice, got 0");
    const std::uint64_t limit = engine_.max() - engine_.max() % n;
    std::uint64_t draw;
    do draw = engine_();
    while (draw >= limit);
    return draw % n;
  }

  /// A rows x cols matrix, filled column by column.
  Matrix uniform_matrix(Index rows, Index cols, double low, double high) {
    Matrix m(rows, cols);
    for (double& v : m) v = uniform(low, high);
    return m;
  }

  /// A rows x cols matrix, filled column by column.
  Matrix normal_matrix(Index rows, Index cols, double deviation = 1) {
    Matrix m(rows, cols);
    for (double& v : m) v = deviation * normal();
    return m;
  }

  /// 0 .. n-1 in random order (Fisher and Yates).
  std::vector<Index> permutation(Index n) {
    std::vector<Index> order(n);
    std::iota(order.begin(), order.end(), Index{0});
    for (Index i = n; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
    return order;
  }

 private:
  std::mt19937_64 engine_;
};

/// The legacy generator of NumPy (`numpy.random.seed` and its functions), for
/// published runs that were made with it.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  /// `numpy.random.random_sample()`: 53 random bits in [0, 1).
  double random_sample() {
    const double a = static_cast<double>(engine_() >> 5);
    const double b = static_cast<double>(engine_() >> 6);
    return (a * 67108864.0 + b) / 9007199254740992.0;
  }

  /// `numpy.random.randint(high)`.
  /// \throws std::invalid_argument when `high` is 0
  std::uint32_t randint(std::uint32_t high) {
    if (high == 0)
      throw std::invalid_argument("randint: expected at least 1, got 0");
    if (high == 1) return 0;  // NumPy draws nothing for it
    const auto most = static_cast<std::uint32_t>(high - 1);
    std::uint32_t mask = most;
    for (unsigned shift = 1; shift < 32; shift *= 2) mask |= mask >> shift;
    std::uint32_t draw;
    do draw = static_cast<std::uint32_t>(engine_()) & mask;
    while (draw > most);
    return draw;
  }

  /// `numpy.random.randn()`: a standard normal number.
  double randn() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    double u, v, s;
    do {
      u = 2 * random_sample() - 1;
      v = 2 * random_sample() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    const double f = std::sqrt(-2 * std::log(s) / s);
    spare_ = f * u;
    has_spare_ = true;
    return f * v;
  }

  /// `numpy.random.random_sample((rows, cols))`, filled row by row.
  Matrix random_sample(Index rows, Index cols) {
    Matrix m(rows, cols);
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < cols; ++j) m(i, j) = random_sample();
    return m;
  }

 private:
  std::mt19937 engine_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace unrolled
