/// \file
/// Exercise 2-3: what the answer defines.
#pragma once
#include "tests/exercises/task.hpp"

/// A run of tau steps: n hidden units, K outputs. Entry t of a list is time t;
/// entry 0 of D and e is not used.
struct Run {
  Matrix W;               ///< hidden to hidden, n x n
  Matrix V;               ///< hidden to output, K x n
  std::vector<Matrix> D;  ///< dh(t)/dz(t), n x n, diagonal; tau + 1 entries
  std::vector<Vector> e;  ///< dL_t/do(t), K; tau + 1 entries
  std::vector<Vector> h;  ///< h(0) .. h(tau), n; tau + 1 entries
};

/// The path of L_t to W that leaves the chain at step k, 1 <= k <= t: n x n.
Matrix path(const Run& run, std::size_t t, std::size_t k);

/// All paths together: dL/dW, n x n.
Matrix sum_of_paths(const Run& run);
