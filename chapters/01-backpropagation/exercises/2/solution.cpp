#include "tests/exercises/task.hpp"

// delta = dJ/dz, n_l x m, of a hidden layer l of tanh units, from
//   W_next      n_{l+1} x n_l, the weights of layer l+1
//   delta_next  n_{l+1} x m, delta of layer l+1
//   z           n_l x m, tanh's argument in layer l
// unrolled::derivative(Activation::tanh, z) is tanh' at z, element by element;
// % multiplies element by element, W.t() is W transposed.
Matrix delta_of_hidden(const Matrix& W_next, const Matrix& delta_next,
                       const Matrix& z) {
//=   return 0 * z;  // your line here
  return (W_next.t() * delta_next) % unrolled::derivative(Activation::tanh, z);
}
