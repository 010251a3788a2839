/// \file
/// Chapter 3's network with masks: on what a step reads of the input, on what
/// it reads of the state before, and on what the output reads of the state.
///
/// Dimensions as in chapter 3's bptt.hpp, and
///
///     m.x(t)  D x n, t = 1 .. tau     on x(t)
///     m.h(t)  H x n, t = 1 .. tau     on h(t-1), as step t reads it
///     m.o(t)  H x n, t = 1 .. tau     on h(t), as the output reads it
///
/// Every function throws std::invalid_argument, naming the argument, for a
/// wrong shape, for nothing, and for a number that is not finite.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "chapters/08-dropout/mask.hpp"

namespace unrolled::dropout {

using bptt::Gradient;
using bptt::ParameterGradient;
using bptt::Parameters;
using bptt::States;

/// A mask at each step, for each sequence.
struct Masks {
  Sequence x, h, o;
};

/// Where dropout stands in a recurrence.
enum class Place {
  nowhere,
  carried,  ///< a new mask each step on the state that is carried
  ends,     ///< new masks on x(t) and on what the output reads, none between
  locked    ///< one mask for the whole sequence on all three
};
inline constexpr Place every_place[]{Place::nowhere, Place::carried,
                                     Place::ends, Place::locked};

/// Masks for n sequences of tau steps.
Masks draw(Place place, double p, Index D, Index H, Index n, Index tau,
           Random& random);

/// From the first step to the last.
States forward(Activation hidden, const Parameters& p, const Sequence& x,
               const Matrix& h0, const Masks& m);

/// From the last step to the first, with the masks held.
Gradient backward(Activation hidden, const Parameters& p, const Sequence& x,
                  const States& s, const Sequence& dLdo, const Masks& m);

}  // namespace unrolled::dropout
