/// \file
/// Exercise 1-4: what the answer defines.
#pragma once
#include <vector>

#include "common/activation.hpp"
#include "common/matrix.hpp"

using unrolled::Activation;
using unrolled::Matrix;

/// One step of gradient descent on J = 1/2 ||a - y||^2: tanh layers, no biases.
/// Entry 0 of the weights W is layer 1; they are changed in place. Inputs x,
/// n_0 x m; targets y, n_L x m.
void train_step(std::vector<Matrix>& W, const Matrix& x, const Matrix& y,
                double rate);
