/// \file
/// The LSTM, forward and backward (Hochreiter and Schmidhuber, 1997; the forget
/// gate is that of Gers and others, 2000).
///
/// Dimensions as in gate.hpp. The output gate is q: o are the scores, c is
/// their bias.
///
///     f, i, q  H x n, t = 1 .. tau     forget, input, output gate
///     a        H x n, t = 1 .. tau     candidate
///     C, h     H x n, t = 0 .. tau     memory, state; C(0), h(0) are given
///     o        K x n, t = 1 .. tau     scores
///
/// Every function throws std::invalid_argument, naming the argument, for a
/// wrong shape, for nothing, and for a number that is not finite.
#pragma once
#include "chapters/07-gates/gate.hpp"

/// The LSTM of chapter 7.
namespace unrolled::gates::lstm {

/// The parameters: one copy, used at every time step.
struct Parameters {
  Gate f;    ///< forget gate
  Gate i;    ///< input gate
  Gate q;    ///< output gate
  Gate a;    ///< candidate: what may be written
  Matrix V;  ///< state to output, K x H
  Vector c;  ///< bias of the outputs, K

  Parameters() = default;
  /// Zeros.
  Parameters(Index D, Index H, Index K);
  /// Uf, Wf, bf, Ui, .. ba, V, c.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// Everything a forward pass computes.
struct States {
  Sequence f, i, q, a;  ///< gates and candidate
  Sequence C;           ///< memory, from C(0) on
  Sequence h;           ///< states, from h(0) on
  Sequence o;           ///< scores
};

/// dL by the parameters.
struct ParameterGradient {
  Gate df, di, dq, da;  ///< dUf, dWf, dbf, ...
  Matrix dV;            ///< shape of V
  Vector dc;            ///< shape of c

  ParameterGradient() = default;
  /// Zeros in the shapes of these parameters.
  explicit ParameterGradient(const Parameters& p);
  /// dUf, dWf, dbf, dUi, .. dba, dV, dc.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// dL by everything.
struct Gradient : ParameterGradient {
  Matrix dh0, dC0;              ///< dL/dh(0), dL/dC(0)
  Sequence dx;                  ///< dL/dx(t)
  Sequence delta;               ///< dL/dh(t), C(t) held
  Sequence dC;                  ///< dL/dC(t)
  Sequence dzf, dzi, dzq, dza;  ///< dL/dz of each gate
  Sequence e;  ///< what step t hands back to h(t-1), t = 1 .. tau+1
  Sequence E;  ///< the same to C(t-1)

  Gradient() = default;
  /// Zeros, for n sequences side by side.
  Gradient(const Parameters& p, Index n, Index tau);
};

/// From the first step to the last.
States forward(const Parameters& p, const Sequence& x, const Matrix& h0,
               const Matrix& C0);

/// From the last step to the first. The loss enters as dL/do of every step; a
/// weight of a step or a sequence multiplies its column.
Gradient backward(const Parameters& p, const Sequence& x, const States& s,
                  const Sequence& dLdo);

}  // namespace unrolled::gates::lstm
