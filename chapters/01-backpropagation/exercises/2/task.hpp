/// \file
/// Exercise 1-2: what the answer defines.
#pragma once
#include "common/activation.hpp"
#include "common/matrix.hpp"

using unrolled::Activation;
using unrolled::Matrix;

/// delta = dJ/dz, n_l x m, of a hidden layer l of tanh units, from the weights
/// W_next of layer l+1, n_{l+1} x n_l; delta_next = dJ/dz of layer l+1,
/// n_{l+1} x m; and z of layer l, n_l x m.
Matrix delta_of_hidden(const Matrix& W_next, const Matrix& delta_next,
                       const Matrix& z);
