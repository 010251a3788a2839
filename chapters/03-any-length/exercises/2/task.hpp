/// \file
/// Exercise 3-2: what the answer defines.
#pragma once
#include "common/matrix.hpp"

using unrolled::Matrix;
using unrolled::Vector;

/// delta(t) = dL/dh(t) of a step that is not the last, tanh units.
/// \param W           hidden to hidden, H x H
/// \param V           hidden to output, K x H
/// \param delta_next  delta(t+1), H
/// \param h_next      h(t+1), H
/// \param dLdo        dL/do(t), K
/// \return delta(t), H
Vector delta_before(const Matrix& W, const Matrix& V, const Vector& delta_next,
                    const Vector& h_next, const Vector& dLdo);
