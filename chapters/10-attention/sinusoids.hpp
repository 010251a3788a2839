/// \file
/// Where a step stands, told by sinusoids (Vaswani and others, 2017).
///
/// Dimensions: D numbers for each of tau steps; D is even.
#pragma once
#include "common/matrix.hpp"

namespace unrolled::attention {

/// The frequencies omega, D/2 of them: from 1 down.
/// \throws std::invalid_argument when D is odd or 0
Vector frequencies(Index D);

/// p(1) .. p(tau), D x tau: a sine and a cosine of each frequency.
/// \throws std::invalid_argument when D is odd or 0
Matrix positions(Index D, Index tau);

}  // namespace unrolled::attention
