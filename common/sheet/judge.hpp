/// \file
/// Judges the reader's gradients, after the book's own.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "common/sheet/sheet.hpp"

namespace unrolled {

/// Judges the blocks of a key of the reader's: one, or one for each layer.
std::vector<Judged> judged(const Input& input, const std::string& key,
                           const std::vector<Matrix>& truth,
                           const std::vector<Mistake>& mistakes);

/// Tries a gradient of the book's along a direction.
/// \param slope  the derivative of the loss along it, found another way
/// \param scale  how large the numbers are that it is made of
/// \throws std::logic_error when they differ
void require_own(const std::string& key, const std::vector<Matrix>& gradient,
                 const Slope& slope, double scale);

}  // namespace unrolled
