// Says: That is one product a step
#include "chapters/03-any-length/exercises/5/task.hpp"

double matrix_products_10() {
  return 9;
}

double matrix_products_100() {
  return 99;
}

double vector_products_100() {
  return 99;
}
