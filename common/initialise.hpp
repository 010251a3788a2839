/// \file
/// Initial weights: Xavier, He, orthogonal.
///
/// A weight matrix is n_out x n_in: it takes n_in numbers to n_out.
#pragma once
#include "common/matrix.hpp"
#include "common/random.hpp"

namespace unrolled {

/// Uniform weights of variance 2 / (n_in + n_out) (Glorot and Bengio, 2010):
/// the mean of what keeps the forward and the backward variance.
Matrix xavier(Random& random, Index n_out, Index n_in);

/// Normal weights of variance 2 / n_in (He et al., 2015): ReLU drops half of
/// the second moment, the 2 restores it.
Matrix he(Random& random, Index n_out, Index n_in);

/// A random orthogonal matrix, uniform over the group: Q of a normal matrix's
/// QR, with R's diagonal made positive. All singular values are 1.
/// \throws std::runtime_error when the QR factorisation fails
Matrix orthogonal(Random& random, Index n);

}  // namespace unrolled
