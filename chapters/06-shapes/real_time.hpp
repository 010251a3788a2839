/// \file
/// Real-time recurrent learning (Williams and Zipser, 1989): the same gradient
/// forward in time, without a memory that grows with tau.
///
/// Dimensions as in chapter 3's bptt.hpp, one sequence: n = 1. Q = H (D+H+1) +
/// H numbers are U, W, b, column by column, then h(0):
///
///     S(t)  H x Q, dh(t) by all of them
#pragma once
#include "chapters/06-shapes/one_output.hpp"

namespace unrolled::shapes {

/// The gradient, and what it takes.
struct RealTime : ParameterGradient {
  Matrix dh0;       ///< dL/dh(0)
  double loss = 0;  ///< the sum over all steps
  double multiplications =
      0;           ///< for S(t) and what it is read by, in all steps
  Index kept = 0;  ///< numbers kept from one step to the next
};

/// dz(t)/d(U, W, b, h(0)), with h(t-1) held: H x Q.
Matrix immediate(const Vector& x, const Vector& h_before);

/// One step: dh(t) by the parameters and h(0), from the same of h(t-1).
Matrix next_sensitivity(Activation hidden, const Matrix& W, const Matrix& S,
                        const Vector& x, const Vector& h_before,
                        const Vector& h);

/// Loss and gradient of one sequence, in one run from the first step to the
/// last.
/// \throws std::invalid_argument naming what does not fit or is not finite
RealTime real_time(const Network& net, const Parameters& p, const Sequence& x,
                   const Sequence& y, const Matrix& h0);

}  // namespace unrolled::shapes
