/// \file
/// The libraries to compare with; each is compiled in when it is installed.
#pragma once
#include "tests/bench/contender.hpp"

namespace unrolled::bench {

/// \return a plain version in Eigen
Peer eigen();
/// \return PyTorch's C++ library
Peer pytorch();

}  // namespace unrolled::bench
