/// \file
/// Masks: which units of a layer are kept, and by what they are multiplied.
///
/// p is the chance to keep a unit, above 0 and at most 1. A mask has an entry
/// for each unit, 1/p or 0.
///
/// Every function throws std::invalid_argument for another p.
#pragma once
#include <functional>

#include "common/matrix.hpp"
#include "common/random.hpp"
#include "common/sequence.hpp"

/// Chapter 8: dropout.
namespace unrolled::dropout {

/// A mask for each column (Srivastava and others, 2014, scaled in training).
Matrix mask(Random& random, Index rows, Index cols, double p);

/// A new mask at each of the steps 1 .. tau.
Sequence at_every_step(Random& random, Index rows, Index n, Index tau,
                       double p);
/// One mask, the same at each step.
Sequence once(Random& random, Index rows, Index n, Index tau, double p);
/// The mask that keeps everything.
Sequence everything(Index rows, Index n, Index tau);

/// Takes all 2^n masks of n units, each with its chance.
/// \throws std::invalid_argument also for more than 20 units
void each_mask(Index n, double p,
               const std::function<void(const Vector& m, double chance)>& take);

/// Mean and variance.
struct Moments {
  double mean, variance;
};

/// Of a number that hangs on the masks of n units, over all of them.
Moments over_all_masks(Index n, double p,
                       const std::function<double(const Vector& m)>& number);

/// The mean of 1/2 |W (m a) + b - y|^2 over all masks m, without taking them.
double mean_squared_error(const Matrix& W, const Vector& b, const Vector& a,
                          const Vector& y, double p);

}  // namespace unrolled::dropout
