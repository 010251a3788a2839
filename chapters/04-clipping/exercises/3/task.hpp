/// \file
/// Exercise 4-3: what the answer defines.
#pragma once
#include <vector>

#include "common/matrix.hpp"

using unrolled::Matrix;

/// Clips a gradient by the norm over all its blocks.
/// \param gradient   the blocks, of any shapes; changed in place
/// \param threshold  largest norm let through, above 0
/// \return the norm before
double clip(std::vector<Matrix>& gradient, double threshold);
