/// \file
/// Exercise 1-4: what the answer defines.
#pragma once
#include <vector>

#include "common/activation.hpp"
#include "common/matrix.hpp"

using unrolled::Activation;
using unrolled::Matrix;

/// One step of gradient descent on J = 1/2 ||a - y||^2: tanh layers, no biases.
/// \param W     weights, entry 0 is layer 1; changed in place
/// \param x     inputs, n_0 x m
/// \param y     targets, n_L x m
/// \param rate  learning rate
void train_step(std::vector<Matrix>& W, const Matrix& x, const Matrix& y,
                double rate);
