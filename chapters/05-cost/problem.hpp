/// \file
/// A network and a batch to measure on, and the plain ways to its gradient.
#pragma once
#include "chapters/05-cost/checkpoints.hpp"

namespace unrolled::cost {

/// A tanh network with linear outputs and squared error, and n sequences.
struct Problem {
  Parameters p;  ///< recurrent weights of gain 0.9: the states neither fade
                 ///< nor saturate
  Sequence x;    ///< inputs
  Sequence y;    ///< targets
  Matrix h0;     ///< H x n

  /// D inputs, H hidden units, K outputs, n sequences of tau steps.
  Problem(Index D, Index H, Index K, Index n, Index tau,
          std::uint64_t seed = 1);

  /// What a pass asks for; dL/do = o - y.
  BlockLoss loss() const;
  /// Chapter 3's pass, a matrix per step.
  Gradient a_matrix_per_step() const;
  /// Chapter 3's pass for each sequence alone: the sum.
  Gradient one_at_a_time() const;
};

/// The error of the worst block.
double worst_error(const Gradient& got, const Gradient& expected);

/// tanh as the standard library has it, one number at a time.
void plain_tanh(double* z, std::size_t n);

}  // namespace unrolled::cost
