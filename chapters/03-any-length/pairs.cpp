#include "chapters/03-any-length/pairs.hpp"

namespace unrolled::bptt {

// [softmax-jacobian]
Matrix softmax_jacobian(const Vector& y_hat) {
  return arma::diagmat(y_hat) - y_hat * y_hat.t();  // (3.19)
}
// [softmax-jacobian]

Matrix sigmoid_jacobian(const Vector& y_hat) {
  const Vector slope = y_hat % (1.0 - y_hat);
  return arma::diagmat(slope);  // (3.20)
}

Vector cross_entropy_slope(const Vector& y_hat, const Vector& y) {
  return -y / y_hat;  // (3.21)
}

Vector binary_slope(const Vector& y_hat, const Vector& y) {
  return -y / y_hat + (1.0 - y) / (1.0 - y_hat);  // (3.22)
}

Vector through_output(const Matrix& jacobian, const Vector& slope) {
  return jacobian.t() * slope;  // (3.23)
}

}  // namespace unrolled::bptt
