/// \file
/// One linear unit, T steps: what masks on its way make of it, in closed form.
///
/// p is the chance to keep, as in mask.hpp.
#pragma once
#include "chapters/08-dropout/mask.hpp"

namespace unrolled::dropout {

/// h(T) of the chain h(t) = m(t) h(t-1) with h(0) = 1; m has T entries.
double carried(const Vector& m);

/// Its mean and variance, a new mask at each step.
Moments of_new_masks(double p, Index T);
/// The same, one mask for all steps.
Moments of_one_mask(double p, Index T);

/// h(T) of h(t) = f h(t-1) + m(t) a(t) with h(0) = 0: the masks stand on what
/// is written.
double written(double f, const Vector& a, const Vector& m);

/// Its mean and variance, a new mask at each step.
Moments of_what_is_written(double p, double f, const Vector& a);

}  // namespace unrolled::dropout
