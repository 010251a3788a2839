/// \file
/// Four things that come in an order, each made into x(t) by formulas.
///
/// Each function draws n sequences of tau + 1 steps, so that x(t + 1) can be
/// asked for after x(t): D x n at t = 1 .. tau + 1.
#pragma once
#include "common/random.hpp"
#include "common/sequence.hpp"

namespace unrolled::language {

/// A price whose daily change is 0.8 of the day before's, and chance; what is
/// read is the change in its own standard deviations, one number.
Sequence prices(Random& random, Index n, Index tau);
/// Letters of Elman's words, each 0 and 1: the column of the unit matrix.
Sequence sentences(Random& random, Index n, Index tau);
/// A tone that climbs and falls by a rule: the spectrum of each 32 samples, 16
/// numbers.
Sequence sounds(Random& random, Index n, Index tau);
/// A dot that is thrown back by the edges of its picture, 4 x 4, flattened.
Sequence films(Random& random, Index n, Index tau);

/// The same steps in a random order, another one for each sequence.
Sequence shuffled(const Sequence& x, Random& random);

}  // namespace unrolled::language
