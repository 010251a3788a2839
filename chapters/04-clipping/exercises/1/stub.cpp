// Exercise 4-1: one norm with a pencil. Then: ./book exercise 4-1
#include "chapters/04-clipping/exercises/1/task.hpp"

// Put your numbers in place of the unknown ones.

double norm() {
  return unknown;
}

double scale() {
  return unknown;
}

double clipped_dW() {
  return unknown;
}

double dV_by_elements() {
  return unknown;
}
