// Says: Your three paths lack W
#include "chapters/02-three-steps/exercises/1/task.hpp"

double green() {
  return 2 * 2 * 4;
}

double purple() {
  return 2 * 2 * 3 * 2;
}

double orange() {
  return 2 * 2 * 3 * 3 * 2;
}

double dU() {
  return 2 * 2 * (-5 + -1 + -2);
}
