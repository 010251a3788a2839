// Says: Your delta has the sign of y - a.
#include "chapters/01-backpropagation/exercises/1/task.hpp"

double loss_J() {
  return 6.5;
}

double delta_1_of_layer_1() {
  return -7;
}

double dW_12_of_layer_1() {
  return -14;
}

double weights_with_slope_0() {
  return 4;
}
