/// \file
/// BPTT as a few large products: chapter 3's sums over time, regrouped.
///
/// Dimensions as in chapter 3: D inputs, H hidden units, K outputs, n sequences
/// side by side, tau steps. A block is a run of steps whose columns, n a step,
/// stand side by side in memory: X_B is D x (n |B|), and so are H_B (each
/// column h(t)), G_B (each h(t-1)), E_B (dL/do) and Z_B (dL/dz).
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
/// loss: called with the step before the first, and o as K x n x steps.
using Turn = std::function<double(Index from, Cube& o)>;

/// Memory for a block, asked for once and used again.
struct Workspace {
  Cube o;        ///< K x n x steps: scores, then dL/do
  Cube dz;       ///< H x n x steps: dL/dz
  Matrix after;  ///< H x n: dL/dz of the step after the block

  /// \param p      parameters, for their shapes
  /// \param n      sequences side by side
  /// \param steps  of the longest block
  Workspace(const Parameters& p, Index n, Index steps)
      : o(p.V.n_rows, n, steps),
        dz(p.W.n_rows, n, steps),
        after(p.W.n_rows, n, arma::fill::zeros) {}
};

/// The hidden states of a block.
/// \param p     parameters; the hidden units are tanh
/// \param x     inputs, D x n x steps
/// \param h     H x n x (steps + 1): slice 0 is given, the others are written
/// \param tanh  of many numbers, in place
// [forward]
inline void forward_block(const Parameters& p, const Cube& x, Cube& h,
                          Elementwise tanh = tanh_in_place) {
  Cube later = part(h, 1, h.n_slices);
  Matrix H = side_by_side(later);
  H.each_col() = p.b;
  multiply(p.U, As::is, side_by_side(x), As::is, 1, H);  // (5.1)
  for (Index t = 1; t < h.n_slices; ++t) {
    multiply(p.W, As::is, h.slice(t - 1), As::is, 1, h.slice(t));  // (5.2)
    tanh(h.slice_memptr(t), h.n_elem_slice);                       // (5.3)
  }
}
// [forward]

/// A block's share of the gradient.
/// \param p     parameters
/// \param x     inputs, D x n x steps
/// \param h     hidden states, H x n x (steps + 1)
/// \param from  the step before the block's first
/// \param turn  from scores to dL/do
/// \param w     after: dL/dz of the step that follows, then of the first
/// \param g     added to, except dh0
/// \return the block's loss
// [backward]
inline double backward_block(const Parameters& p, const Cube& x, const Cube& h,
                             Index from, const Turn& turn, Workspace& w,
                             Gradient& g) {
  const Index steps = x.n_slices;
  const Cube h_before = part(h, 0, steps), h_now = part(h, 1, steps + 1);
  const Matrix H = side_by_side(h_now);
  Cube o = part(w.o, 0, steps), dz = part(w.dz, 0, steps);
  Matrix E = side_by_side(o), Z = side_by_side(dz);

  E.each_col() = p.c;
  multiply(p.V, As::is, H, As::is, 1, E);  // (5.4)
  const double loss = turn(from, o);
  g.dc += arma::sum(E, 1);
  multiply(E, As::is, H, As::transposed, 1, g.dV);  // (5.5)

  multiply(p.V, As::transposed, E, As::is, 0, Z);  // (5.6)
  for (Index t = steps; t >= 1; --t) {
    const Matrix& after = t == steps ? w.after : dz.slice(t);
    multiply(p.W, As::transposed, after, As::is, 1, dz.slice(t - 1));  // (5.7)
    dz.slice(t - 1) %= 1.0 - arma::square(h_now.slice(t - 1));         // (5.8)
  }
  w.after = dz.slice(0);
  g.db += arma::sum(Z, 1);
  multiply(Z, As::is, side_by_side(h_before), As::transposed, 1,
           g.dW);                                                 // (5.9)
  multiply(Z, As::is, side_by_side(x), As::transposed, 1, g.dU);  // (5.10)
  return loss;
}
// [backward]

/// Zeros of the parameters' shapes.
/// \param p  parameters
/// \param n  sequences side by side
/// \return a gradient to add to
inline Gradient zero_gradient(const Parameters& p, Index n) {
  Gradient g;
  g.dU.zeros(arma::size(p.U)), g.dW.zeros(arma::size(p.W));
  g.dV.zeros(arma::size(p.V)), g.db.zeros(p.W.n_rows);
  g.dc.zeros(p.V.n_rows), g.dh0.zeros(p.W.n_rows, n);
  return g;
}

/// Forward and backward with all hidden states kept, in blocks of some steps.
class InBlocks {
 public:
  /// Asks for all memory.
  /// \param p      parameters, for their shapes
  /// \param n      sequences side by side
  /// \param tau    steps
  /// \param steps  of a block; 0 takes about 512 columns
  /// \param tanh   of many numbers, in place
  InBlocks(const Parameters& p, Index n, Index tau, Index steps = 0,
           Elementwise tanh = tanh_in_place)
      : tanh_(tanh),
        steps_(std::clamp<Index>(steps ? steps : 512 / n, 1, tau)),
        h_(p.W.n_rows, n, tau + 1),
        w_(p, n, steps_) {}

  /// One pass.
  /// \param p     parameters; the hidden units are tanh
  /// \param x     inputs, D x n x tau
  /// \param h0    initial states, H x n
  /// \param turn  from scores to dL/do
  /// \param g     the gradient, written
  /// \return the loss
  /// \throws std::invalid_argument for shapes other than the constructor's
  // [pass]
  double operator()(const Parameters& p, const Cube& x, const Matrix& h0,
                    const Turn& turn, Gradient& g) {
    const Index tau = h_.n_slices - 1;
    bptt::require_batch("x", x, p.U.n_cols, h_.n_cols, tau);
    require_shape("h0", h0, h_.n_rows, h_.n_cols);
    h_.slice(0) = h0;
    for (Index from = 0; from < tau; from += steps_) {
      const Index to = std::min(from + steps_, tau);
      Cube h = part(h_, from, to + 1);
      forward_block(p, part(x, from, to), h, tanh_);
    }
    g = zero_gradient(p, h_.n_cols);
    w_.after.zeros();
    double loss = 0;
    for (Index from = (tau - 1) / steps_ * steps_;; from -= steps_) {
      const Index to = std::min(from + steps_, tau);
      loss += backward_block(p, part(x, from, to), part(h_, from, to + 1), from,
                             turn, w_, g);
      if (from == 0) break;
    }
    multiply(p.W, As::transposed, w_.after, As::is, 0, g.dh0);  // (5.11)
    return loss;
  }
  // [pass]

  /// Numbers kept from the way there for the way back, and for a block.
  /// \return how many doubles
  Index stored() const {
    return h_.n_elem + w_.o.n_elem + w_.dz.n_elem + w_.after.n_elem;
  }

 private:
  Elementwise tanh_;
  Index steps_;
  Cube h_;
  Workspace w_;
};

}  // namespace unrolled::cost
