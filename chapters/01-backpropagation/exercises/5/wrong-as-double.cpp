// Says: That is the best step for doubles, whose rounding error is 1e-16.
#include "chapters/01-backpropagation/exercises/5/task.hpp"

double best_power_forward() {
  return -8;
}

double best_power_central() {
  return -5;
}
