// Exercise 2-1: three paths with a pencil. Then: ./book exercise 2-1
#include "chapters/02-three-steps/exercises/1/task.hpp"

// Put your numbers in place of the zeros.

double green() {
  return 0;
}

double purple() {
  return 0;
}

double orange() {
  return 0;
}

double dU() {
  return 0;
}
