#include "chapters/02-three-steps/exercises/2/task.hpp"

// f.W.t() is W transposed; a column times a row is a * b.t().
Matrix purple_path(const Factors& f) {
//=   return 0 * f.W;  // your line here
  return f.D2 * f.W.t() * f.D3 * f.V.t() * f.e3 * f.h1.t();
}
