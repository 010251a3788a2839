/// \file
/// Exercise 1-3: what the answer defines.
///
/// Entry 0 of each list is layer 1. Layer l takes n_{l-1} numbers to n_l; m
/// examples stand side by side.
#pragma once
#include "tests/exercises/task.hpp"

/// The slopes of J.
struct Slopes {
  std::vector<Matrix> dW;  ///< shapes of W
  std::vector<Vector> db;  ///< shapes of b
};

/// The gradient of J = 1/2 ||a - y||^2 over all examples, tanh in every layer,
/// from the weights W, n_l x n_{l-1}; the biases b, n_l; the inputs x, n_0 x m;
/// and the targets y, n_L x m.
Slopes gradient(const std::vector<Matrix>& W, const std::vector<Vector>& b,
                const Matrix& x, const Matrix& y);
