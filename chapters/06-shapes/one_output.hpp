/// \file
/// One output at the end: chapter 3's network, of which the last output alone
/// is read.
///
/// Dimensions as in chapter 3's bptt.hpp; y is K x n, one target a sequence.
#pragma once
#include "chapters/03-any-length/bptt.hpp"

/// Chapter 6: the same steps, wired otherwise.
namespace unrolled::shapes {

using bptt::Gradient;
using three_steps::Network;
using three_steps::ParameterGradient;
using three_steps::Parameters;

/// dL/do of a loss that reads the last output alone: zeros at every step before
/// it.
/// \param last  dL/do(tau), K x n
Sequence at_the_end(const Matrix& last, Index tau);

/// Vectors, a column each, read in so many steps: x(1) is the uppermost part of
/// each column. In 8 steps a drawing of 8 rows is read row by row.
/// \throws std::invalid_argument unless the parts are of one size
Sequence in_steps(const Matrix& columns, Index tau);

/// The loss of the last output, and its gradient by chapter 3's way back. Deep
/// Learning (Goodfellow et al., 2016), figure 10.5.
/// \throws std::invalid_argument naming what does not fit or is not finite
bptt::LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                        const Sequence& x, const Matrix& y,
                                        const Matrix& h0);

}  // namespace unrolled::shapes
