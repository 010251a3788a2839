/// \file
/// Both cells as a few large products, in chapter 5's manner: gates stand one
/// below the other, so that what each of them multiplies is one product.
///
/// Dimensions as in gate.hpp. A block is a run of steps whose columns, n a
/// step, stand side by side, as in chapters/05-cost/in_blocks.hpp. Parameters
/// and gradients are those of lstm.hpp and gru.hpp, gate by gate.
#pragma once
#include "chapters/05-cost/in_blocks.hpp"
#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"

namespace unrolled::gates {

using cost::BlockLoss;
using cost::Steps;

/// What may stand at the two ends of a cell: where it is asked for, dL/dx(t)
/// goes to `dx`; and the outputs may read h(t) through a mask, H x n.
struct Ends {
  Sequence* dx = nullptr;
  const Sequence* mask = nullptr;
};

namespace lstm {

/// Forward and backward with all states kept, in blocks of some steps.
class InBlocks {
 public:
  /// dL by the parameters and by the first states.
  struct Gradient : ParameterGradient {
    Matrix dh0;  ///< H x n
    Matrix dC0;  ///< H x n
  };

  /// Asks for all memory. A block of 0 steps means cost::block_of(n).
  InBlocks(const Parameters& p, Index n, Index tau, Index block = 0);

  /// One pass: writes the gradient, returns the loss. (The weight of a step or
  /// of a sequence is a factor of dL/do: the loss puts it there.)
  /// \throws std::invalid_argument for shapes other than the constructor's, or
  ///         inputs or first states that are not finite
  double operator()(const Parameters& p, const Sequence& x, const Matrix& h0,
                    const Matrix& C0, const BlockLoss& loss, Gradient& g,
                    const Ends& ends = {});

  /// h(t) of the last pass, H x n.
  Matrix h(Index t) { return steps(h_, 0)(t); }
  /// C(t) of the last pass, H x n.
  Matrix C(Index t) { return steps(C_, 0)(t); }

 private:
  Steps steps(Matrix& all, Index first) {
    return {all.memptr(), all.n_rows, n_, first, tau_};
  }
  void forward(const Steps& x, Index first, Index last);
  double backward(const Parameters& p, const Steps& x, Index first, Index last,
                  const BlockLoss& loss, Gradient& g, const Ends& ends);

  Index n_, tau_, block_;
  Gate gates_, slopes_;  // f, i, q, a, one below the other
  Matrix z_, dz_;        // of all steps, and of a block's
  Matrix C_, h_, read_;  // read_: what the outputs read of a block's
  cost::Workspace w_;
};

}  // namespace lstm

namespace gru {

/// Forward and backward with all states kept, in blocks of some steps.
class InBlocks {
 public:
  /// dL by the parameters and by the first state.
  struct Gradient : ParameterGradient {
    Matrix dh0;  ///< H x n
  };

  /// As the LSTM's.
  InBlocks(const Parameters& p, Index n, Index tau, Index block = 0);
  /// \copydoc InBlocks()
  double operator()(const Parameters& p, const Sequence& x, const Matrix& h0,
                    const BlockLoss& loss, Gradient& g, const Ends& ends = {});

  /// h(t) of the last pass, H x n.
  Matrix h(Index t) { return steps(h_, 0)(t); }

 private:
  Steps steps(Matrix& all, Index first) {
    return {all.memptr(), all.n_rows, n_, first, tau_};
  }
  void forward(const Parameters& p, const Steps& x, Index first, Index last);
  double backward(const Parameters& p, const Steps& x, Index first, Index last,
                  const BlockLoss& loss, Gradient& g, const Ends& ends);

  Index n_, tau_, block_;
  Reset reset_;
  Gate gates_, slopes_;   // u, r, one below the other
  Matrix z_, a_, v_, h_;  // z: the gates u and r; all three: then their slopes
  Matrix dv_, read_;      // H x n; what the outputs read of a block's states
  cost::Workspace w_;
};

}  // namespace gru
}  // namespace unrolled::gates
