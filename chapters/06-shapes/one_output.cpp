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

}  // namespace unrolled::shapes
