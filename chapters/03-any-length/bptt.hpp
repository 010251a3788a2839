/// \file
/// Backpropagation through time: the gradient of any loss of the outputs.
///
/// Dimensions as in rnn.hpp. A gradient has the shape of what it is the
/// gradient of. delta(t) is dL/dh(t), with respect to the *hidden state*:
///
///     dU  H x D     dh0       H x n
///     dW  H x H     dx(t)     D x n, t = 1 .. tau
///     dV  K x H     dz(t)     H x n, t = 1 .. tau
///     db  H         delta(t)  H x n, t = 1 .. tau
///     dc  K         dLdo(t)   K x n, t = 1 .. tau
#pragma once
#include "chapters/03-any-length/rnn.hpp"

namespace unrolled::bptt {

/// dL by the parameters: of a sum over all time steps and sequences.
struct ParameterGradient {
  Matrix dU;  ///< H x D
  Matrix dW;  ///< H x H
  Matrix dV;  ///< K x H
  Vector db;  ///< H
  Vector dc;  ///< K
};

/// dL by everything in one sequence; column t-1 is time t.
struct Gradient : ParameterGradient {
  Vector dh0;    ///< dL/dh(0), H
  Matrix dx;     ///< D x tau
  Matrix delta;  ///< dL/dh(t), H x tau
  Matrix dz;     ///< dL/dz(t), H x tau
};

/// dL by everything in a batch; slice t-1 is time t, each column a sequence.
struct BatchGradient : ParameterGradient {
  Matrix dh0;  ///< dL/dh(0), H x n
  Cube dx;     ///< D x n x tau
  Cube delta;  ///< dL/dh(t), H x n x tau
  Cube dz;     ///< dL/dz(t), H x n x tau
};

/// Demands what a backward pass needs.
/// \param p     parameters
/// \param x     inputs, D x n x tau
/// \param s     states of the forward pass
/// \param dLdo  dL/do of every step, K x n x tau
/// \throws std::invalid_argument naming the argument
inline void require_backward(const Parameters<>& p, const Cube& x,
                             const BatchStates<>& s, const Cube& dLdo) {
  require_parameters(p);
  if (x.is_empty())
    throw std::invalid_argument("x: expected at least one time step, got none");
  const Index n = x.n_cols, tau = x.n_slices;
  require_batch("x", x, p.U.n_cols, n, tau);
  require_batch("h", s.h, p.W.n_rows, n, tau + 1);
  require_batch("dLdo", dLdo, p.V.n_rows, n, tau);
}

/// \copydoc require_backward
inline void require_backward(const Parameters<>& p, const Matrix& x,
                             const States<>& s, const Matrix& dLdo) {
  const BatchStates<> of_one{batch_of_one(s.z), batch_of_one(s.h),
                             batch_of_one(s.o)};
  require_backward(p, batch_of_one(x), of_one, batch_of_one(dLdo));
}

/// Zeros where a backward pass puts its results.
/// \param p    parameters
/// \param n    how many sequences
/// \param tau  how many time steps
/// \return a gradient of the right shapes
inline BatchGradient zero_gradient(const Parameters<>& p, Index n, Index tau) {
  const Index H = p.W.n_rows, D = p.U.n_cols, K = p.V.n_rows;
  const auto zeros = [](Index rows, Index cols) {
    return Matrix(rows, cols, arma::fill::zeros);
  };
  return {{zeros(H, D), zeros(H, H), zeros(K, H), zeros(H, 1), zeros(K, 1)},
          zeros(H, n),
          Cube(D, n, tau, arma::fill::zeros),
          Cube(H, n, tau, arma::fill::zeros),
          Cube(H, n, tau, arma::fill::zeros)};
}

/// The backward pass of a batch, from the last step to the first.
///
/// The loss enters as dL/do of every step, so that any loss will do: a matched
/// pair supplies y_hat - y, a weight of a step or a sequence multiplies its
/// column. Deep Learning, equations 10.19 to 10.28.
/// \param hidden  sigma of the hidden units, as in the forward pass
/// \param p       parameters, as in the forward pass
/// \param x       inputs, D x n x tau
/// \param s       what the forward pass returned
/// \param dLdo    dL/do of every step, K x n x tau
/// \return dL by parameters, initial states, inputs and hidden states
/// \throws std::invalid_argument for a wrong shape, nothing, or a number that
///         is not finite
// [backward]
inline BatchGradient backward(Activation hidden, const Parameters<>& p,
                              const Cube& x, const BatchStates<>& s,
                              const Cube& dLdo) {
  require_backward(p, x, s, dLdo);
  const Index tau = x.n_slices;
  const Cube& h = s.h;

  BatchGradient g = zero_gradient(p, x.n_cols, tau);
  Cube &delta = g.delta, &dz = g.dz;
  for (Index t = tau; t >= 1; --t) {
    const Matrix& dLdo_t = dLdo.slice(t - 1);
    g.dc += arma::sum(dLdo_t, 1);     // (3.8)
    g.dV += dLdo_t * h.slice(t).t();  // (3.9)

    if (t == tau)
      delta.slice(t - 1) = p.V.t() * dLdo_t;  // (3.10)
    else
      delta.slice(t - 1) = p.V.t() * dLdo_t + p.W.t() * dz.slice(t);  // (3.11)
    const Matrix slope = derivative_from_value(hidden, h.slice(t));
    dz.slice(t - 1) = slope % delta.slice(t - 1);  // (3.12)

    g.db += arma::sum(dz.slice(t - 1), 1);          // (3.13)
    g.dW += dz.slice(t - 1) * h.slice(t - 1).t();   // (3.14)
    g.dU += dz.slice(t - 1) * x.slice(t - 1).t();   // (3.15)
    g.dx.slice(t - 1) = p.U.t() * dz.slice(t - 1);  // (3.16)
  }
  g.dh0 = p.W.t() * dz.slice(0);  // (3.17)
  return g;
}
// [backward]

/// The backward pass of one sequence: a batch of one.
/// \param hidden  sigma of the hidden units, as in the forward pass
/// \param p       parameters, as in the forward pass
/// \param x       inputs, D x tau
/// \param s       what the forward pass returned
/// \param dLdo    dL/do of every step, K x tau
/// \return dL by parameters, initial state, inputs and hidden states
/// \throws std::invalid_argument as backward() of a batch
inline Gradient backward(Activation hidden, const Parameters<>& p,
                         const Matrix& x, const States<>& s,
                         const Matrix& dLdo) {
  const BatchStates<> of_one{batch_of_one(s.z), batch_of_one(s.h),
                             batch_of_one(s.o)};
  const BatchGradient g =
      backward(hidden, p, batch_of_one(x), of_one, batch_of_one(dLdo));
  return {g, g.dh0, sequence(g.dx), sequence(g.delta), sequence(g.dz)};
}

/// One step of gradient descent.
/// \param p     parameters, changed
/// \param g     dL by the parameters
/// \param rate  learning rate
inline void update(Parameters<>& p, const ParameterGradient& g, double rate) {
  p.U -= rate * g.dU;  // (3.18)
  p.W -= rate * g.dW;  // (3.18)
  p.V -= rate * g.dV;  // (3.18)
  p.b -= rate * g.db;  // (3.18)
  p.c -= rate * g.dc;  // (3.18)
}

/// The loss of one sequence and its gradient.
struct LossAndGradient {
  double loss;   ///< the sum over all time steps
  Gradient by;   ///< dL by everything
  Matrix y_hat;  ///< predictions, K x tau
  Matrix h;      ///< hidden states, H x (tau+1)
};

/// Forward, loss and backward of one sequence under a matched pair.
/// \param net  the activation and the pair
/// \param p    parameters
/// \param x    inputs, D x tau
/// \param y    targets, K x tau
/// \param h0   initial state, H
/// \return the loss, its gradient, the predictions
/// \throws std::invalid_argument for a wrong shape, nothing, or a number that
///         is not finite
// [loss-and-gradient]
inline LossAndGradient loss_and_gradient(const Network& net,
                                         const Parameters<>& p, const Matrix& x,
                                         const Matrix& y, const Vector& h0) {
  const States<> s = forward(net.hidden, p, x, h0);
  require_shape("y", y, s.o.n_rows, s.o.n_cols);
  require_finite("y", y);
  const Matrix y_hat = predict(net.output, s.o);  // (3.4)
  const double L = loss(net.output, s.o, y);      // (3.5)
  const Matrix dLdo = output_delta(y_hat, y);     // (3.7)
  return {L, backward(net.hidden, p, x, s, dLdo), y_hat, s.h};
}
// [loss-and-gradient]

}  // namespace unrolled::bptt
