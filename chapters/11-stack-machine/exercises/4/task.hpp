/// \file
/// Exercise 11-4: what the answer defines, and what it may use.
#pragma once
#include "tests/exercises/task.hpp"

/// The flag for a symbol of at least a on top of a stack in base 4, (11.5).
inline double flag(double q, double a) {
  return std::min(std::max(4 * q - 2 * a, 0.0), 1.0);
}

/// 1 when a word of parentheses is balanced, else 0: ( is 0, ) is 1.
double judge(const Vector& word);
