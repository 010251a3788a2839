#include "chapters/05-cost/problem.hpp"

#include <cmath>

#include "common/random.hpp"

namespace unrolled::cost {

Problem::Problem(Index D, Index H, Index K, Index n, Index tau,
                 std::uint64_t seed)
    : x(D, n, 1, tau), y(K, n, 1, tau) {
  Random random(seed);
  const auto gain = [](double g, Index in) {
    return g / std::sqrt(static_cast<double>(in));
  };
  p = {random.normal_matrix(H, D, gain(0.5, D)),
       random.normal_matrix(H, H, gain(0.9, H)),
       random.normal_matrix(K, H, gain(1, H)), random.normal_matrix(H, 1, 0.1),
       random.normal_matrix(K, 1, 0.1)};
  for (double& v : x.slices()) v = random.normal();
  for (double& v : y.slices()) v = random.normal();
  h0 = random.normal_matrix(H, n);
}

BlockLoss Problem::loss() const {
  return [this](Index first, Matrix& o) {
    o -= Steps::of(y)(first, first + o.n_cols / y.n() - 1);
    return 0.5 * arma::dot(o, o);
  };
}

Gradient Problem::a_matrix_per_step() const {
  const bptt::States s = bptt::forward(Activation::tanh, p, x, h0);
  const bptt::Gradient g =
      bptt::backward(Activation::tanh, p, x, s, output_delta(s.o, y));
  return {g, g.dh0};
}

Gradient Problem::one_at_a_time() const {
  Gradient sum;
  prepare(p, x.n(), sum);
  for (Index j = 0; j < x.n(); ++j) {
    const Sequence xj = x.columns(j), yj = y.columns(j);
    const bptt::States s = bptt::forward(Activation::tanh, p, xj, h0.col(j));
    const bptt::Gradient g =
        bptt::backward(Activation::tanh, p, xj, s, output_delta(s.o, yj));
    sum.dU += g.dU, sum.dW += g.dW, sum.dV += g.dV;
    sum.db += g.db, sum.dc += g.dc, sum.dh0.col(j) = g.dh0;
  }
  return sum;
}

double worst_error(const Gradient& got, const Gradient& expected) {
  return worst_block(got.blocks(), expected.blocks()).error;
}

void plain_tanh(double* z, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) z[i] = std::tanh(z[i]);
}

}  // namespace unrolled::cost
