// Says: Your dW is the true one without its recurrent term.
#include "chapters/03-any-length/exercises/1/task.hpp"

double delta_1_of_unit_1() {
  return 1;
}

double delta_1_of_unit_2() {
  return 3;
}

double dW_11() {
  return 1 * 1 + 2 * 2;
}

double dU_1() {
  return 1 * 1 + 2 * 5;
}
