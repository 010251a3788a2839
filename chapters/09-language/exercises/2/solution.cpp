#include "tests/exercises/task.hpp"

// dL/dE, in E's shape: s(t - 1) is the number of the character that was read at
// step t, dx(t) is dL/dx(t).
Matrix embedding_slope(const Matrix& E, const arma::uvec& s,
                       const Sequence& dx) {
//=   Matrix dE = 0 * E;
//=   for (Index t = 1; t <= dx.last(); ++t) {
//=     // your line here
//=   }
//=   return dE;
  Matrix dE = 0 * E;
  for (Index t = 1; t <= dx.last(); ++t) dE.col(s(t - 1)) += dx(t);
  return dE;
}
