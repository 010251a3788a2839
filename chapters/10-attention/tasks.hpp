/// \file
/// Two tasks that part the networks: to recall one symbol after a lag, and to
/// keep count of all.
#pragma once
#include "chapters/10-attention/learners.hpp"

namespace unrolled::attention {

/// One of four signs, then `lag` symbols of noise, then a question: which sign
/// was it?
struct Recall {
  enum Symbol { sign = 0, noise = 4, question = 8 };
  static constexpr Index symbols = 9, classes = 4;
};
Task recall(Random& random, Index n, Index lag);

/// Bits; to be told after each is whether the ones so far are odd in number.
struct Parity {
  static constexpr Index symbols = 2, classes = 2;
};
Task parity(Random& random, Index n, Index tau);

}  // namespace unrolled::attention
