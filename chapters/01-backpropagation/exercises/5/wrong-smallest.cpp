// Says: There the formula is exact and the rounding is not
#include "chapters/01-backpropagation/exercises/5/task.hpp"

double best_power_forward() {
  return -7;
}

double best_power_central() {
  return -7;
}
