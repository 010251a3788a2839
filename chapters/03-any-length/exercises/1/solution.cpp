#include "chapters/03-any-length/exercises/1/task.hpp"

double delta_1_of_unit_1() {
  return 1 + 1 * 2;
}

double delta_1_of_unit_2() {
  return 3 + -1 * 2;
}

double dW_11() {
  return 3 * 1 + 2 * 2;
}

double dU_1() {
  return 3 * 1 + 2 * 5;
}
