#include "chapters/06-shapes/one_output.hpp"

namespace unrolled::shapes {

// [one-output]
Sequence at_the_end(const Matrix& last, Index tau) {
  Sequence dLdo(last.n_rows, last.n_cols, 1, tau);
  dLdo(tau) = last;  // (6.1)
  return dLdo;
}

bptt::LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                        const Sequence& x, const Matrix& y,
                                        const Matrix& h0) {
  const bptt::States s = bptt::forward(net.hidden, p, x, h0);
  const Index tau = x.last();
  require_shape("y", y, p.V.n_rows, x.n());
  require_finite("y", y);
  const Sequence y_hat = predict(net.output, s.o);
  const Sequence dLdo = at_the_end(output_delta(y_hat(tau), y), tau);
  return {loss(net.output, s.o(tau), y),
          bptt::backward(net.hidden, p, x, s, dLdo), y_hat, s.h};
}
// [one-output]

Sequence in_steps(const Matrix& columns, Index tau) {
  if (tau == 0 || columns.n_rows % tau > 0)
    throw std::invalid_argument("tau: expected a divisor of " +
                                std::to_string(columns.n_rows) + ", got " +
                                std::to_string(tau));
  const Index size = columns.n_rows / tau;
  Sequence x(size, columns.n_cols, 1, tau);
  for (Index t = 1; t <= tau; ++t)
    x(t) = columns.rows(size * (t - 1), size * t - 1);
  return x;
}

}  // namespace unrolled::shapes
