/// \file
/// A task of order: each step is to name the symbol that stood so many steps
/// before it.
///
/// Dimensions: D = 2 frequencies numbers for a symbol, and for a place; four
/// symbols, tau steps.
#pragma once
#include "chapters/10-attention/attention.hpp"
#include "common/random.hpp"

namespace unrolled::attention {

constexpr Index lookback_symbols = 4;

/// The task, and how a head descends on it.
struct Lookback {
  Index tau, lag, frequencies, updates, batch, seed;
  double rate;
};

/// How a head did that was told this much.
struct Way {
  std::string name;
  Mask mask;
  bool placed;                   ///< whether sinusoids are added
  double right = 0, longer = 0;  ///< shares, and at twice the trained length
  Matrix weights = {};           ///< of a fresh sequence, as of attention.hpp
};

/// Parameters of a head with D numbers for each of its vectors, by Xavier.
Parameters first_weights(const Lookback& k, Random& random);

/// Trains a head on fresh sequences by Adam, and asks it others.
void train(Way& way, const Lookback& k);

}  // namespace unrolled::attention
