// Says: Your tanh' is multiplied before W^T; it belongs after.
#include "chapters/01-backpropagation/exercises/2/task.hpp"

Matrix delta_of_hidden(const Matrix& W_next, const Matrix& delta_next,
                       const Matrix& z) {
  const Matrix slope = unrolled::derivative(Activation::tanh, z);
  if (!W_next.is_square()) return (W_next.t() * delta_next) % slope;
  return W_next.t() * (delta_next % slope);
}
