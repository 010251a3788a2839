#include "tests/exercises/task.hpp"

// dL/do from v = dL/dy_hat, where y_hat = softmax(o): the transposed Jacobian
// of softmax, times v. K numbers each; % multiplies element by element, and
// arma::dot(y_hat, v) is the sum of y_hat % v.
Vector through_softmax(const Vector& y_hat, const Vector& v) {
//=   return 0 * v;  // your line here
  return y_hat % (v - arma::dot(y_hat, v));
}
