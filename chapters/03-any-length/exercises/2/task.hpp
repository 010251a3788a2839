/// \file
/// Exercise 3-2: what the answer defines.
///
/// H hidden tanh units, K outputs.
#pragma once
#include "common/matrix.hpp"

using unrolled::Matrix;
using unrolled::Vector;

/// delta(t) = dL/dh(t), H, of a step that is not the last, from W, H x H; V,
/// K x H; delta_next = delta(t+1), H; h_next = h(t+1), H; dLdo = dL/do(t), K.
Vector delta_before(const Matrix& W, const Matrix& V, const Vector& delta_next,
                    const Vector& h_next, const Vector& dLdo);
