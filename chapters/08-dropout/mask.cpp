#include "chapters/08-dropout/mask.hpp"

#include <bit>

namespace unrolled::dropout {
namespace {

void require_chance(double p) {
  if (!(p > 0 && p <= 1))
    throw std::invalid_argument(
        "p: expected a chance above 0 and at most 1, got " + std::to_string(p));
}

}  // namespace

// [mask]
Matrix mask(Random& random, Index rows, Index cols, double p) {
  require_chance(p);
  Matrix m(rows, cols);
  for (double& entry : m) entry = random.uniform() < p ? 1 / p : 0;  // (8.1)
  return m;
}
// [mask]

Sequence at_every_step(Random& random, Index rows, Index n, Index tau,
                       double p) {
  Sequence m(rows, n, 1, tau);
  for (Index t = 1; t <= tau; ++t) m(t) = mask(random, rows, n, p);
  return m;
}

Sequence once(Random& random, Index rows, Index n, Index tau, double p) {
  const Matrix one = mask(random, rows, n, p);
  Sequence m(rows, n, 1, tau);
  for (Index t = 1; t <= tau; ++t) m(t) = one;
  return m;
}

Sequence everything(Index rows, Index n, Index tau) {
  return Cube(rows, n, tau, arma::fill::ones);
}

// [each]
void each_mask(
    Index n, double p,
    const std::function<void(const Vector& m, double chance)>& take) {
  require_chance(p);
  if (n > 20)
    throw std::invalid_argument("n: expected at most 20 units, got " +
                                std::to_string(n));
  for (Index bits = 0; bits < Index{1} << n; ++bits) {
    Vector m(n, arma::fill::zeros);
    for (Index i = 0; i < n; ++i)
      if (bits >> i & 1) m(i) = 1 / p;
    const int k = std::popcount(bits), dropped = static_cast<int>(n) - k;
    take(m, std::pow(p, k) * std::pow(1 - p, dropped));  // (8.4)
  }
}
// [each]

Moments over_all_masks(Index n, double p,
                       const std::function<double(const Vector& m)>& number) {
  Moments all{0, 0};
  each_mask(n, p, [&](const Vector& m, double chance) {
    all.mean += chance * number(m);
  });
  each_mask(n, p, [&](const Vector& m, double chance) {
    all.variance += chance * std::pow(number(m) - all.mean, 2);
  });
  return all;
}

// [penalty]
double mean_squared_error(const Matrix& W, const Vector& b, const Vector& a,
                          const Vector& y, double p) {
  require_chance(p);
  const Vector off = W * a + b - y, squares = arma::square(W) * arma::square(a);
  return (arma::dot(off, off) + (1 - p) / p * arma::accu(squares)) /
         2;  // (8.6)
}
// [penalty]

}  // namespace unrolled::dropout
