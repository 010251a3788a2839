// Says: Your factor is upside down
#include "chapters/04-clipping/exercises/1/task.hpp"

double norm() {
  return 10;
}

double scale() {
  return 10 / 5.0;
}

double clipped_dW() {
  return 5 * 2;
}

double dV_by_elements() {
  return -5;
}
