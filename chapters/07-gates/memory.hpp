/// \file
/// What comes back to a memory, by which way, and how much.
///
/// Dimensions as in gate.hpp.
#pragma once
#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"

namespace unrolled::gates {

/// dL/dC(t) taken apart: what comes through the states of each step from t on,
/// and from there along the memory alone.
/// \param g  of a backward pass through s
/// \return the part through h(s), H x n, s = t .. tau; their sum is dL/dC(t)
/// \throws std::out_of_range unless t is 1 .. tau
Sequence ways_to_memory(const lstm::States& s, const lstm::Gradient& g,
                        Index t);

/// n equal sequences; x has one column for each time.
Sequence repeated(const Matrix& x, Index n);

/// dL/do that asks for all of h(tau), where every state is a score, V = I, and
/// H equal sequences run side by side: sequence j follows h_j(tau) back. Then
/// delta(t) is dh(tau)/dh(t), transposed, and dC(t) is dh(tau)/dC(t).
Sequence all_last_states(Index H, Index tau);

/// What such a pass finds, from first states of 0.
lstm::Gradient back_from_last(const lstm::Parameters& p, const Sequence& x);
/// \copydoc back_from_last()
gru::Gradient back_from_last(const gru::Parameters& p, const Sequence& x);

/// The spectral norms of q(tau - n), n = 0 .. tau-1.
Vector norms_by_lag(const Sequence& q);

/// After how many steps half of a memory is left.
/// \param log_kept  mean logarithm of what a step keeps
double half_life(double log_kept);

}  // namespace unrolled::gates
