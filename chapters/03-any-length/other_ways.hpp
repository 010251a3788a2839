/// \file
/// Other ways to the same gradient: the sum over all pairs of steps, chapter
/// 1's backpropagation on the unrolled network, a scan in log2 tau rounds. And
/// what the recursion of bptt.hpp costs.
///
/// Dimensions as in bptt.hpp, one sequence: n = 1. Whatever does not fit throws
/// std::invalid_argument, naming the argument.
#pragma once
#include <vector>

#include "chapters/01-backpropagation/network.hpp"
#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// What the sum over k computes, and what it costs.
struct SumOverK {
  Matrix dU, dW;   ///< shapes of U and W
  Vector db;       ///< H
  Index products;  ///< how many times two H x H matrices were multiplied
};

/// dh(t)/dh(t-1), H x H: the row of the unit that is moved, the column of the
/// one that moves it.
Matrix jacobian(Activation hidden, const Parameters& p, const States& s,
                Index t);

/// dL/dU, dL/dW and dL/db: every pair of a loss L(t) and a step k <= t has its
/// own product of Jacobians.
SumOverK sum_over_k(Activation hidden, const Parameters& p, const Sequence& x,
                    const States& s, const Sequence& dLdo);

/// The recurrent network up to time t, as chapter 1 knows networks: t layers of
/// hidden units whose weights are tied, and the output. Its input is h(0).
backprop::Network<double> unrolled_to(Activation hidden, const Parameters& p,
                                      const Sequence& x, Index t);

/// The gradient by chapter 1's backward() on one layered network for each L(t);
/// dx, delta and dz stay empty.
Gradient gradient_by_layers(Activation hidden, backprop::Loss kind,
                            const Parameters& p, const Sequence& x,
                            const Sequence& y, const Matrix& h0);

/// One step of the way back, or several joined: delta -> A delta + v.
struct Affine {
  Matrix A;  ///< H x H
  Vector v;  ///< H
};

/// First the later step, then the earlier one, as one.
Affine join(const Affine& earlier, const Affine& later);

/// What a scan found.
struct Scan {
  Sequence delta;  ///< dL/dh(t)
  Index rounds;    ///< how many, one after the other
  Index joins;     ///< how many, each one product of two H x H matrices
};

/// The recursion of delta without a chain of tau steps: it is linear in delta,
/// so that neighbours can be joined in any grouping. Within a round no join
/// waits for another: tau processors would do it at once.
Scan delta_by_scan(Activation hidden, const Parameters& p, const States& s,
                   const Sequence& dLdo);

/// Multiplications of the forward pass: every entry of U, W and V meets one
/// number in every step. The backward pass uses each entry twice, once on the
/// way back and once for its own gradient: twice as many.
Index multiplications(const Parameters& p, Index tau);

/// Numbers that the forward pass leaves for the backward pass: z, h and o of
/// every step, and h(0).
Index numbers_kept(const Parameters& p, Index tau);

}  // namespace unrolled::bptt
