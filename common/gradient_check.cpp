#include "common/gradient_check.hpp"

#include <limits>

namespace unrolled {

Matrix forward_difference(const RealFunction& f, Matrix x, double h) {
  Matrix gradient(arma::size(x));
  const double here = f(x);
  for (Index i = 0; i < x.n_elem; ++i) {
    const double kept = x(i);
    x(i) = kept + h;
    gradient(i) = (f(x) - here) / h;  // (1.17)
    x(i) = kept;
  }
  return gradient;
}

Matrix central_difference(const RealFunction& f, Matrix x, double h) {
  Matrix gradient(arma::size(x));
  for (Index i = 0; i < x.n_elem; ++i) {
    const double kept = x(i);
    x(i) = kept + h;
    const double above = f(x);
    x(i) = kept - h;
    const double below = f(x);
    x(i) = kept;
    gradient(i) = (above - below) / (2 * h);  // (1.18)
  }
  return gradient;
}

Matrix complex_step(const ComplexFunction& f, const Matrix& x, double h) {
  Matrix gradient(arma::size(x));
  ComplexMatrix z = as<Complex>(x);
  for (Index i = 0; i < x.n_elem; ++i) {
    z(i) = Complex(x(i), h);
    gradient(i) = f(z).imag() / h;  // (1.19)
    z(i) = x(i);
  }
  return gradient;
}

double block_error(const Matrix& got, const Matrix& expected) {
  require_shape("block_error", got, expected.n_rows, expected.n_cols);
  if (!got.is_finite() || !expected.is_finite())
    return std::numeric_limits<double>::infinity();
  const double size = frobenius_norm(expected);
  const double off = frobenius_norm(got - expected);
  return size > 0 ? off / size : off;
}

}  // namespace unrolled
