// Exercise 3-5: predict, then count. Then: ./book exercise 3-5
#include "chapters/03-any-length/exercises/5/task.hpp"

double matrix_products_10() {
  return unknown;
}

double matrix_products_100() {
  return unknown;
}

double vector_products_100() {
  return unknown;
}
