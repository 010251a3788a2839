/// \file
/// The recurrent network: parameters and the forward pass, for any length.
///
/// Dimensions: D inputs, H hidden units, K outputs, tau time steps, n sequences
/// side by side in a batch.
///
///     U  H x D      x(t)      D x n, t = 1 .. tau
///     W  H x H      z(t)      H x n, t = 1 .. tau
///     V  K x H      h(t)      H x n, t = 0 .. tau
///     b  H          o(t)      K x n, t = 1 .. tau
///     c  K          y_hat(t)  K x n, t = 1 .. tau
///
/// A sequence (n = 1) is a matrix whose columns are time steps; a batch is a
/// cube whose slices are. In both, number t - 1 of x, z and o is time t, while
/// number t of h is time t, for h(0) is number 0. A sequence is a batch of one.
#pragma once
#include <string>
#include <string_view>

#include "common/activation.hpp"
#include "common/loss.hpp"
#include "common/matrix.hpp"

// Doxygen leads to this anchor from every type that is a template's instance.
/// Chapter 3: backpropagation through time, for any length.
/// \anchor namespaceunrolled_1_1bptt
namespace unrolled::bptt {

/// The parameters: one copy, used at every time step.
template <class T = double>
struct Parameters {
  arma::Mat<T> U;  ///< input to hidden, H x D
  arma::Mat<T> W;  ///< hidden to hidden, H x H
  arma::Mat<T> V;  ///< hidden to output, K x H
  arma::Col<T> b;  ///< bias of the hidden units, H
  arma::Col<T> c;  ///< bias of the outputs, K
};

/// What the network is, besides its numbers.
struct Network {
  Activation hidden;  ///< sigma of the hidden units
  Output output;      ///< the matched pair of output and loss
};

/// Everything a forward pass computes for one sequence.
template <class T = double>
struct States {
  arma::Mat<T> z;  ///< pre-activations, H x tau; column t-1 is time t
  arma::Mat<T> h;  ///< hidden states, H x (tau+1); column t is time t
  arma::Mat<T> o;  ///< scores, K x tau; column t-1 is time t
};

/// Everything a forward pass computes for a batch; each column a sequence.
template <class T = double>
struct BatchStates {
  arma::Cube<T> z;  ///< pre-activations, H x n x tau; slice t-1 is time t
  arma::Cube<T> h;  ///< hidden states, H x n x (tau+1); slice t is time t
  arma::Cube<T> o;  ///< scores, K x n x tau; slice t-1 is time t
};

/// The parameters in the number type of the forward pass.
/// \param p  real parameters
/// \return the same numbers as T
template <class T>
Parameters<T> cast(const Parameters<>& p) {
  return {arma::conv_to<arma::Mat<T>>::from(p.U),
          arma::conv_to<arma::Mat<T>>::from(p.W),
          arma::conv_to<arma::Mat<T>>::from(p.V),
          arma::conv_to<arma::Col<T>>::from(p.b),
          arma::conv_to<arma::Col<T>>::from(p.c)};
}

/// A sequence as a batch of one: the same numbers, time moved to the slices.
/// \param m  one column per time step
/// \return rows x 1 x steps
template <class T>
arma::Cube<T> batch_of_one(const arma::Mat<T>& m) {
  return arma::Cube<T>(m.memptr(), m.n_rows, 1, m.n_cols);
}

/// One sequence of a batch.
/// \param batch  rows x n x steps
/// \param j      which sequence, 0 .. n-1
/// \return rows x steps, one column per time step
template <class T>
arma::Mat<T> sequence(const arma::Cube<T>& batch, Index j = 0) {
  arma::Mat<T> m(batch.n_rows, batch.n_slices);
  for (Index s = 0; s < batch.n_slices; ++s) m.col(s) = batch.slice(s).col(j);
  return m;
}

/// Demands a batch of this shape, of finite numbers.
/// \param name   the argument's name, for the message
/// \param m      the cube to look at
/// \param rows   rows expected
/// \param cols   sequences expected
/// \param steps  slices expected
/// \throws std::invalid_argument naming the argument and both shapes, or the
///         first slice that is not finite
template <class T>
void require_batch(std::string_view name, const arma::Cube<T>& m, Index rows,
                   Index cols, Index steps) {
  const auto in_words = [](Index r, Index c, Index s) {
    return std::to_string(r) + " x " + std::to_string(c) + " x " +
           std::to_string(s);
  };
  if (m.n_rows != rows || m.n_cols != cols || m.n_slices != steps)
    throw std::invalid_argument(std::string(name) + ": expected " +
                                in_words(rows, cols, steps) + ", got " +
                                in_words(m.n_rows, m.n_cols, m.n_slices) +
                                " (rows x sequences x steps)");
  for (Index s = 0; s < steps; ++s)
    if (!m.slice(s).is_finite())
      throw std::invalid_argument(
          std::string(name) + ": expected finite numbers, got one that is " +
          "not in slice " + std::to_string(s));
}

/// Demands parameters that fit each other and are finite.
/// \param p  the parameters
/// \throws std::invalid_argument naming U, W, V, b or c
template <class T>
void require_parameters(const Parameters<T>& p) {
  const Index H = p.W.n_rows, K = p.V.n_rows;
  const auto require = [](std::string_view name, const arma::Mat<T>& m,
                          Index rows, Index cols) {
    require_not_empty(name, m);
    require_shape(name, m, rows, cols);
    require_finite(name, m);
  };
  require("W", p.W, H, H);
  require("U", p.U, H, p.U.n_cols);
  require("V", p.V, K, H);
  require("b", p.b, H, 1);
  require("c", p.c, K, 1);
}

/// Demands inputs and initial states that fit the parameters.
/// \param p   parameters
/// \param x   inputs, D x n x tau
/// \param h0  initial states, H x n
/// \throws std::invalid_argument naming the argument
template <class T>
void require_input(const Parameters<T>& p, const arma::Cube<T>& x,
                   const arma::Mat<T>& h0) {
  require_parameters(p);
  if (x.is_empty())
    throw std::invalid_argument("x: expected at least one time step, got none");
  require_batch("x", x, p.U.n_cols, x.n_cols, x.n_slices);
  require_shape("h0", h0, p.W.n_rows, x.n_cols);
  require_finite("h0", h0);
}

/// Zeros where a forward pass puts its results.
/// \param p    parameters
/// \param n    how many sequences
/// \param tau  how many time steps
/// \return states of the right shapes
template <class T>
BatchStates<T> room_for(const Parameters<T>& p, Index n, Index tau) {
  const Index H = p.W.n_rows, K = p.V.n_rows;
  return {arma::Cube<T>(H, n, tau, arma::fill::zeros),
          arma::Cube<T>(H, n, tau + 1, arma::fill::zeros),
          arma::Cube<T>(K, n, tau, arma::fill::zeros)};
}

/// The forward pass of a batch, from the first step to the last.
/// Deep Learning (Goodfellow et al., 2016), equations 10.8 to 10.10.
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param x       inputs, D x n x tau
/// \param h0      initial states, H x n
/// \return z, h and o of every step
/// \throws std::invalid_argument for a wrong shape, nothing, or a number that
///         is not finite
// [forward]
template <class T>
BatchStates<T> forward(Activation hidden, const Parameters<T>& p,
                       const arma::Cube<T>& x, const arma::Mat<T>& h0) {
  require_input(p, x, h0);
  const Index n = x.n_cols, tau = x.n_slices;
  const arma::Mat<T> b = arma::repmat(p.b, 1, n), c = arma::repmat(p.c, 1, n);

  BatchStates<T> s = room_for(p, n, tau);
  arma::Cube<T>&z = s.z, &h = s.h, &o = s.o;
  h.slice(0) = h0;
  for (Index t = 1; t <= tau; ++t) {
    z.slice(t - 1) = p.U * x.slice(t - 1) + p.W * h.slice(t - 1) + b;  // (3.1)
    h.slice(t) = activate(hidden, z.slice(t - 1));                     // (3.2)
    o.slice(t - 1) = p.V * h.slice(t) + c;                             // (3.3)
  }
  return s;
}
// [forward]

/// The forward pass of one sequence: a batch of one.
/// \param hidden  sigma of the hidden units
/// \param p       parameters
/// \param x       inputs, D x tau
/// \param h0      initial state, H
/// \return z, h and o of every step
/// \throws std::invalid_argument as forward() of a batch
template <class T>
States<T> forward(Activation hidden, const Parameters<T>& p,
                  const arma::Mat<T>& x, const arma::Col<T>& h0) {
  const arma::Mat<T> h0_of_one = h0;
  const BatchStates<T> s = forward(hidden, p, batch_of_one(x), h0_of_one);
  return {sequence(s.z), sequence(s.h), sequence(s.o)};
}

}  // namespace unrolled::bptt
