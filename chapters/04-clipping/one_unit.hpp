/// \file
/// The smallest network with a cliff (Pascanu, Mikolov and Bengio, 2013,
/// section 2.3): one sigmoid unit without input, of which the loss looks at the
/// last state alone.
///
/// w, b and all states are single numbers. x(t) is the pre-activation, as in
/// the paper; h(t) = sigma(x(t)) is chapter 3's hidden state.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "chapters/04-clipping/clipping.hpp"
#include "common/activation.hpp"
#include "common/matrix.hpp"

namespace unrolled::clipping {

/// The problem: where the unit starts, how long it runs, where it should end.
struct OneUnit {
  double start = 0.5;   ///< x(0)
  Index steps = 50;     ///< tau
  double target = 0.7;  ///< for sigma(x(tau))
};

/// E, the squared distance of the last state from the target.
/// \param problem  start, steps, target
/// \param w        recurrent weight, real or complex
/// \param b        bias, real or complex
/// \return E(w, b)
// [error]
template <class T>
T error(const OneUnit& problem, const T& w, const T& b) {
  T x = problem.start;
  for (Index t = 1; t <= problem.steps; ++t) x = w * sigmoid(x) + b;  // (4.13)
  const T miss = sigmoid(x) - problem.target;
  return miss * miss;  // (4.14)
}
// [error]

/// dE/dw and dE/db, by chapter 3's forward and backward: the unit is a network
/// with H = 1, U = 0, V = 1 and h(0) = sigma(x(0)).
/// \param problem  start, steps, target
/// \param w        recurrent weight
/// \param b        bias
/// \return two numbers: dE/dw, dE/db
/// \throws std::invalid_argument when there are no steps, or a number is not
///         finite
// [gradient]
inline Vector gradient(const OneUnit& problem, double w, double b) {
  const bptt::Parameters<> p{Matrix{0.0}, Matrix{w}, Matrix{1.0}, Vector{b},
                             Vector{0.0}};
  const Matrix no_input(1, problem.steps, arma::fill::zeros);
  const Vector h0{sigmoid(problem.start)};
  const bptt::States<> s = bptt::forward(Activation::sigmoid, p, no_input, h0);

  Matrix dEdo(1, problem.steps, arma::fill::zeros);
  dEdo.tail_cols(1) = 2 * (s.h.tail_cols(1) - problem.target);  // (4.15)
  const bptt::Gradient g =
      bptt::backward(Activation::sigmoid, p, no_input, s, dEdo);
  return {g.dW(0), g.db(0)};
}
// [gradient]

/// The wall: the bias at which the start is a fixed point, x(0) = x(1) = ...
/// It is a cliff of E where that point repels, that is for w > least_weight().
/// \param problem  start
/// \param w        recurrent weight
/// \return b = x(0) - w sigma(x(0))
// [wall]
inline double wall(const OneUnit& problem, double w) {
  return problem.start - w * sigmoid(problem.start);  // (4.16)
}
// [wall]

/// The weight above which the start, as a fixed point, repels.
/// \param problem  start
/// \return 1 / sigma'(x(0))
// [least-weight]
inline double least_weight(const OneUnit& problem) {
  const double h = sigmoid(problem.start);
  return 1 / (h * (1 - h));  // (4.17)
}
// [least-weight]

/// Gradient descent on E.
/// \param problem    start, steps, target
/// \param at         where it begins: w, b
/// \param rate       learning rate
/// \param threshold  largest norm of the gradient let through; 0: no clipping
/// \param steps      how many updates
/// \return the points (w, b), one a row, the first being the start
// [descend]
inline Matrix descend(const OneUnit& problem, Vector at, double rate,
                      double threshold, Index steps) {
  Matrix path(steps + 1, 2);
  path.row(0) = at.t();
  for (Index i = 1; i <= steps; ++i) {
    Vector g = gradient(problem, at(0), at(1));
    if (threshold > 0) clip_by_norm({{"dE", &g}}, threshold);
    at -= rate * g;
    path.row(i) = at.t();
  }
  return path;
}
// [descend]

}  // namespace unrolled::clipping
