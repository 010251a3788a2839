#include "chapters/03-any-length/exercises/4/task.hpp"

Slopes backward(const Network& net, const Matrix& h, const Matrix& dLdo) {
  const Index H = net.W.n_rows, tau = net.x.n_cols;
  Slopes s{Matrix(arma::size(net.U), arma::fill::zeros),
           Matrix(arma::size(net.W), arma::fill::zeros),
           Matrix(arma::size(net.V), arma::fill::zeros),
           Vector(H, arma::fill::zeros),
           Vector(arma::size(net.c), arma::fill::zeros),
           Vector()};
  const auto slope = [&](Index t) {
    return Vector(1 - arma::square(h.col(t)));
  };
  Vector delta_later(H, arma::fill::zeros);  // delta(t+1), nothing at tau
  for (Index t = tau; t >= 1; --t) {
    const Vector e = dLdo.col(t - 1);
    Vector delta = net.V.t() * e;
    if (t < tau) delta += net.W.t() * (slope(t + 1) % delta_later);
    const Vector dz = slope(t) % delta;
    s.dc += e;
    s.dV += e * h.col(t).t();
    s.db += dz;
    s.dW += dz * h.col(t - 1).t();
    s.dU += dz * net.x.col(t - 1).t();
    delta_later = delta;
  }
  s.dh0 = net.W.t() * (slope(1) % delta_later);
  return s;
}
