// Exercise 1-5: predict, then measure. Then: ./book exercise 1-5
#include "chapters/01-backpropagation/exercises/5/task.hpp"

double best_power_forward() {
  return unknown;
}

double best_power_central() {
  return unknown;
}
