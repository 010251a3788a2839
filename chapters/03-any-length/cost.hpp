/// \file
/// What a gradient of one sequence costs: multiplications and numbers kept.
#pragma once
#include "chapters/03-any-length/bptt.hpp"

namespace unrolled::bptt {

/// Multiplications of the forward pass: every entry of U, W and V meets one
/// number in every step. The backward pass uses each entry twice, once on the
/// way back and once for its own gradient.
/// \param p    parameters
/// \param tau  time steps
/// \return how many; the backward pass takes twice as many
inline Index multiplications(const Parameters<>& p, Index tau) {
  return tau * (p.U.n_elem + p.W.n_elem + p.V.n_elem);  // (3.38)
}

/// Numbers that the forward pass leaves for the backward pass: z, h and o of
/// every step, and h(0).
/// \param p    parameters
/// \param tau  time steps
/// \return how many
inline Index numbers_kept(const Parameters<>& p, Index tau) {
  const Index H = p.W.n_rows, K = p.V.n_rows;
  return tau * (2 * H + K) + H;  // (3.39)
}

}  // namespace unrolled::bptt
