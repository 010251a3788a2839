/// \file
/// A stack in one number (Siegelmann and Sontag, 1995).
///
/// A stack of symbols 0 .. k-1 is a number q from 0 to 1, written in a base B
/// that is at least 2 k: the symbol a is the digit 2 a + 1, the top comes
/// first. The empty stack is 0. A Number is a double, or exact: a Rational.
#pragma once
#include <vector>

#include "common/rational.hpp"

/// Chapter 11: a network that is a stack machine.
namespace unrolled::stack_machine {

/// A stack, its top last; or a word, its first symbol first.
using Symbols = std::vector<Index>;

/// The base for k symbols: the smallest power of two that is at least 2 k, so
/// that every weight of the chapter is a double.
/// \throws std::invalid_argument when there is no symbol
double base_of(Index k);

/// The saturated line: z between 0 and 1, else the nearer of the two.
template <class Number>
Number sigma(const Number& z) {
  return std::min(std::max(z, Number(0)), Number(1));  // (11.1)
}

/// A whole stack as a number.
template <class Number>
Number number_of(const Symbols& stack, double B) {
  Number q = 0;
  for (Index i = 1; i <= stack.size(); ++i) {
    const double a = static_cast<double>(stack[stack.size() - i]);
    const Number digit = 2 * a + 1;
    q += digit * Number(std::pow(B, -static_cast<double>(i)));  // (11.2)
  }
  return q;
}

/// The number with the symbol a put on top.
template <class Number>
Number push(const Number& q, Index a, double B) {
  const double digit = 2 * static_cast<double>(a) + 1;
  return q * Number(1 / B) + Number(digit / B);  // (11.3)
}

/// The number without the symbol a, which is on top.
template <class Number>
Number pop(const Number& q, Index a, double B) {
  const double digit = 2 * static_cast<double>(a) + 1;
  return Number(B) * q + Number(-digit);  // (11.4)
}

/// 1 when there is a symbol on top that is at least a, else 0: for a = 0 it
/// says that the stack is not empty. (Between the two for a number that is no
/// stack.)
template <class Number>
Number flag(const Number& q, Index a, double B) {
  return sigma(Number(B) * q + Number(-2 * static_cast<double>(a)));  // (11.5)
}

/// The stack that a number stands for.
/// \throws std::domain_error when it stands for none
template <class Number>
Symbols stack_of(Number q, Index k);

}  // namespace unrolled::stack_machine
