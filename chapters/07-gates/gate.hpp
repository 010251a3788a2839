/// \file
/// What every gate has, and what its parameters get at a step: both cells of
/// the chapter are put together from this.
///
/// Dimensions: D inputs, H units, K outputs, tau time steps, n sequences side
/// by side. Every gate is H x n at each step, a number from 0 to 1 for each
/// unit (the candidate a from -1 to 1); z. is what its sigmoid or tanh is of.
#pragma once
#include <utility>

#include "chapters/03-any-length/lengths.hpp"
#include "common/blocks.hpp"
#include "common/sequence.hpp"

/// Chapter 7: gates.
namespace unrolled::gates {

/// The parameters of one gate, or their gradient.
struct Gate {
  Matrix U;  ///< input to gate, H x D
  Matrix W;  ///< state to gate, H x H
  Vector b;  ///< bias, H

  Gate() = default;
  /// Zeros.
  Gate(Index D, Index H);
};

/// sigma(z) of a gate, 0 to 1.
Matrix sigma(const Matrix& z);

/// Adds what a gate's parameters get at one step.
/// \param dz  dL/dz of the gate
/// \param h   what W stands beside: h(t-1)
void learn(Gate& d, const Matrix& dz, const Matrix& x, const Matrix& h);
/// The same where the product with W is not a term of z.
/// \param dWh  dL/d(W h)
void learn(Gate& d, const Matrix& dz, const Matrix& x, const Matrix& dWh,
           const Matrix& h);

/// All blocks of these gates, then V and c.
/// \param before  what stands before each name: "" or "d"
/// \param gates   the letter of each gate: {"f", p.f}
Blocks blocks_of(const std::string& before,
                 const std::vector<std::pair<std::string, Gate&>>& gates,
                 Matrix& V, Vector& c);

/// Demands gates and outputs that fit each other, an input and first states.
/// \throws std::invalid_argument naming what does not fit or is not finite
void require_cell(const ConstBlocks& p, const Sequence& x,
                  const std::vector<ConstBlock>& first);

/// The loss of a cell and its gradient.
template <class Gradient, class States>
struct LossAndGradient {
  double loss;     ///< the sum over all steps and sequences
  Gradient by;     ///< dL by everything
  Sequence y_hat;  ///< predictions
  States s;        ///< the forward pass
};

/// Loss and backward under a matched pair.
/// \param s  of the cell's forward pass
/// \param m  the weight of each step of each sequence, 1 x n; none: all 1
template <class Parameters, class States>
auto loss_and_gradient(Output output, const Parameters& p, const Sequence& x,
                       const Sequence& y, const States& s,
                       const Sequence& m = {}) {
  const Sequence ones = Cube(1, x.n(), x.steps(), arma::fill::ones);
  const auto [L, y_hat, dLdo] = bptt::output_loss(
      {Activation::tanh, output}, s.o, y, m.steps() > 0 ? m : ones);
  auto g = backward(p, x, s, dLdo);
  return LossAndGradient<decltype(g), States>{L, g, y_hat, s};
}

}  // namespace unrolled::gates
