/// \file
/// Exercise 11-3: what the answer defines, and what it may use.
///
/// Two symbols, 0 and 1, in base 4; the empty cell of the tape is 0.
#pragma once
#include "tests/exercises/task.hpp"

/// A tape as two stacks: left of the head, the nearest cell on top; and from
/// the cell under the head on, that one on top.
struct Tape {
  double left, right;
};

/// Whether anything is on a stack, and its top symbol (0 when nothing is).
inline bool is_empty(double q) { return q == 0; }
inline Index top(double q) { return 4 * q >= 3 ? 1 : 0; }
/// Push and pop.
inline double push(double q, Index a) {
  return (q + 2 * static_cast<double>(a) + 1) / 4;
}
inline double pop(double q) {
  return 4 * q - 2 * static_cast<double>(top(q)) - 1;
}

/// Writes a symbol under the head and moves the head one cell to the left.
Tape write_and_go_left(Tape tape, Index write);
