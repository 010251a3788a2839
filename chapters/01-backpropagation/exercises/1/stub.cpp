// Exercise 1-1: a gradient with a pencil. Then: ./book exercise 1-1
#include "chapters/01-backpropagation/exercises/1/task.hpp"

// Put your numbers in place of the unknown ones.

double loss_J() {
  return unknown;
}

double delta_1_of_layer_1() {
  return unknown;
}

double dW_12_of_layer_1() {
  return unknown;
}

double weights_with_slope_0() {
  return unknown;
}
