#include "tests/exercises/task.hpp"

// The power of ten, -8 for 1e-8, of the step with the smallest error in single
// precision, of the forward difference (1.17).
double best_power_forward() { return -3.5; }  // h^2 = 1.2e-7
// The same of the central difference (1.18).
double best_power_central() { return -2.3; }  // h^3 = 3.6e-7
