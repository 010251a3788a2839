#include "chapters/06-shapes/truncated.hpp"

namespace unrolled::shapes {

namespace {

/// The times first .. last of a sequence, counted anew from a time.
Sequence piece(const Sequence& q, Index first, Index last, Index from) {
  return {Cube(q.slices().slices(first - q.first(), last - q.first())), from};
}

void add_to(const Blocks& sum, const Blocks& part) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i].values += part[i].values;
}

}  // namespace

// [sweeps]
std::vector<Sweep> sweeps(const Truncation& how, Index tau) {
  const auto [back, every] = how;
  if (every < 1 || back < every)
    throw std::invalid_argument(
        "back, every: expected back >= every >= 1, got " +
        std::to_string(back) + " and " + std::to_string(every));
  std::vector<Sweep> all;
  for (Index after = 0; after < tau; after += every) {
    const Index s = std::min(after + every, tau);  // (6.21)
    const Index k = s > back ? s - back + 1 : 1;   // (6.22)
    all.push_back({k, after, s});
  }
  return all;
}

Gradient sweep_back(Activation hidden, const Parameters& p, const Sequence& x,
                    const bptt::States& s, const Sequence& dLdo,
                    const Sweep& sweep) {
  const auto [first, after, last] = sweep;
  Sequence carried(dLdo.rows(), dLdo.n(), first, last);
  for (Index t = after + 1; t <= last; ++t) carried(t) = dLdo(t);  // (6.23)
  return bptt::backward(hidden, p, piece(x, first, last, 1),
                        {{}, piece(s.h, first - 1, last, 0), {}},
                        {carried.slices(), 1});
}

TruncatedGradient truncated(Activation hidden, const Parameters& p,
                            const Sequence& x, const bptt::States& s,
                            const Sequence& dLdo, const Truncation& how) {
  bptt::require_backward(p, x, s, dLdo);
  TruncatedGradient sum{ParameterGradient(p),
                        Matrix(p.W.n_rows, x.n(), arma::fill::zeros)};
  for (const Sweep& sweep : sweeps(how, x.last())) {
    Gradient g = sweep_back(hidden, p, x, s, dLdo, sweep);
    add_to(sum.blocks(), g.blocks());           // (6.24)
    if (sweep.first == 1) sum.dh0 += g.dh0;     // (6.25)
    sum.steps += sweep.last - sweep.first + 1;  // (6.26)
  }
  return sum;
}
// [sweeps]

// [weighted]
ParameterGradient weighted(Activation hidden, const Parameters& p,
                           const Sequence& x, const bptt::States& s,
                           const Sequence& dLdo, const Sequence& xi) {
  bptt::require_backward(p, x, s, dLdo);
  const Index tau = x.last();
  if (tau > 1) require_sequence("xi", xi, 1, 1, 1, tau - 1);
  const Sequence& h = s.h;

  ParameterGradient g(p);
  Matrix later(p.W.n_rows, x.n(), arma::fill::zeros);  // W^T dz(t+1)
  for (Index t = tau; t >= 1; --t) {
    if (t < tau) later *= xi(t)(0);
    const Matrix delta = p.V.t() * dLdo(t) + later;  // (6.28)
    const Matrix dz = derivative_from_value(hidden, h(t)) % delta;
    later = p.W.t() * dz;
    g.dc += arma::sum(dLdo(t), 1);
    g.dV += dLdo(t) * h(t).t();
    g.db += arma::sum(dz, 1);
    g.dW += dz * h(t - 1).t();
    g.dU += dz * x(t).t();
  }
  return g;
}
// [weighted]

}  // namespace unrolled::shapes
