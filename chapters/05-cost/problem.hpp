/// \file
/// A network and a batch to measure on, and the plain ways to its gradient.
#pragma once
#include <cmath>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/05-cost/checkpoints.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"

namespace unrolled::cost {

/// A tanh network with linear outputs and squared error, and n sequences.
struct Problem {
  Parameters p;  ///< recurrent weights of gain 0.9: the states neither fade
                 ///< nor saturate
  Cube x;        ///< inputs, D x n x tau
  Cube y;        ///< targets, K x n x tau
  Matrix h0;     ///< H x n

  /// \param D     inputs
  /// \param H     hidden units
  /// \param K     outputs
  /// \param n     sequences side by side
  /// \param tau   steps
  /// \param seed  of all numbers
  Problem(Index D, Index H, Index K, Index n, Index tau, std::uint64_t seed = 1)
      : x(D, n, tau), y(K, n, tau) {
    Random random(seed);
    const auto gain = [](double g, Index in) {
      return g / std::sqrt(static_cast<double>(in));
    };
    p = {random.normal_matrix(H, D, gain(0.5, D)),
         random.normal_matrix(H, H, gain(0.9, H)),
         random.normal_matrix(K, H, gain(1, H)),
         random.normal_matrix(H, 1, 0.1), random.normal_matrix(K, 1, 0.1)};
    for (double& v : x) v = random.normal();
    for (double& v : y) v = random.normal();
    h0 = random.normal_matrix(H, n);
  }

  /// dL/do = o - y, block by block. \return what a pass asks for
  Turn turn() const {
    return [this](Index from, Matrix& o) {
      o -= steps(y, from, from + o.n_cols / y.n_cols);
      return 0.5 * arma::dot(o, o);
    };
  }

  /// Chapter 3's pass, a matrix per step. \return the gradient
  Gradient a_matrix_per_step() const {
    const bptt::BatchStates<> s = bptt::forward(Activation::tanh, p, x, h0);
    const Cube dLdo = s.o - y;
    const bptt::BatchGradient g =
        bptt::backward(Activation::tanh, p, x, s, dLdo);
    return {g, g.dh0};
  }

  /// Chapter 3's pass for each sequence alone. \return their sum
  Gradient one_at_a_time() const {
    Gradient sum;
    prepare(p, x.n_cols, sum);
    sum.dU.zeros(), sum.dW.zeros(), sum.dV.zeros();
    sum.db.zeros(), sum.dc.zeros();
    for (Index j = 0; j < x.n_cols; ++j) {
      const Matrix xj = bptt::sequence(x, j);
      const Vector h0j = h0.col(j);
      const bptt::States<> s = bptt::forward(Activation::tanh, p, xj, h0j);
      const Matrix dLdo = s.o - bptt::sequence(y, j);
      const bptt::Gradient g = bptt::backward(Activation::tanh, p, xj, s, dLdo);
      sum.dU += g.dU, sum.dW += g.dW, sum.dV += g.dV;
      sum.db += g.db, sum.dc += g.dc, sum.dh0.col(j) = g.dh0;
    }
    return sum;
  }
};

/// The largest block error between two gradients.
/// \param got       the one to judge
/// \param expected  the true one
/// \return the error of its worst block
inline double worst_error(const Gradient& got, const Gradient& expected) {
  return std::max(
      {block_error(got.dU, expected.dU), block_error(got.dW, expected.dW),
       block_error(got.dV, expected.dV), block_error(got.db, expected.db),
       block_error(got.dc, expected.dc), block_error(got.dh0, expected.dh0)});
}

/// tanh as the standard library has it, one number at a time.
/// \param z  numbers, changed
/// \param n  how many
inline void plain_tanh(double* z, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) z[i] = std::tanh(z[i]);
}

}  // namespace unrolled::cost
