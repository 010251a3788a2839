// Exercise 3-2: one step of the recursion. Then: ./book exercise 3-2
#include "chapters/03-any-length/exercises/2/task.hpp"

// delta(t), H numbers, from
//   delta_next  delta(t+1), H
//   h_next      h(t+1) = tanh(z(t+1)), H: 1 - arma::square(h_next) is tanh'
//   dLdo        dL/do(t), K
// % multiplies element by element, W.t() is W transposed.
Vector delta_before(const Matrix& W, const Matrix& V, const Vector& delta_next,
                    const Vector& h_next, const Vector& dLdo) {
  return Vector(W.n_rows, arma::fill::zeros);  // your line here
}
