#include "chapters/02-three-steps/exercises/3/task.hpp"

// run.D[t], run.e[t] and run.h[t] belong to time t. tau is run.e.size() - 1.
Matrix path(const Run& run, std::size_t t, std::size_t k) {
//=   return 0 * run.W;
  Vector walk = run.D[t] * run.V.t() * run.e[t];
  for (std::size_t j = t; j > k; --j) walk = run.D[j - 1] * run.W.t() * walk;
  return walk * run.h[k - 1].t();
}

Matrix sum_of_paths(const Run& run) {
//=   return 0 * run.W;
  Matrix sum(run.W.n_rows, run.W.n_cols, arma::fill::zeros);
  for (std::size_t t = 1; t < run.e.size(); ++t)
    for (std::size_t k = 1; k <= t; ++k) sum += path(run, t, k);
  return sum;
}
