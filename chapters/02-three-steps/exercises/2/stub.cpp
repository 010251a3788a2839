#include "chapters/02-three-steps/exercises/2/task.hpp"

// f.W.t() is W transposed; a column times a row is a * b.t().
Matrix purple_path(const Factors& f) {
  return 0 * f.W;  // your line here
}
