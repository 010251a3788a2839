/// \file
/// How a state depends on an earlier state: the product of the Jacobians
/// between them, its norms, its growth, and the share of each lag in dL/dW.
///
/// Dimensions: H hidden units, tau time steps, one sequence.
///
///     W            H x H  hidden to hidden
///     z(t)         H      pre-activations of a forward pass, t = 1 .. tau
///     J(t)         H x H  dh(t)/dh(t-1); row i, column j: dh_i(t)/dh_j(t-1)
///     dh(t)/dh(k)  H x H  0 <= k <= t <= tau; the unit matrix where k = t
///
/// Every function throws std::invalid_argument, naming the argument, for what
/// does not fit W.
#pragma once
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "common/random.hpp"

namespace unrolled::clipping {

using bptt::Parameters;
using bptt::States;

/// J(t), the Jacobian of one step.
///
/// sigma' is taken at z, not from h: where tanh has saturated 1 - h^2 rounds to
/// 0, and the derivative itself does not.
Matrix step_jacobian(Activation hidden, const Matrix& W, const Matrix& z);

/// dh(t)/dh(k), the product of the Jacobians of the steps k+1 .. t, the latest
/// on the left.
/// \throws std::invalid_argument also unless k <= t <= tau
Matrix product_of_jacobians(Activation hidden, const Matrix& W,
                            const Sequence& z, Index t, Index k);

/// The spectral norm: the largest singular value, by which a matrix can stretch
/// a vector at most.
/// \throws std::invalid_argument for an empty matrix, or an entry that is not
///         finite
double spectral_norm(const Matrix& m);

/// The spectral norms of dh(t)/dh(k): row t = 0 .. tau holds those for
/// k = 0 .. t; its last is 1.
/// \throws std::invalid_argument also when a product overflows (the message
///         names the two times)
std::vector<std::vector<double>> jacobian_norms(Activation hidden,
                                                const Matrix& W,
                                                const Sequence& z);

/// What the norm of dh(t)/dh(k) cannot exceed, by the steepest slope of the
/// activation (gamma: 1 for tanh, ReLU and the identity, 1/4 for the sigmoid),
/// the spectral norm of W, and the lag t - k.
double norm_bound(double gamma, double norm, Index lag);

/// What each lag adds to dL/dW, for a loss at the last step alone, whose dL/do
/// is given: the summands of (3.14).
/// \return parts(n), n = 0 .. tau-1, is the part through the copy of W used at
///         step tau - n; the parts add up to dL/dW
Sequence parts_by_lag(Activation hidden, const Parameters& p, const Sequence& x,
                      const States& s, const Vector& dLdo);

/// The pre-activations of a tanh network whose every unit has an input of its
/// own: independent normal numbers of a given size. Without an h(0), which is
/// H x 1, it is drawn after them.
Sequence driven(const Matrix& W, double input, Index steps, Random& random,
                Matrix h0 = {});

/// The mean growth per step of a small difference q between two states: the
/// largest Lyapunov exponent, measured. Positive: differences grow, and so does
/// the gradient on its way back.
/// \return the mean of log(|J(t) q| / |q|) over the steps; minus infinity when
///         the difference is lost. The length of the first q is ignored.
/// \throws std::invalid_argument also when q is 0
double mean_log_growth(Activation hidden, const Matrix& W, const Sequence& z,
                       Vector q);

/// The mean growth per step of a small volume: the sum of all Lyapunov
/// exponents, measured. In the long run it is never positive when the inputs
/// are independent draws: a tanh layer can stretch some differences, not all.
/// \return the mean of log |det J(t)| over the steps; minus infinity when W is
///         singular or a unit's derivative is 0
double mean_log_volume(Activation hidden, const Matrix& W, const Sequence& z);

}  // namespace unrolled::clipping
