/// \file
/// The recurrent network of every chapter from here on: what it is, and its
/// parameters.
///
/// Dimensions: D inputs, H hidden units, K outputs, tau time steps, n sequences
/// side by side.
///
///     U, dU  H x D     x(t)            D x n, t = 1 .. tau
///     W, dW  H x H     z(t), dz(t)     H x n, t = 1 .. tau
///     V, dV  K x H     h(t), delta(t)  H x n; h(0) is given
///     b, db  H         o(t), dLdo(t)   K x n, t = 1 .. tau
///     c, dc  K         y(t), y_hat(t)  K x n, t = 1 .. tau
#pragma once
#include "common/activation.hpp"
#include "common/blocks.hpp"
#include "common/loss.hpp"
#include "common/matrix.hpp"

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// What a network is, besides its numbers.
struct Network {
  Activation hidden = Activation::tanh;           ///< sigma of h = sigma(z)
  Output output = Output::softmax_cross_entropy;  ///< a matched pair
};

/// The parameters: one copy, used at every time step.
struct Parameters {
  Matrix U;  ///< input to hidden
  Matrix W;  ///< hidden to hidden
  Matrix V;  ///< hidden to output
  Vector b;  ///< bias of the hidden units
  Vector c;  ///< bias of the outputs

  /// U, W, V, b, c.
  Blocks blocks() { return {{"U", U}, {"W", W}, {"V", V}, {"b", b}, {"c", c}}; }
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// dL by the parameters.
struct ParameterGradient {
  Matrix dU;  ///< shape of U
  Matrix dW;  ///< shape of W
  Matrix dV;  ///< shape of V
  Vector db;  ///< shape of b
  Vector dc;  ///< shape of c

  ParameterGradient() = default;
  /// Zeros in the shapes of these parameters.
  explicit ParameterGradient(const Parameters& p);
  /// dU, dW, dV, db, dc.
  Blocks blocks() {
    return {{"dU", dU}, {"dW", dW}, {"dV", dV}, {"db", db}, {"dc", dc}};
  }
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// Demands parameters that fit each other and are finite.
/// \throws std::invalid_argument naming U, W, V, b or c
void require_parameters(const Parameters& p);

}  // namespace unrolled::three_steps
