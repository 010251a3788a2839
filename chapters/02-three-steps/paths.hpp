/// \file
/// Three steps of a recurrent network, every path of every derivative written
/// out: one function a path.
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

/// One path, for lists.
struct Path {
  Index loss;                  ///< t: where it starts
  std::vector<Index> through;  ///< the steps it visits: t, ..., k
  Matrix gradient;             ///< what it adds to the derivative
};

/// Every derivative of L.
struct Gradient : ParameterGradient {
  Vector dh0;      ///< dL/dh(0)
  Sequence dx;     ///< dL/dx(t)
  Sequence delta;  ///< dL/dh(t)
};

/// A forward pass, the factors that every path is made of, and the paths. Their
/// names say loss, parameter and steps: dL3_dW_321 is L_3's path to W through
/// the steps 3, 2, 1.
struct ThreeSteps : Run {
  Matrix U, W, V;     ///< shared by the three steps
  Sequence x;         ///< inputs
  Matrix D1, D2, D3;  ///< dh(t)/dz(t), H x H, diagonal
  Vector e1, e2, e3;  ///< dL_t/do(t), K

  /// Runs forward and collects the factors.
  ThreeSteps(const Network& net, const Parameters& p, const Sequence& x,
             const Sequence& y, const Vector& h0);

  Matrix dL1_dV_1() const;    ///< green
  Matrix dL2_dV_2() const;    ///< green
  Matrix dL3_dV_3() const;    ///< green
  Matrix dL1_dW_1() const;    ///< green
  Matrix dL2_dW_2() const;    ///< green
  Matrix dL2_dW_21() const;   ///< purple
  Matrix dL3_dW_3() const;    ///< green
  Matrix dL3_dW_32() const;   ///< purple
  Matrix dL3_dW_321() const;  ///< orange
  Matrix dL1_dU_1() const;    ///< green
  Matrix dL2_dU_2() const;    ///< green
  Matrix dL2_dU_21() const;   ///< purple
  Matrix dL3_dU_3() const;    ///< green
  Matrix dL3_dU_32() const;   ///< purple
  Matrix dL3_dU_321() const;  ///< orange

  Matrix dV() const;        ///< the sum of V's three paths
  Matrix dW() const;        ///< the sum of W's six paths
  Matrix dU() const;        ///< the sum of U's six paths
  Matrix dW_copy1() const;  ///< dL/dW^(1): the paths that end in step 1
  Matrix dW_copy2() const;  ///< dL/dW^(2): the paths that end in step 2
  Matrix dW_copy3() const;  ///< dL/dW^(3): the path that ends in step 3

  /// One a loss, t ascending.
  std::vector<Path> paths_of_V() const;
  /// t ascending, k from t down to 1.
  std::vector<Path> paths_of_W() const;
  /// \copydoc paths_of_W()
  std::vector<Path> paths_of_U() const;
  /// \copydoc paths_of_W()
  std::vector<Path> paths_of_b() const;
  /// All derivatives at once.
  Gradient gradient() const;
};

}  // namespace unrolled::three_steps
