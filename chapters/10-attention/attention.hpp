/// \file
/// Self-attention, forward and backward: scaled dot products, one head or
/// several (Vaswani and others, 2017).
///
/// Dimensions: D inputs, K outputs, tau time steps, n heads, each with keys of
/// d numbers and values of m. A sequence is a matrix whose columns are its
/// steps, of one head:
///
///     x        D x tau      inputs
///     q, k, v  d, d, m x tau  queries, keys, values
///     e, a     tau x tau    scores, weights: column t is step t's, over all s
///     h        m x tau      what each step reads; of n heads n m x tau
///     o        K x tau      scores of the outputs
///
/// Every function throws std::invalid_argument, naming the argument, for a
/// wrong shape, for nothing, and for a number that is not finite.
#pragma once
#include <vector>

#include "common/blocks.hpp"
#include "common/loss.hpp"

/// Chapter 10: attention.
namespace unrolled::attention {

/// Which steps a step may look at.
enum class Mask {
  none,   ///< all of them
  causal  ///< itself and those before it
};

/// The parameters of a head, or their gradient.
struct Head {
  Matrix Wq;  ///< input to query, d x D
  Matrix Wk;  ///< input to key, d x D
  Matrix Wv;  ///< input to value, m x D

  Head() = default;
  /// Zeros.
  Head(Index D, Index d, Index m);
};

/// The parameters: one copy, used at every step.
struct Parameters {
  std::vector<Head> heads;
  Matrix V;  ///< what was read to output, K x n m
  Vector c;  ///< bias of the outputs, K

  Parameters() = default;
  /// Zeros.
  Parameters(Index D, Index d, Index m, Index K, Index n = 1);
  /// Wq, Wk, Wv of each head, V, c; of several heads Wq1, Wk1, ...
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// What a head computes forward.
struct HeadStates {
  Matrix q, k, v;  ///< queries, keys, values
  Matrix a;        ///< weights; 0 where the mask is
  Matrix h;        ///< what each step reads
};

/// Everything a forward pass computes.
struct States {
  std::vector<HeadStates> heads;
  Matrix h;  ///< of all heads, one below the other
  Matrix o;  ///< scores of the outputs
};

/// dL by the parameters.
struct ParameterGradient {
  std::vector<Head> heads;  ///< dWq, dWk, dWv
  Matrix dV;                ///< shape of V
  Vector dc;                ///< shape of c

  /// dWq, dWk, dWv, .. dV, dc.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// dL by what a head has computed, and by its input.
struct HeadSlopes {
  Matrix da, de, dq, dk, dv, dx;
};

/// dL by everything.
struct Gradient : ParameterGradient {
  Matrix dx;                     ///< dL/dx(t)
  Matrix delta;                  ///< dL/dh(t), of all heads
  std::vector<HeadSlopes> back;  ///< of each head
};

/// The loss and its gradient.
struct LossAndGradient {
  double loss;   ///< the sum over all steps
  Gradient by;   ///< dL by everything
  Matrix y_hat;  ///< predictions
  States s;      ///< the forward pass
};

/// One head.
HeadStates attend(const Head& head, const Matrix& x, Mask mask);
/// All heads, and the outputs.
States forward(const Parameters& p, const Matrix& x, Mask mask);

/// One head, from delta, dL/dh(t) of it; d is what its parameters get.
HeadSlopes attend_back(const Head& head, const Matrix& x, const HeadStates& s,
                       const Matrix& delta, Head& d);
/// All heads. The loss enters as dL/do of every step; a weight of a step
/// multiplies its column. What the mask hid has the weight 0, and needs no
/// mask on the way back.
Gradient backward(const Parameters& p, const Matrix& x, const States& s,
                  const Matrix& dLdo);

/// Forward, loss and backward under a matched pair.
LossAndGradient loss_and_gradient(Output output, const Parameters& p,
                                  const Matrix& x, const Matrix& y, Mask mask);

}  // namespace unrolled::attention
