#include "tests/exercises/task.hpp"

// Where p comes to; column t - 1 of the slopes is the gradient at update t.
Vector adam(Vector p, const Matrix& slopes, double rate) {
//=   return 0 * p;
  Vector mu = 0 * p, nu = 0 * p;
  for (Index i = 0; i < slopes.n_cols; ++i) {
    const double t = static_cast<double>(i + 1);
    const Vector g = slopes.col(i);
    mu = 0.9 * mu + 0.1 * g;
    nu = 0.999 * nu + 0.001 * arma::square(g);
    const Vector mean = mu / (1 - std::pow(0.9, t));
    const Vector mean_square = nu / (1 - std::pow(0.999, t));
    p -= rate * mean / (arma::sqrt(mean_square) + 1e-8);
  }
  return p;
}
