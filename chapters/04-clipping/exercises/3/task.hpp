/// \file
/// Exercise 4-3: what the answer defines.
#pragma once
#include <vector>

#include "common/matrix.hpp"

using unrolled::Matrix;

/// Clips a gradient by the norm over all its blocks, of any shapes; they are
/// changed in place. The threshold, above 0, is the largest norm let through.
/// Returns the norm before.
double clip(std::vector<Matrix>& gradient, double threshold);
