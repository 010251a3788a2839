// Exercise 1-2: down one layer. Then: ./book exercise 1-2
#include "chapters/01-backpropagation/exercises/2/task.hpp"

// delta of layer l, n_l x m, from
//   W_next      n_{l+1} x n_l
//   delta_next  n_{l+1} x m, delta of layer l+1
//   z           n_l x m, tanh's argument in layer l
// unrolled::derivative(Activation::tanh, z) is tanh' at z, element by element;
// % multiplies element by element, W.t() is W transposed.
Matrix delta_of_hidden(const Matrix& W_next, const Matrix& delta_next,
                       const Matrix& z) {
  return Matrix(z.n_rows, z.n_cols, arma::fill::zeros);  // your line here
}
