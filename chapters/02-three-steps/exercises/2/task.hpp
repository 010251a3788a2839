/// \file
/// Exercise 2-2: what the answer defines.
#pragma once
#include "tests/exercises/task.hpp"

/// What the paths are made of: n hidden units, K outputs.
struct Factors {
  Matrix W;           ///< hidden to hidden, n x n
  Matrix V;           ///< hidden to output, K x n
  Matrix D1, D2, D3;  ///< dh(t)/dz(t), n x n, diagonal
  Vector e3;          ///< dL_3/do(3), K
  Vector h0, h1, h2;  ///< states, n
};

/// The path of L_3 to W through the steps 3, 2: n x n.
Matrix purple_path(const Factors& f);
