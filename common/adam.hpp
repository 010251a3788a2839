/// \file
/// Adam (Kingma and Ba, 2015), derived in chapter 9.
#pragma once
#include <vector>

#include "common/blocks.hpp"

namespace unrolled {

/// A descent in which each entry goes a step of about the rate: by the running
/// mean of its slope over the root of that of the slope's square.
class Adam {
 public:
  /// \throws std::invalid_argument when a block has no gradient of its shape
  void step(const Blocks& theta, const ConstBlocks& gradient, double rate);

 private:
  std::vector<Matrix> mean_, square_;
  int steps_ = 0;
};

}  // namespace unrolled
