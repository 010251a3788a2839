#include "tests/exercises/task.hpp"

double sigma(double z) { return std::min(std::max(z, 0.0), 1.0); }

// alpha q + beta when c is 1, 0 when c is 0.
double made(double q, double alpha, double beta, double c) {
//=   return sigma(0 * q);  // your line here
  return sigma(alpha * q - alpha + (alpha + beta) * c);
}
