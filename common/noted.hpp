/// \file
/// What a run noted before rounding could tell.
///
/// What training ends with hangs on the last bit, so that much is allowed when
/// it is compared with what was accepted. Its first gradients do not, nor what
/// it is judged on: a program keeps both with its results.
#pragma once
#include <string>

#include "common/blocks.hpp"

namespace unrolled {

/// Weights were drawn: the next three gradients are first ones.
void note_weights();
/// Something learns by this gradient; the size of a first one is noted.
void note_gradient(const ConstBlocks& gradient);
/// Something is judged on numbers of this sum, or on so many.
void note_judged(double sum);

/// "gradients 12.34567890, judged 500", of all since it was last asked; empty
/// where there were none.
std::string take_notes();

}  // namespace unrolled
