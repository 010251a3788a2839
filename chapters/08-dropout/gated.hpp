/// \file
/// Chapter 7's GRU, reset before the product, with masks: a gate has the state
/// before in two places, which need not be masked alike.
///
/// Dimensions as in chapter 7's gru.hpp, and
///
///     m.h(t)  H x n, t = 1 .. tau     on h(t-1), as the brackets read it
///     m.c(t)  H x n, t = 1 .. tau     on h(t-1), as it is carried by u
///     m.a(t)  H x n, t = 1 .. tau     on the candidate
///
/// Every function throws std::invalid_argument, naming the argument, for a
/// wrong shape, for nothing, and for a number that is not finite.
#pragma once
#include "chapters/07-gates/gru.hpp"
#include "chapters/08-dropout/mask.hpp"

/// Chapter 7's GRU under dropout.
namespace unrolled::dropout::gated {

using gates::learn;
using gates::sigma;
using gates::gru::Gradient;
using gates::gru::ParameterGradient;
using gates::gru::Parameters;
using gates::gru::States;

/// A mask at each step, for each sequence.
struct Masks {
  Sequence h, c, a;
};

/// Where dropout stands in a gated recurrence.
enum class Place {
  nowhere,
  carried,   ///< a new mask each step on the state, wherever it is used
  locked,    ///< one mask for the whole sequence on what the brackets read
  candidate  ///< a new mask each step on the candidate
};
inline constexpr Place every_place[]{Place::nowhere, Place::carried,
                                     Place::locked, Place::candidate};

/// Masks for n sequences of tau steps.
Masks draw(Place place, double p, Index H, Index n, Index tau, Random& random);

/// From the first step to the last.
States forward(const Parameters& p, const Sequence& x, const Matrix& h0,
               const Masks& m);

/// From the last step to the first, with the masks held.
Gradient backward(const Parameters& p, const Sequence& x, const States& s,
                  const Sequence& dLdo, const Masks& m);

}  // namespace unrolled::dropout::gated
