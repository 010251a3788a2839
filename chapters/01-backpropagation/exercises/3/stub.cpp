#include "chapters/01-backpropagation/exercises/3/task.hpp"

// Entry 0 of W, b, dW and db is layer 1. A bias is added to every column by
// z.each_col() += b[l]; arma::sum(m, 1) sums the columns of m.
Slopes gradient(const std::vector<Matrix>& W, const std::vector<Vector>& b,
                const Matrix& x, const Matrix& y) {
  Slopes slopes;
  for (const Matrix& weights : W) slopes.dW.push_back(0 * weights);
  for (const Vector& biases : b) slopes.db.push_back(0 * biases);
  return slopes;
}
