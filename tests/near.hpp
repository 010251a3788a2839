// What most tests say: this block is near that one; this is refused so.
#pragma once
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

#include "common/blocks.hpp"
#include "common/gradient_check.hpp"
#include "common/sequence.hpp"
#include "tests/catch.hpp"

#ifdef UNROLLED_CATCH2_V2
template <class T>
using MatcherBase = Catch::MatcherBase<T>;
#else
template <class T>
using MatcherBase = Catch::Matchers::MatcherBase<T>;
#endif

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// What rounding may do to a block, relative to its norm.
inline constexpr double kTolerance = 1e-12;
// A wrong version is a million tolerances off, not at the edge of one.
inline constexpr double kFarOff = 1e-6;

namespace near_detail {

using unrolled::Matrix;
using unrolled::Sequence;

inline std::string digits(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

inline const Matrix& numbers(const Matrix& m) {
  return m;
}
inline Matrix numbers(const Sequence& q) {
  const unrolled::Cube& s = q.slices();
  return {s.memptr(), s.n_rows, s.n_cols * s.n_slices};
}

inline bool same_shape(const Matrix& a, const Matrix& b) {
  return arma::size(a) == arma::size(b);
}
inline bool same_shape(const Sequence& a, const Sequence& b) {
  return arma::size(a.slices()) == arma::size(b.slices()) &&
         a.first() == b.first();
}

// Which entry is farthest off: "entry 2, 3 is 0.5, expected 0.25".
inline std::string worst_entry(const Matrix& got, const Matrix& expected) {
  const Matrix off = arma::abs(got - expected);
  arma::uword at = off.is_finite() ? off.index_max() : 0;
  if (!off.is_finite()) at = arma::uvec(arma::find_nonfinite(off))(0);
  const arma::uvec place = arma::ind2sub(arma::size(off), at);
  return "entry " + std::to_string(place(0) + 1) + ", " +
         std::to_string(place(1) + 1) + " is " + digits(got(at)) +
         ", expected " + digits(expected(at));
}

template <class T>
class Matcher : public MatcherBase<T> {
 public:
  Matcher(T expected, double tolerance)
      : expected_(std::move(expected)), tolerance_(tolerance) {}

  bool match(const T& got) const override {
    if (!same_shape(got, expected_)) {
      found_ = "shape " + unrolled::shape(Matrix(numbers(got))) +
               ", expected " + unrolled::shape(Matrix(numbers(expected_)));
      return false;
    }
    const Matrix g = numbers(got), e = numbers(expected_);
    if (e.is_empty()) return true;
    const double error = unrolled::block_error(g, e);
    found_ = "error " + digits(error) + ", " + worst_entry(g, e);
    return error <= tolerance_;
  }
  std::string describe() const override {
    return "is near, to " + digits(tolerance_) + ": " + found_;
  }

 private:
  T expected_;
  double tolerance_;
  mutable std::string found_;
};

}  // namespace near_detail

// CHECK_THAT(g.dW, Near(truth.dW)): the block_error() is at most the tolerance.
inline auto Near(const unrolled::Matrix& expected,
                 double tolerance = kTolerance) {
  return near_detail::Matcher<unrolled::Matrix>(expected, tolerance);
}
inline auto Near(const unrolled::Sequence& expected,
                 double tolerance = kTolerance) {
  return near_detail::Matcher<unrolled::Sequence>(expected, tolerance);
}

// Every block of a gradient, by name.
inline void check_blocks(const unrolled::ConstBlocks& got,
                         const unrolled::ConstBlocks& expected,
                         double tolerance = kTolerance) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    INFO(got[i].name);
    CHECK_THAT(got[i].values, Near(expected[i].values, tolerance));
  }
}

// What a bad argument is told; "accepted" when it is not refused.
template <class Exception = std::invalid_argument>
std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Exception& error) {
    return error.what();
  }
  return "accepted";
}

inline unrolled::Matrix column(const unrolled::Vector& v) {
  return v;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
