/// \file
/// BPTT as a few large products: chapter 3's sums over time, regrouped.
///
/// Dimensions as in chapter 3: D inputs, H hidden units, K outputs, n sequences
/// side by side, tau steps. A block is a run of steps whose columns, n a step,
/// stand side by side in memory:
///
///     X  D x (n |B|)  x(t)        S  H x (n |B|)  h(t)
///     E  K x (n |B|)  dL/do(t)    G  H x (n |B|)  h(t-1)
///     Z  H x (n |B|)  dL/dz(t)
///
/// A sum over steps of outer products is one product of such matrices. What
/// is left of the loop over time is what must be one after another: W h(t-1)
/// on the way there, W^T dz(t+1) on the way back. The hidden units are tanh.
#pragma once
#include <algorithm>
#include <functional>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/05-cost/elementwise.hpp"
#include "chapters/05-cost/steps.hpp"

/// Chapter 5: what BPTT costs.
namespace unrolled::cost {

using bptt::ParameterGradient;
using bptt::Parameters;

/// dL by the parameters and the initial states.
struct Gradient : ParameterGradient {
  Matrix dh0;  ///< H x n

  /// dU, dW, dV, db, dc, dh0.
  Blocks blocks();
  /// \copydoc blocks()
  ConstBlocks blocks() const { return const_blocks(*this); }
};

/// The loss of the steps from `first` on: takes their scores, K x (n |B|), and
/// leaves dL/do in their place.
using BlockLoss = std::function<double(Index first, Matrix& o)>;

/// Memory for a block, asked for once and used again.
struct Workspace {
  Matrix E;     ///< K x (n |B|): scores, then dL/do
  Matrix Z;     ///< H x (n |B|): V^T dL/do, then dL/dz
  Vector ones;  ///< n |B|: a product with it sums the columns

  /// For an output matrix V, K x H, and blocks of up to n |B| columns.
  Workspace(const Matrix& V, Index columns);
  /// How many doubles.
  Index stored() const { return E.n_elem + Z.n_elem + ones.n_elem; }
};

/// The hidden states h(first) .. h(last), from h(first - 1).
void forward_block(const Parameters& p, const Steps& x, Index first, Index last,
                   Steps& h, Elementwise tanh = tanh_in_place);

/// The loss of a block of states S from the step `first` on: adds what V and c
/// get, and leaves V^T dL/do in the workspace's Z.
double outputs_block(const Matrix& V, const Vector& c, const Matrix& S,
                     Index first, const BlockLoss& loss, Workspace& w,
                     Matrix& dV, Vector& dc);

/// Adds the block first .. last to dU, dW, dV, db and dc. dh0 comes as what the
/// steps after the block hand back to h(last), and leaves as what is handed
/// back to h(first - 1).
/// \return the block's loss
double backward_block(const Parameters& p, const Steps& x, const Steps& h,
                      Index first, Index last, const BlockLoss& loss,
                      Workspace& w, Gradient& g);

/// Makes a gradient of n sequences 0: memory is asked for when its shapes
/// change.
void prepare(const Parameters& p, Index n, Gradient& g);

/// Demands D inputs for n sequences of tau steps and H initial states for each,
/// finite.
/// \throws std::invalid_argument naming the argument
void require_pass(Index D, Index H, const Sequence& x, const Matrix& h0,
                  Index n, Index tau);

/// Steps of a block of about 96 columns: its matrices stay in the cache, and of
/// up to 128 units OpenBLAS multiplies so small ones without a copy.
Index block_of(Index n);

/// Goes through blocks of some steps to the last of tau steps, there(first,
/// last), and from the last block to the first, back(first, last).
/// \return the sum of what the way back returns
template <class There, class Back>
double there_and_back(Index tau, Index block, There there, Back back) {
  for (Index first = 1; first <= tau; first += block)
    there(first, std::min(first + block - 1, tau));
  double sum = 0;
  for (Index last = tau, first; last > 0; last = first - 1) {
    first = (last - 1) / block * block + 1;
    sum += back(first, last);
  }
  return sum;
}

/// Forward and backward with all hidden states kept, in blocks of some steps.
class InBlocks {
 public:
  /// Asks for all memory. A block of 0 steps means block_of(n).
  InBlocks(const Parameters& p, Index n, Index tau, Index block = 0,
           Elementwise tanh = tanh_in_place);

  /// One pass: writes the gradient, returns the loss.
  /// \throws std::invalid_argument for shapes other than the constructor's, or
  ///         a number that is not finite
  double operator()(const Parameters& p, const Sequence& x, const Matrix& h0,
                    const BlockLoss& loss, Gradient& g);

  /// How many doubles are kept from the way there for the way back, and for a
  /// block.
  Index stored() const { return h_.n_elem + w_.stored(); }

 private:
  Index n_, tau_, block_;
  Elementwise tanh_;
  Matrix h_;
  Workspace w_;
};

}  // namespace unrolled::cost
