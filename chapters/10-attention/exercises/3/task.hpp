/// \file
/// Exercise 10-3: what the answer defines.
///
/// One head without a mask; D inputs, keys of d, values of m, tau steps. Each
/// matrix has a column for every step.
#pragma once
#include "tests/exercises/task.hpp"

/// What a head's forward pass has found, and its inputs.
struct States {
  Matrix x;        ///< D x tau
  Matrix q, k, v;  ///< queries and keys, d x tau; values, m x tau
  Matrix a;        ///< weights, tau x tau: column t is step t's
};

/// What the parameters get.
struct Slopes {
  Matrix dWq, dWk, dWv;
};

/// All of it from delta, dL/dh, m x tau.
Slopes attend_back(const States& s, const Matrix& delta);
