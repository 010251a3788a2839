/// \file
/// Exercise 1-2: what the answer defines.
#pragma once
#include "common/activation.hpp"
#include "common/matrix.hpp"

using unrolled::Activation;
using unrolled::Matrix;

/// delta of a hidden layer of tanh units.
/// \param W_next      weights of layer l+1, n_{l+1} x n_l
/// \param delta_next  dJ/dz of layer l+1, n_{l+1} x m
/// \param z           pre-activations of layer l, n_l x m
/// \return dJ/dz of layer l, n_l x m
Matrix delta_of_hidden(const Matrix& W_next, const Matrix& delta_next,
                       const Matrix& z);
