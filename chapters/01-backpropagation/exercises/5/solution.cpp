#include "chapters/01-backpropagation/exercises/5/task.hpp"

double best_power_forward() {
  return -3.5;  // h^2 = 1.2e-7
}

double best_power_central() {
  return -2.3;  // h^3 = 3.6e-7
}
