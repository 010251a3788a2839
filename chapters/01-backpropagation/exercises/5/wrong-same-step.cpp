// Says: That is the best step of the forward difference.
#include "chapters/01-backpropagation/exercises/5/task.hpp"

double best_power_forward() {
  return -3.5;
}

double best_power_central() {
  return -3.5;
}
