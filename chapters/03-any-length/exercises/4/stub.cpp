// Exercise 3-4: a program with a bug. Then: ./book exercise 3-4
#include "chapters/03-any-length/exercises/3/task.hpp"

Slopes backward(const Network& net, const Sequence& h, const Sequence& dLdo) {
  const Index tau = net.x.last();
  Slopes s{0 * net.U, 0 * net.W, 0 * net.V, 0 * net.b, 0 * net.c, 0 * net.h0};
  const auto slope = [&](Index t) { return Vector(1 - arma::square(h(t))); };
  Vector delta_later = 0 * net.h0;  // delta(t+1), nothing at tau
  for (Index t = tau; t >= 1; --t) {
    Vector delta = net.V.t() * dLdo(t);
    if (t < tau) delta += net.W.t() * (slope(t) % delta_later);
    const Vector dz = slope(t) % delta;
    s.dc += dLdo(t);
    s.dV += dLdo(t) * h(t).t();
    s.db += dz;
    s.dW += dz * h(t - 1).t();
    s.dU += dz * net.x(t).t();
    delta_later = delta;
  }
  s.dh0 = net.W.t() * (slope(1) % delta_later);
  return s;
}
