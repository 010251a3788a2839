// Exercise 4-3: clip by the norm of everything. Then: ./book exercise 4-3
#include "chapters/04-clipping/exercises/3/task.hpp"

// arma::accu(arma::square(m)) is the sum of the squares of a matrix;
// arma::abs(m).max() its largest magnitude.
double clip(std::vector<Matrix>& gradient, double threshold) {
  return 0;
}
