#include "tests/exercises/task.hpp"

// dL/de of a step, tau numbers, from its weights a and dL/da, tau numbers each.
// % multiplies element by element, arma::dot(v, w) is a number.
Vector scores_back(const Vector& a, const Vector& da) {
//=   return 0 * a;  // your line here
  return a % (da - arma::dot(a, da));
}
