#include "chapters/03-any-length/exercises/3/task.hpp"

// h(t), net.x(t) and dLdo(t) are read by their time; tau is net.x.last().
// 1 - arma::square(h(t)) is tanh' at z(t); % multiplies element by element.
Slopes backward(const Network& net, const Sequence& h, const Sequence& dLdo) {
//=   return {0 * net.U, 0 * net.W, 0 * net.V,
//=           0 * net.b, 0 * net.c, 0 * net.h0};
  const Index tau = net.x.last();
  Slopes s{0 * net.U, 0 * net.W, 0 * net.V, 0 * net.b, 0 * net.c, 0 * net.h0};
  Vector from_later = 0 * net.h0;  // W^T dz(t+1), nothing at tau
  for (Index t = tau; t >= 1; --t) {
    const Vector delta = net.V.t() * dLdo(t) + from_later;
    const Vector dz = (1 - arma::square(h(t))) % delta;
    s.dc += dLdo(t);
    s.dV += dLdo(t) * h(t).t();
    s.db += dz;
    s.dW += dz * h(t - 1).t();
    s.dU += dz * net.x(t).t();
    from_later = net.W.t() * dz;
  }
  s.dh0 = from_later;
  return s;
}
