// Says: That is every pair of two steps
#include "chapters/03-any-length/exercises/5/task.hpp"

double matrix_products_10() {
  return 10 * 10;
}

double matrix_products_100() {
  return 100 * 100;
}

double vector_products_100() {
  return 99;
}
