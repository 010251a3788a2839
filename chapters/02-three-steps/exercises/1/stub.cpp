// Exercise 2-1: three paths with a pencil. Then: ./book exercise 2-1
#include "chapters/02-three-steps/exercises/1/task.hpp"

// Put your numbers in place of the unknown ones.

double green() {
  return unknown;
}

double purple() {
  return unknown;
}

double orange() {
  return unknown;
}

double dU() {
  return unknown;
}
