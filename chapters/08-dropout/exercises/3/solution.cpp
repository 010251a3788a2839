#include "tests/exercises/task.hpp"

// The mean over all masks of 1/2 |W (m a) + b - y|^2; W is K x n, a is n.
double mean_loss(const Matrix& W, const Vector& b, const Vector& a,
                 const Vector& y, double p) {
//=   return 0;
  const Vector off = W * a + b - y;
  const Vector spread = arma::square(W) * arma::square(a);
  return (arma::dot(off, off) + (1 - p) / p * arma::accu(spread)) / 2;
}
