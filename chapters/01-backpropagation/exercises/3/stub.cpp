// Exercise 1-3: the whole way back. Then: ./book exercise 1-3
#include "chapters/01-backpropagation/exercises/3/task.hpp"

// Entry 0 of W, b, dW and db is layer 1. A bias is added to every column by
// z.each_col() += b[l]; arma::sum(m, 1) sums the columns of m.
Slopes gradient(const std::vector<Matrix>& W, const std::vector<Vector>& b,
                const Matrix& x, const Matrix& y) {
  Slopes slopes;
  for (std::size_t l = 0; l < W.size(); ++l) {
    slopes.dW.push_back(Matrix(arma::size(W[l]), arma::fill::zeros));
    slopes.db.push_back(Vector(arma::size(b[l]), arma::fill::zeros));
  }
  return slopes;
}
