// A recurrent network with a batch, and its gradient by chapter 3.
#pragma once
#include <algorithm>
#include <cmath>

#include "chapters/05-cost/checkpoints.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"

namespace support {

using namespace unrolled;

struct Problem {
  cost::Parameters p;
  Cube x, y;
  Matrix h0;

  Problem(Index D, Index H, Index K, Index n, Index tau, std::uint64_t seed)
      : x(D, n, tau), y(K, n, tau) {
    // Gain 0.9 / sqrt(H): the recurrence contracts, so that rounding does not
    // grow from step to step.
    Random r(seed);
    p = {r.normal_matrix(H, D, 0.5), r.normal_matrix(H, H, 0.9 / std::sqrt(H)),
         r.normal_matrix(K, H, 0.5), r.normal_matrix(H, 1, 0.3),
         r.normal_matrix(K, 1, 0.3)};
    for (double& v : x) v = r.normal();
    for (double& v : y) v = r.normal();
    h0 = r.normal_matrix(H, n, 0.5);
  }

  // Linear outputs and squared error: dL/do = o - y.
  cost::Turn turn() const {
    return [this](Index from, Matrix& o) {
      o -= cost::steps(y, from, from + o.n_cols / y.n_cols);
      return 0.5 * arma::dot(o, o);
    };
  }

  bptt::BatchGradient by_chapter_3() const {
    const bptt::BatchStates<> s = bptt::forward(Activation::tanh, p, x, h0);
    const Cube dLdo = s.o - y;
    return bptt::backward(Activation::tanh, p, x, s, dLdo);
  }
};

// The largest block error against chapter 3.
inline double worst_error(const cost::Gradient& g,
                          const bptt::BatchGradient& truth) {
  return std::max({block_error(g.dU, truth.dU), block_error(g.dW, truth.dW),
                   block_error(g.dV, truth.dV), block_error(g.db, truth.db),
                   block_error(g.dc, truth.dc), block_error(g.dh0, truth.dh0)});
}

inline bool identical(const cost::Gradient& a, const cost::Gradient& b) {
  const auto same = [](const Matrix& s, const Matrix& t) {
    return arma::approx_equal(s, t, "absdiff", 0);
  };
  return same(a.dU, b.dU) && same(a.dW, b.dW) && same(a.dV, b.dV) &&
         same(a.db, b.db) && same(a.dc, b.dc) && same(a.dh0, b.dh0);
}

}  // namespace support
