// Says: Your W is not transposed.
#include "chapters/01-backpropagation/exercises/2/task.hpp"

Matrix delta_of_hidden(const Matrix& W_next, const Matrix& delta_next,
                       const Matrix& z) {
  const Matrix W = W_next.is_square() ? W_next : Matrix(W_next.t());
  return (W * delta_next) % unrolled::derivative(Activation::tanh, z);
}
