/// \file
/// Backpropagation through time by chapter 1's backpropagation: L(t) is the
/// loss of a layered network, t layers of hidden units deep, whose weights are
/// tied.
///
/// Layer l = 1 .. t is time l: its weights are W, its bias holds what comes
/// from outside, U x(l) + b. Layer t+1 is the output, with V and c.
#pragma once
#include "chapters/01-backpropagation/network.hpp"
#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// The recurrent network up to time t, as chapter 1 knows networks. Its input
/// is h(0), its output o(t).
/// \param hidden  sigma of the hidden units
/// \param p       parameters, copied into every layer
/// \param x       inputs, D x tau
/// \param t       where to stop, 1 .. tau
/// \return t + 1 layers
// [layers]
inline backprop::Network<double> unrolled_to(Activation hidden,
                                             const Parameters<>& p,
                                             const Matrix& x, Index t) {
  backprop::Network<double> layers;
  for (Index l = 1; l <= t; ++l) {
    const Vector outside = p.U * x.col(l - 1) + p.b;  // (3.32)
    layers.push_back({p.W, outside, hidden});
  }
  layers.push_back({p.V, p.c, Activation::identity});
  return layers;
}
// [layers]

/// The gradient of L = sum_t L(t), by chapter 1's backward() on one layered
/// network for each t; the gradients of the tied copies are added.
/// \param hidden  sigma of the hidden units
/// \param kind    chapter 1's loss of the last layer
/// \param p       parameters
/// \param x       inputs, D x tau
/// \param y       targets, K x tau
/// \param h0      initial state, H
/// \return dL by the parameters and by h(0); dx, delta and dz stay empty
/// \throws std::invalid_argument for a wrong shape, nothing, or a number that
///         is not finite
// [by-layers]
inline Gradient gradient_by_layers(Activation hidden, backprop::Loss kind,
                                   const Parameters<>& p, const Matrix& x,
                                   const Matrix& y, const Vector& h0) {
  require_input(p, batch_of_one(x), Matrix(h0));
  require_shape("y", y, p.V.n_rows, x.n_cols);
  Gradient g{zero_gradient(p, 1, 1), arma::zeros(h0.n_elem), {}, {}, {}};
  for (Index t = 1; t <= x.n_cols; ++t) {
    const backprop::Network<double> layers = unrolled_to(hidden, p, x, t);
    const backprop::Pass<double> pass = backprop::forward(layers, Matrix(h0));
    const backprop::Gradient of_L_t =
        backprop::backward(layers, pass, kind, y.col(t - 1));
    for (Index l = 1; l <= t; ++l) {
      g.dW += of_L_t.dW[l];                     // (3.33)
      g.dU += of_L_t.db[l] * x.col(l - 1).t();  // (3.34)
      g.db += of_L_t.db[l];
    }
    g.dV += of_L_t.dW[t + 1];
    g.dc += of_L_t.db[t + 1];
    g.dh0 += p.W.t() * of_L_t.delta[1];
  }
  return g;
}
// [by-layers]

}  // namespace unrolled::bptt
