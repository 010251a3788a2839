#include "chapters/03-any-length/exercises/5/task.hpp"

double matrix_products_10() {
  return 10 * 9 / 2;
}

double matrix_products_100() {
  return 100 * 99 / 2;
}

double vector_products_100() {
  return 99;
}
