// Exercise 1-1: a gradient with a pencil. Then: ./book exercise 1-1
#include "chapters/01-backpropagation/exercises/1/task.hpp"

// Put your numbers in place of the zeros.

double loss_J() {
  return 0;
}

double delta_1_of_layer_1() {
  return 0;
}

double dW_12_of_layer_1() {
  return 0;
}

double weights_with_slope_0() {
  return 0;
}
