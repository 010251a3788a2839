#include "chapters/02-three-steps/readings.hpp"

namespace unrolled::three_steps {

Parameters pencil_net() {
  return {{{1, 2}, {-1, 1}}, {{1, -1}, {1, -2}}, {{1, -2}}, {0, 1}, {4}};
}

// [matrices]
ReluStep step_in_matrices(const Parameters& p, const Vector& x,
                          const Vector& before) {
  require_parameters(p);
  require_shape<double>("x", x, p.U.n_cols, 1);
  require_shape<double>("before", before, p.W.n_cols, 1);
  const auto& [U, W, V, b, c] = p;
  const Vector z = U * x + W * before + b;
  const Vector h = activate<double>(Activation::relu, z);  // (2.21)
  const Vector y_hat = V * h + c;                          // (2.22)
  return {h, y_hat};
}
// [matrices]

// [units]
ReluStep step_by_unit(const Parameters& p, const Vector& x,
                      const Vector& before) {
  require_shape<double>("x", x, 2, 1);
  require_shape<double>("before", before, 2, 1);
  const double U11 = p.U(0, 0), U12 = p.U(0, 1), U21 = p.U(1, 0);
  const double W11 = p.W(0, 0), W12 = p.W(0, 1), W21 = p.W(1, 0);
  const double U22 = p.U(1, 1), W22 = p.W(1, 1), V1 = p.V(0), V2 = p.V(1);
  const double b1 = p.b(0), b2 = p.b(1), c = p.c(0);
  const double x1 = x(0), x2 = x(1), g1 = before(0), g2 = before(1);
  double h1 = relu(U11 * x1 + U12 * x2 + W11 * g1 + W12 * g2 + b1);  // (2.23)
  double h2 = relu(U21 * x1 + U22 * x2 + W21 * g1 + W22 * g2 + b2);  // (2.24)
  double y_hat = V1 * h1 + V2 * h2 + c;                              // (2.25)
  return {{h1, h2}, {y_hat}};
}
// [units]

// [words]
ReluStep step_by_words(const Parameters& p, const Vector& x,
                       const Vector& before) {
  return step_in_matrices({p.U.t(), p.W.t(), p.V, p.b, p.c}, x, before);
}
// [words]

}  // namespace unrolled::three_steps
