/// \file
/// What the notes print wrong, computed as printed, on one small example.
///
/// Dimensions as in rnn.hpp, one sequence. The rows are those of the page "The
/// notes, checked".
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "chapters/03-any-length/pairs.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

/// A network, a sequence, and everything that is right about them.
struct Example {
  Network net;     ///< tanh; softmax with cross-entropy or another pair
  Parameters<> p;  ///< contracting: the singular values of W are below 1
  Matrix x;        ///< inputs, D x tau
  Matrix y;        ///< targets, K x tau, each column summing to 1
  Vector h0;       ///< initial state, not 0
  States<> s;      ///< of the forward pass
  Matrix y_hat;    ///< predictions, K x tau
  Matrix e;        ///< dL/do, K x tau
  Gradient g;      ///< of the backward pass
};

/// An example of these sizes.
/// \param output  the matched pair
/// \param D       inputs
/// \param H       hidden units
/// \param K       outputs
/// \param tau     time steps
/// \param seed    of everything
/// \return the example
inline Example example_of(Output output, Index D, Index H, Index K, Index tau,
                          std::uint64_t seed) {
  Random r(seed);
  Example it{{Activation::tanh, output}, {}, {}, {}, {}, {}, {}, {}, {}};
  Matrix W = r.normal_matrix(H, H);
  W *= 0.9 / arma::norm(W);  // the largest singular value
  it.p = {r.normal_matrix(H, D, 0.5), W, r.normal_matrix(K, H),
          r.normal_matrix(H, 1, 0.3), r.normal_matrix(K, 1, 0.3)};
  it.x = r.normal_matrix(D, tau);
  it.y = arma::square(r.uniform_matrix(K, tau, 0.1, 1));
  it.y.each_row() /= Matrix(arma::sum(it.y, 0));
  it.h0 = r.normal_matrix(H, 1);
  it.s = forward(it.net.hidden, it.p, it.x, it.h0);
  it.y_hat = predict(output, it.s.o);
  it.e = output_delta(it.y_hat, it.y);
  it.g = backward(it.net.hidden, it.p, it.x, it.s, it.e);
  return it;
}

/// L(t) of the example's pair.
/// \param it  the example
/// \param t   1 .. tau
/// \return the loss of one step
inline double loss_at(const Example& it, Index t) {
  const Matrix o = it.s.o.col(t - 1), y = it.y.col(t - 1);
  return loss(it.net.output, o, y);
}

/// Row A4: sum_{i=1}^T L_t. The index that runs is not the one that is summed.
/// \param it  the example
/// \param t   what t is taken to be
/// \return T times L_t
inline double printed_A4(const Example& it, Index t) {
  double L = 0;
  for (Index i = 1; i <= it.x.n_cols; ++i) L += loss_at(it, t);
  return L;
}

/// Row A6: binary cross-entropy with the roles of y and y_hat exchanged.
/// \param y_hat  prediction, between 0 and 1
/// \param y      target, between 0 and 1
/// \return the loss as printed: infinite for a target of 0 or 1
inline double printed_A6(double y_hat, double y) {
  return -(y_hat * std::log(y) + (1 - y_hat) * std::log(1 - y));
}

/// Row B7: "from delta(tau+1)", taken at its word: what comes back is delta
/// after the end, which is 0.
/// \param it  the example
/// \return every delta(t), H x tau
inline Matrix printed_B7(const Example& it) {
  return it.p.V.t() * it.e;
}

/// Rows B8 and B9: d delta/dh for do/dh in front of dL/do, at the last step,
/// under softmax. delta(tau) = V^T (softmax(V h + c) - y), so that
/// d delta/dh = V^T J V, H x H, with the Jacobian J of softmax.
/// \param it  an example with K = H (else the product doesn't exist)
/// \return delta(tau) as printed, H
inline Vector printed_B8(const Example& it) {
  const Matrix J = softmax_jacobian(it.y_hat.tail_cols(1));
  const Matrix d_delta_d_h = it.p.V.t() * J * it.p.V;
  return d_delta_d_h.t() * it.e.tail_cols(1);
}

/// Row B9: y(t) for y(tau).
/// \param it  the example
/// \param t   what t is taken to be
/// \return delta(tau) as printed, H
inline Vector printed_B9(const Example& it, Index t) {
  return it.p.V.t() * (it.y_hat.tail_cols(1) - it.y.col(t - 1));
}

/// Row B12: what is printed as dL/dV, sum_t diag(1 - h(t)^2) delta(t) x(t)^T.
/// \param it  the example
/// \return H x D
inline Matrix printed_B12(const Example& it) {
  Matrix sum(it.p.W.n_rows, it.x.n_rows, arma::fill::zeros);
  for (Index t = 1; t <= it.x.n_cols; ++t) {
    const Vector h = it.s.h.col(t);
    sum +=
        arma::diagmat(1 - h % h) * it.g.delta.col(t - 1) * it.x.col(t - 1).t();
  }
  return sum;
}

/// dL/do of the binary form on top of softmax, which row C17 and many copies
/// combine: each class is asked as a yes-or-no question.
/// \param y_hat  softmax(o), K
/// \param y      targets, K
/// \return dL/do, K; it is not y_hat - y
inline Vector softmax_with_binary_form(const Vector& y_hat, const Vector& y) {
  return through_output(softmax_jacobian(y_hat), binary_slope(y_hat, y));
}

/// delta(t) with the factors of the recursion exchanged: diag(1 - h(t+1)^2)
/// before W^T delta(t+1), which has the right shape and the wrong value.
/// \param it  the example
/// \return every delta(t), H x tau
inline Matrix exchanged_factors(const Example& it) {
  Matrix delta = it.p.V.t() * it.e;
  for (Index t = it.x.n_cols - 1; t >= 1; --t) {
    const Vector h = it.s.h.col(t + 1);
    delta.col(t - 1) += arma::diagmat(1 - h % h) * it.p.W.t() * delta.col(t);
  }
  return delta;
}

}  // namespace unrolled::bptt
