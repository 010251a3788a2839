/// \file
/// Exact rational numbers: fractions of whole numbers of any length.
#pragma once
#include <memory>
#include <string>

#include "common/matrix.hpp"

namespace unrolled {

/// A rational number; nothing is ever rounded. It is a double for as long as
/// that holds it exactly, and Boost.Multiprecision's fraction from there on.
class Rational {
 public:
  /// Exactly this number.
  /// \throws std::invalid_argument when it is not finite
  Rational(double x = 0);
  Rational(const Rational& other);
  Rational(Rational&& other) noexcept;
  Rational& operator=(Rational other) noexcept;
  ~Rational();

  Rational& operator+=(const Rational& other);
  Rational& operator*=(const Rational& other);
  friend Rational operator+(Rational a, const Rational& b) { return a += b; }
  friend Rational operator*(Rational a, const Rational& b) { return a *= b; }
  friend bool operator<(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) {
    return !(a < b) && !(b < a);
  }

  /// The nearest double, or one beside it.
  explicit operator double() const;
  /// The fraction in lowest terms: "21/64".
  std::string text() const;
  /// The binary places after the point that it needs: 6 for 21/64.
  /// \throws std::domain_error when no number of them is enough, as for 1/3
  Index places() const;

 private:
  struct Fraction;
  Fraction fraction() const;

  double x_;  // where fraction_ is none
  std::unique_ptr<Fraction> fraction_;
};

}  // namespace unrolled
