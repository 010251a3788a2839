/// \file
/// Jordan's network: what comes back is not the hidden state but what was put
/// out.
///
/// Dimensions as in chapter 3's bptt.hpp, but for
///
///     W, dW  H x K     f(t)  K x n, t = 0 .. tau: what step t+1 gets back
///     y0, dy0  K x n, f(0)
#pragma once
#include <vector>

#include "chapters/06-shapes/one_output.hpp"

namespace unrolled::shapes {

/// What comes back.
enum class Feedback {
  own,     ///< the prediction y_hat(t)
  teacher  ///< the target y(t), which no parameter moves: teacher forcing
};
/// The feedback called `own` or `teacher`.
/// \throws std::invalid_argument for any other name
Feedback feedback_named(std::string_view name);

/// What a network is, besides its numbers.
struct Jordan {
  Network net;                        ///< hidden units and a matched pair
  Feedback feedback = Feedback::own;  ///< what comes back
};

/// Everything a forward pass computes.
struct JordanStates {
  Sequence z;  ///< pre-activations
  Sequence h;  ///< hidden states, from h(1) on
  Sequence o;  ///< scores
  Sequence f;  ///< what comes back, from f(0) on
};

/// dL by everything.
struct JordanGradient : ParameterGradient {
  Matrix dy0;      ///< dL/df(0)
  Sequence dx;     ///< dL/dx(t)
  Sequence dout;   ///< dL/do(t), by all later steps, too
  Sequence delta;  ///< dL/dh(t)
  Sequence dz;     ///< dL/dz(t), t = 1 .. tau+1: dz(tau+1) is 0
};

/// The loss and its gradient.
struct JordanRun {
  double loss;        ///< the sum over all steps and sequences
  JordanGradient by;  ///< dL by everything
  Sequence y_hat;     ///< predictions
};

/// From the first step to the last. Deep Learning, figure 10.4.
/// \param y  targets; read with teacher forcing alone
/// \throws std::invalid_argument naming what does not fit or is not finite
JordanStates forward(const Jordan& kind, const Parameters& p, const Sequence& x,
                     const Sequence& y, const Matrix& y0);

/// A slope by y_hat taken back to one by the scores o: the output's Jacobian,
/// transposed, times it.
/// \param y_hat  K x n
/// \param v      dL/dy_hat, K x n
Matrix through_output(Output pair, const Matrix& y_hat, const Matrix& v);

/// From the last step to the first. The loss enters as dL/do of every step, as
/// if nothing came back.
JordanGradient backward(const Jordan& kind, const Parameters& p,
                        const Sequence& x, const JordanStates& s,
                        const Sequence& dLdo);

/// Forward, loss and backward under a matched pair.
JordanRun loss_and_gradient(const Jordan& kind, const Parameters& p,
                            const Sequence& x, const Sequence& y,
                            const Matrix& y0);

/// The gradient under teacher forcing, each step by itself: none waits for
/// another. Added up from the last step to the first, whatever the order in
/// which they were done.
/// \param order    the steps 1 .. tau, in the order in which they are done
/// \param threads  how many do them side by side
/// \throws std::invalid_argument when the order is none, or threads is 0
ParameterGradient step_by_step(const Network& net, const Parameters& p,
                               const Sequence& x, const Sequence& y,
                               const Matrix& y0,
                               const std::vector<Index>& order,
                               Index threads = 1);

}  // namespace unrolled::shapes
