/// \file
/// Exercise 4-2: what the answer defines.
#pragma once
#include "common/matrix.hpp"
#include "common/sequence.hpp"

using unrolled::Index;
using unrolled::Matrix;
using unrolled::Sequence;
using unrolled::Vector;

/// dh(t)/dh(k) of tanh units, 0 <= k <= t, from W, H x H, and the states h(0)
/// .. h(tau), H: an H x H matrix, whose row i, column j is dh_i(t)/dh_j(k).
Matrix state_by_state(const Matrix& W, const Sequence& h, Index t, Index k);
