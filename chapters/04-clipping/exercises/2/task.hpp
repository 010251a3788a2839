/// \file
/// Exercise 4-2: what the answer defines.
#pragma once
#include "common/matrix.hpp"

using unrolled::Index;
using unrolled::Matrix;
using unrolled::Vector;

/// dh(t)/dh(k) of tanh units.
/// \param W  hidden to hidden, H x H
/// \param h  hidden states, H x (tau+1); column t is time t
/// \param t  the later time, 0 .. tau
/// \param k  the earlier time, 0 .. t
/// \return H x H; row i, column j is dh_i(t)/dh_j(k)
Matrix state_by_state(const Matrix& W, const Matrix& h, Index t, Index k);
