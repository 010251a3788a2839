/// \file
/// What a network's formulas cost, counted: they are run on numbers that know
/// not their value, only how they came about.
///
/// Dimensions: D inputs, H units, heads of d numbers a key and m a value, tau
/// steps.
#pragma once
#include "chapters/10-attention/attention.hpp"

namespace unrolled::attention {

/// The cost of h(1) .. h(tau).
struct Cost {
  Index work;   ///< multiply-adds
  Index depth;  ///< operations one after another, all others at once; a sum of
                ///< n numbers is as deep as a tree
  Index path;   ///< how often what x(1) says is handed from one step to another
                ///< before h(tau) has it
};
bool operator==(const Cost& a, const Cost& b);

/// Counted along (3.1) and (3.2).
Cost count_tanh(Index D, Index H, Index tau);
/// Counted along (7.1) to (7.6).
Cost count_lstm(Index D, Index H, Index tau);
/// Counted along (10.1) to (10.6).
Cost count_attention(Index D, Index d, Index m, Index tau, Mask mask);

/// The same by closed forms: (10.50) and (10.53).
Cost cost_of_tanh(Index D, Index H, Index tau);
/// (10.51) and (10.54).
Cost cost_of_lstm(Index D, Index H, Index tau);
/// (10.52) and (10.55).
Cost cost_of_attention(Index D, Index d, Index m, Index tau, Mask mask);

}  // namespace unrolled::attention
