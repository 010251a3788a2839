#include "chapters/07-gates/memory.hpp"

#include "chapters/04-clipping/jacobians.hpp"

namespace unrolled::gates {

// [ways]
Sequence ways_to_memory(const lstm::States& run, const lstm::Gradient& g,
                        Index t) {
  const auto& [f, i, q, a, C, h, o] = run;
  const Sequence& delta = g.delta;
  Matrix kept(arma::size(C(t)), arma::fill::ones);
  Sequence ways(C.rows(), C.n(), t, C.last());
  for (Index s = t; s <= C.last(); ++s) {
    if (s > t) kept %= f(s);
    const Matrix T = arma::tanh(C(s));
    ways(s) = kept % delta(s) % q(s) % (1.0 - arma::square(T));  // (7.42)
  }
  return ways;
}
// [ways]

Sequence repeated(const Matrix& x, Index n) {
  const Sequence one(x);
  Sequence all(x.n_rows, n, 1, one.last());
  for (Index t = 1; t <= one.last(); ++t) all(t) = arma::repmat(one(t), 1, n);
  return all;
}

Sequence all_last_states(Index H, Index tau) {
  Sequence dLdo(H, H, 1, tau);
  dLdo(tau).eye();
  return dLdo;
}

lstm::Gradient back_from_last(const lstm::Parameters& p, const Sequence& x) {
  const Matrix zero(p.V.n_cols, x.n(), arma::fill::zeros);
  return lstm::backward(p, x, lstm::forward(p, x, zero, zero),
                        all_last_states(x.n(), x.last()));
}
gru::Gradient back_from_last(const gru::Parameters& p, const Sequence& x) {
  const Matrix zero(p.V.n_cols, x.n(), arma::fill::zeros);
  return gru::backward(p, x, gru::forward(p, x, zero),
                       all_last_states(x.n(), x.last()));
}

Vector norms_by_lag(const Sequence& q) {
  const Index tau = q.last();
  Vector norms(tau);
  for (Index n = 0; n < tau; ++n)
    norms(n) = clipping::spectral_norm(q(tau - n));
  return norms;
}

double half_life(double log_kept) {
  return std::log(2.0) / -log_kept;
}

}  // namespace unrolled::gates
