#include "common/rational.hpp"

#include <boost/multiprecision/cpp_int.hpp>

namespace unrolled {

struct Rational::Fraction {
  boost::multiprecision::cpp_rational value;
};

Rational::Rational(double x) : x_(x) {
  if (!std::isfinite(x))
    throw std::invalid_argument("Rational: expected a finite number");
}
Rational::Rational(const Rational& other) : x_(other.x_) {
  if (other.fraction_) fraction_ = std::make_unique<Fraction>(*other.fraction_);
}
Rational::Rational(Rational&& other) noexcept = default;
Rational& Rational::operator=(Rational other) noexcept {
  x_ = other.x_;
  fraction_ = std::move(other.fraction_);
  return *this;
}
Rational::~Rational() = default;

Rational::Fraction Rational::fraction() const {
  return fraction_ ? *fraction_ : Fraction{decltype(Fraction::value)(x_)};
}

namespace {

// What is lost of a + b, and of a * b, in a double: 0 when nothing is.
double lost_of_sum(double a, double b) {
  const double sum = a + b, of_b = sum - a;
  return (a - (sum - of_b)) + (b - of_b);
}
double lost_of_product(double a, double b) {
  if (a == 0 || b == 0) return 0;
  const double product = a * b;
  const bool far_from_the_ends =
      std::abs(product) > 1e-250 && std::abs(product) < 1e250;
  return far_from_the_ends ? std::fma(a, b, -product) : 1;
}

}  // namespace

Rational& Rational::operator+=(const Rational& other) {
  if (!fraction_ && !other.fraction_ && lost_of_sum(x_, other.x_) == 0) {
    x_ += other.x_;
    return *this;
  }
  fraction_ = std::make_unique<Fraction>(
      Fraction{fraction().value + other.fraction().value});
  return *this;
}

Rational& Rational::operator*=(const Rational& other) {
  if (!fraction_ && !other.fraction_ && lost_of_product(x_, other.x_) == 0) {
    x_ *= other.x_;
    return *this;
  }
  fraction_ = std::make_unique<Fraction>(
      Fraction{fraction().value * other.fraction().value});
  return *this;
}

bool operator<(const Rational& a, const Rational& b) {
  if (!a.fraction_ && !b.fraction_) return a.x_ < b.x_;
  return a.fraction().value < b.fraction().value;
}

Rational::operator double() const {
  return fraction_ ? static_cast<double>(fraction_->value) : x_;
}

std::string Rational::text() const {
  return fraction().value.str();
}

Index Rational::places() const {
  const boost::multiprecision::cpp_int below = denominator(fraction().value);
  const auto places = msb(below);
  if (below != boost::multiprecision::cpp_int(1) << places)
    throw std::domain_error(
        "places: expected a denominator that is a power "
        "of two, got " +
        below.str());
  return places;
}

}  // namespace unrolled
