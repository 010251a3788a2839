#include "chapters/02-three-steps/readings.hpp"

#include "common/activation.hpp"

namespace unrolled::three_steps {

ReluNet pencil_net() {
  return {1, 2,  -1, 1,   // W11, W12, W21, W22
          1, -1, 1,  -2,  // U11, U12, U21, U22
          1, -2,          // W31, W32
          0, 1,  4};      // b1, b2, b3
}

// [matrices]
ReluStep step_in_matrices(const Matrix& W_xh, const Matrix& W_hh,
                          const Matrix& W_hy, const Vector& b_h, double b_3,
                          const Vector& x, const Vector& before) {
  const Index n = before.n_elem;
  require_shape("W_xh", W_xh, n, x.n_elem);
  require_shape("W_hh", W_hh, n, n);
  require_shape("W_hy", W_hy, 1, n);
  require_shape<double>("b_h", b_h, n, 1);
  const Vector z = W_xh * x + W_hh * before + b_h;
  ReluStep s;
  s.h = activate<double>(Activation::relu, z);  // (2.21)
  s.y = arma::as_scalar(W_hy * s.h) + b_3;      // (2.22)
  return s;
}
// [matrices]

ReluStep step_in_matrices(const ReluNet& p, const Vector& x,
                          const Vector& before) {
  return step_in_matrices(p.W_xh(), p.W_hh(), p.W_hy(), p.b_h(), p.b3, x,
                          before);
}

// [units]
ReluStep step_by_unit(const ReluNet& p, const Vector& x, const Vector& before) {
  require_shape<double>("x", x, 2, 1);
  require_shape<double>("before", before, 2, 1);
  const auto& [W11, W12, W21, W22, U11, U12, U21, U22, W31, W32, b1, b2, b3] =
      p;
  const double x1 = x(0), x2 = x(1), g1 = before(0), g2 = before(1);
  double h1 = relu(W11 * x1 + W12 * x2 + U11 * g1 + U12 * g2 + b1);  // (2.23)
  double h2 = relu(W21 * x1 + W22 * x2 + U21 * g1 + U22 * g2 + b2);  // (2.24)
  double y = W31 * h1 + W32 * h2 + b3;                               // (2.25)
  return {{h1, h2}, y};
}
// [units]

// [words]
ReluStep step_by_words(const ReluNet& p, const Vector& x,
                       const Vector& before) {
  return step_in_matrices(p.W_xh().t(), p.W_hh().t(), p.W_hy(), p.b_h(), p.b3,
                          x, before);
}
// [words]

}  // namespace unrolled::three_steps
