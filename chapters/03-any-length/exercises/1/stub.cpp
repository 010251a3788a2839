// Exercise 3-1: two steps back with a pencil. Then: ./book exercise 3-1
#include "chapters/03-any-length/exercises/1/task.hpp"

// Put your numbers in place of the unknown ones.

double delta_1_of_unit_1() {
  return unknown;
}

double delta_1_of_unit_2() {
  return unknown;
}

double dW_11() {
  return unknown;
}

double dU_1() {
  return unknown;
}
