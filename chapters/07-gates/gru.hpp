/// \file
/// The GRU, forward and backward (Cho and others, 2014), in its two published
/// forms: r resets the state before the product with Wa, or the product.
///
/// Dimensions as in gate.hpp.
///
///     u, r, a  H x n, t = 1 .. tau     update gate, reset gate, candidate
///     v        H x n, t = 1 .. tau     what lies between reset and product
///     h        H x n, t = 0 .. tau     state; h(0) is given
///     o        K x n, t = 1 .. tau     scores
///
/// Every function throws std::invalid_argument, naming the argument, for a
/// wrong shape, for nothing, and for a number that is not finite.
#pragma once
#include "chapters/07-gates/gate.hpp"

/// The GRU of chapter 7.
namespace unrolled::gates::gru {

/// On which side of Wa the reset gate stands.
enum class Reset {
  before,  ///< Wa (r h(t-1))
  after    ///< r (Wa h(t-1) + ca)
};

/// The parameters: one copy, used at every time step.
struct Parameters {
  Gate u;     ///< update gate
  Gate r;     ///< reset gate
  Gate a;     ///< candidate: what may be written
  Vector ca;  ///< bias beside Wa h(t-1), H; empty for reset before
  Matrix V;   ///< state to output, K x H
  Vector c;   ///< bias of the outputs, K

  Parameters() = default;
  /// Zeros.
  Parameters(Reset reset, Index D, Index H, Index K);
  /// Reset after where there is a ca.
  Reset reset() const { return ca.is_empty() ? Reset::before : Reset::after; }
  /// Uu, Wu, bu, Ur, .. ba, V, c, and ca.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// Everything a forward pass computes.
struct States {
  Sequence u, r, a;  ///< gates and candidate
  Sequence v;        ///< r h(t-1), or Wa h(t-1) + ca
  Sequence h;        ///< states, from h(0) on
  Sequence o;        ///< scores
};

/// dL by the parameters.
struct ParameterGradient {
  Gate du, dr, da;  ///< dUu, dWu, dbu, ...
  Vector dca;       ///< shape of ca
  Matrix dV;        ///< shape of V
  Vector dc;        ///< shape of c

  ParameterGradient() = default;
  /// Zeros in the shapes of these parameters.
  explicit ParameterGradient(const Parameters& p);
  /// dUu, dWu, dbu, dUr, .. dba, dV, dc, and dca.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// dL by everything.
struct Gradient : ParameterGradient {
  Matrix dh0;              ///< dL/dh(0)
  Sequence dx;             ///< dL/dx(t)
  Sequence delta;          ///< dL/dh(t)
  Sequence dzu, dzr, dza;  ///< dL/dz of each gate
  Sequence dv;             ///< dL/dv(t)
  Sequence e;              ///< what step t hands back to h(t-1), to tau+1

  Gradient() = default;
  /// Zeros, for n sequences side by side.
  Gradient(const Parameters& p, Index n, Index tau);
};

/// From the first step to the last.
States forward(const Parameters& p, const Sequence& x, const Matrix& h0);

/// From the last step to the first. The loss enters as dL/do of every step; a
/// weight of a step or a sequence multiplies its column.
Gradient backward(const Parameters& p, const Sequence& x, const States& s,
                  const Sequence& dLdo);

}  // namespace unrolled::gates::gru
