/// \file
/// Three steps of a recurrent network, every path of every derivative written
/// out.
///
/// A path of L_t starts at the loss of step t, goes back from step to step and
/// leaves the chain at step k, where it meets the weight. Its colour says how
/// far it went: green stays in its step (k = t), purple goes one step back,
/// orange two.
///
/// Dimensions are network.hpp's, with tau = 3 and one sequence (n = 1).
/// Whatever does not fit, or is not finite, throws std::invalid_argument,
/// naming the argument.
#pragma once
#include <array>

#include "chapters/02-three-steps/network.hpp"
#include "common/sequence.hpp"

namespace unrolled::three_steps {

/// What three steps compute.
struct Run {
  Sequence z;                 ///< pre-activations
  Sequence h;                 ///< hidden states, from h(0) on
  Sequence o;                 ///< scores
  Sequence y_hat;             ///< predictions
  std::array<double, 4> L_t;  ///< losses; entry 0 stays unused
  double L;                   ///< L_1 + L_2 + L_3
};

/// Three steps, each with its own copy of the parameters.
Run forward_copies(const Network& net, const Parameters& one,
                   const Parameters& two, const Parameters& three,
                   const Sequence& x, const Sequence& y, const Vector& h0);

/// Three steps that share one copy: the recurrent network.
Run forward(const Network& net, const Parameters& p, const Sequence& x,
            const Sequence& y, const Vector& h0);

/// What each path adds to a derivative: (t, k) is the path of L_t that ends in
/// step k. Index 0 stays unused; an entry is empty where there is no path.
using Paths = arma::field<Matrix>;

/// Every derivative of L.
struct Gradient : ParameterGradient {
  Vector dh0;      ///< dL/dh(0)
  Sequence dx;     ///< dL/dx(t)
  Sequence delta;  ///< dL/dh(t)
};

/// A forward pass, the factors that every path is made of, and the paths.
struct ThreeSteps : Run {
  Matrix U, W, V;     ///< shared by the three steps
  Sequence x;         ///< inputs
  Matrix D1, D2, D3;  ///< dh(t)/dz(t), H x H, diagonal
  Vector e1, e2, e3;  ///< dL_t/do(t), K

  /// Runs forward and collects the factors.
  ThreeSteps(const Network& net, const Parameters& p, const Sequence& x,
             const Sequence& y, const Vector& h0);

  Paths paths_to_V() const;  ///< three: k = t alone
  Paths paths_to_W() const;  ///< six
  Paths paths_to_U() const;  ///< six
  Paths paths_to_b() const;  ///< six

  Matrix dV() const;  ///< the sum of V's three paths
  Matrix dW() const;  ///< the sum of W's six paths
  Matrix dU() const;  ///< the sum of U's six paths
  /// dL/dW^(k), k = 1, 2, 3: the sum of the paths that end in step k.
  arma::field<Matrix> dW_copies() const;
  /// All derivatives at once.
  Gradient gradient() const;
};

}  // namespace unrolled::three_steps
