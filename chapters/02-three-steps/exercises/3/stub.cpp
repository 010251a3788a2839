#include "chapters/02-three-steps/exercises/3/task.hpp"

// run.D[t], run.e[t] and run.h[t] belong to time t. tau is run.e.size() - 1.

Matrix path(const Run& run, std::size_t t, std::size_t k) {
  return 0 * run.W;
}

Matrix sum_of_paths(const Run& run) {
  return 0 * run.W;
}
