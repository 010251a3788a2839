/// \file
/// BPTT as a few large products: chapter 3's sums over time, regrouped.
///
/// Dimensions as in chapter 3: D inputs, H hidden units, K outputs, n sequences
/// side by side, tau steps. A block is a run of steps whose columns, n a step,
/// stand side by side in memory: X is D x (n |B|), and so are H (each h(t)),
/// G (each h(t-1)), E (dL/do) and Z (dL/dz). H and G lie in one matrix h of
/// one step more: G without its last step, H without its first.
///
/// A sum over steps of outer products is one product of such matrices. What
/// is left of the loop over time is what must be one after another: W h(t-1)
/// on the way there, W^T dz(t+1) on the way back.
#pragma once
#include <algorithm>
#include <functional>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/05-cost/elementwise.hpp"
#include "chapters/05-cost/products.hpp"

namespace unrolled::cost {

using Parameters = bptt::Parameters<double>;

/// dL by the parameters and the initial states.
struct Gradient : bptt::ParameterGradient {
  Matrix dh0;  ///< H x n
};

/// Turns the scores of some steps into dL/do, in place, and returns their
/// loss: called with the step before the first, and o as K x (n |B|).
using Turn = std::function<double(Index from, Matrix& o)>;

/// Memory for a block, asked for once and used again.
struct Workspace {
  Matrix E;     ///< K x (n |B|): scores, then dL/do
  Matrix Z;     ///< H x (n |B|): dL/dz
  Vector ones;  ///< n |B|: a product with it sums the columns

  /// \param p        parameters, for their shapes
  /// \param columns  of the longest block, n |B|
  Workspace(const Parameters& p, Index columns)
      : E(p.V.n_rows, columns),
        Z(p.W.n_rows, columns),
        ones(columns, arma::fill::ones) {}
  /// \return how many doubles
  Index stored() const { return E.n_elem + Z.n_elem + ones.n_elem; }
};

/// The hidden states of a block.
/// \param p     parameters; the hidden units are tanh
/// \param X     inputs, D x (n |B|)
/// \param h     H x (n (|B| + 1)): the first step is given, the others written
/// \param tanh  of many numbers, in place
// [forward]
inline void forward_block(const Parameters& p, const Matrix& X, Matrix& h,
                          Elementwise tanh = tanh_in_place) {
  const Index n = h.n_cols - X.n_cols;
  Matrix H = columns(h, n, h.n_cols);
  H.each_col() = p.b;
  multiply(p.U, As::is, X, As::is, 1, H);  // (5.1)
  for (Index j = 0; j < X.n_cols; j += n) {
    const Matrix before = columns(h, j, j + n);
    Matrix now = columns(H, j, j + n);
    multiply(p.W, As::is, before, As::is, 1, now);  // (5.2)
    tanh(now.memptr(), now.n_elem);                 // (5.3)
  }
}
// [forward]

/// A block's share of the gradient.
/// \param p     parameters
/// \param X     inputs, D x (n |B|)
/// \param h     hidden states, H x (n (|B| + 1))
/// \param from  the step before the block's first
/// \param turn  from scores to dL/do
/// \param keep  1 adds to g; 0, for the last block, writes it
/// \param w     memory
/// \param g     dh0: the share of all later steps in dL/dh of the block's last
///              step, then of the step before its first; the others: the sums
/// \return the block's loss
// [backward]
inline double backward_block(const Parameters& p, const Matrix& X, Matrix& h,
                             Index from, const Turn& turn, double keep,
                             Workspace& w, Gradient& g) {
  const Index all = X.n_cols, n = h.n_cols - all;
  const Matrix H = columns(h, n, n + all), G = columns(h, 0, all);
  Matrix E = columns(w.E, 0, all), Z = columns(w.Z, 0, all);

  E.each_col() = p.c;
  multiply(p.V, As::is, H, As::is, 1, E);  // (5.4)
  const double loss = turn(from, E);
  multiply(E, As::is, w.ones, As::is, keep, g.dc);
  multiply(E, As::is, H, As::transposed, keep, g.dV);  // (5.5)

  multiply(p.V, As::transposed, E, As::is, 0, Z);  // (5.6)
  Z.tail_cols(n) += g.dh0;
  for (Index j = all; j > 0; j -= n) {
    Matrix dz = columns(Z, j - n, j);
    const Matrix now = columns(h, j, j + n);
    dz %= 1.0 - arma::square(now);  // (5.8)
    Matrix before = j > n ? columns(Z, j - 2 * n, j - n) : columns(g.dh0, 0, n);
    multiply(p.W, As::transposed, dz, As::is, j > n, before);  // (5.7) (5.11)
  }
  multiply(Z, As::is, w.ones, As::is, keep, g.db);
  multiply(Z, As::is, G, As::transposed, keep, g.dW);  // (5.9)
  multiply(Z, As::is, X, As::transposed, keep, g.dU);  // (5.10)
  return loss;
}
// [backward]

/// Gives a gradient its shapes: nothing is asked for when it has them.
/// \param p  parameters
/// \param n  sequences side by side
/// \param g  dh0 is zero then, the others are to be written
inline void prepare(const Parameters& p, Index n, Gradient& g) {
  g.dU.set_size(arma::size(p.U)), g.dW.set_size(arma::size(p.W));
  g.dV.set_size(arma::size(p.V)), g.db.set_size(p.W.n_rows);
  g.dc.set_size(p.V.n_rows), g.dh0.zeros(p.W.n_rows, n);
}

/// Demands inputs and initial states of these shapes, finite.
/// \param p    parameters
/// \param x    inputs, D x n x tau
/// \param h0   initial states, H x n
/// \param n    sequences side by side
/// \param tau  steps
/// \throws std::invalid_argument naming the argument
inline void require_pass(const Parameters& p, const Cube& x, const Matrix& h0,
                         Index n, Index tau) {
  const bool right = x.n_rows == p.U.n_cols && x.n_cols == n &&
                     x.n_slices == tau && x.is_finite();
  // Chapter 3's look, step by step, asks for memory: only to name the fault.
  if (!right) bptt::require_batch("x", x, p.U.n_cols, n, tau);
  require_shape("h0", h0, p.W.n_rows, n);
  require_finite("h0", h0);
}

/// Steps of a block of about 96 columns: its matrices stay in the cache, and of
/// up to 128 units OpenBLAS multiplies so small ones without a copy.
/// \param n  sequences side by side
/// \return at least 1
inline Index block_of(Index n) {
  return (96 + n - 1) / n;
}

/// Forward and backward with all hidden states kept, in blocks of some steps.
class InBlocks {
 public:
  /// Asks for all memory.
  /// \param p      parameters, for their shapes
  /// \param n      sequences side by side
  /// \param tau    steps
  /// \param block  steps of a block; 0 takes block_of(n)
  /// \param tanh   of many numbers, in place
  InBlocks(const Parameters& p, Index n, Index tau, Index block = 0,
           Elementwise tanh = tanh_in_place)
      : n_(n),
        tau_(tau),
        block_(std::min(block ? block : block_of(n), tau)),
        tanh_(tanh),
        h_(p.W.n_rows, n * (tau + 1)),
        w_(p, n * block_) {}

  /// One pass.
  /// \param p     parameters; the hidden units are tanh
  /// \param x     inputs, D x n x tau
  /// \param h0    initial states, H x n
  /// \param turn  from scores to dL/do
  /// \param g     the gradient, written
  /// \return the loss
  /// \throws std::invalid_argument for shapes other than the constructor's, or
  ///         a number that is not finite
  // [pass]
  double operator()(const Parameters& p, const Cube& x, const Matrix& h0,
                    const Turn& turn, Gradient& g) {
    require_pass(p, x, h0, n_, tau_);
    h_.head_cols(n_) = h0;
    for (Index from = 0; from < tau_; from += block_) {
      const Index to = std::min(from + block_, tau_);
      Matrix h = columns(h_, n_ * from, n_ * (to + 1));
      forward_block(p, steps(x, from, to), h, tanh_);
    }
    prepare(p, n_, g);
    double loss = 0;
    for (Index to = tau_, from; to > 0; to = from) {
      from = (to - 1) / block_ * block_;
      Matrix h = columns(h_, n_ * from, n_ * (to + 1));
      loss += backward_block(p, steps(x, from, to), h, from, turn, to < tau_,
                             w_, g);
    }
    return loss;
  }
  // [pass]

  /// Numbers kept from the way there for the way back, and for a block.
  /// \return how many doubles
  Index stored() const { return h_.n_elem + w_.stored(); }

 private:
  Index n_, tau_, block_;
  Elementwise tanh_;
  Matrix h_;
  Workspace w_;
};

}  // namespace unrolled::cost
