/// \file
/// Exercise 1-3: what the answer defines.
///
/// Entry 0 of each list is layer 1. Layer l takes n_{l-1} numbers to n_l.
#pragma once
#include <vector>

#include "common/activation.hpp"
#include "common/matrix.hpp"

using unrolled::Activation;
using unrolled::Matrix;
using unrolled::Vector;

/// The slopes of J.
struct Slopes {
  std::vector<Matrix> dW;  ///< shapes of W
  std::vector<Vector> db;  ///< shapes of b
};

/// The gradient of J = 1/2 ||a - y||^2 over all examples, tanh in every layer.
/// \param W  weights, n_l x n_{l-1}
/// \param b  biases, n_l
/// \param x  inputs, n_0 x m
/// \param y  targets, n_L x m
/// \return dJ/dW and dJ/db of every layer
Slopes gradient(const std::vector<Matrix>& W, const std::vector<Vector>& b,
                const Matrix& x, const Matrix& y);
