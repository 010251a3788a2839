/// \file
/// ./book bench: this chapter's form against the limit and the peers.
#pragma once
#include <vector>

#include "tests/bench/contender.hpp"

namespace unrolled::bench {

/// Checks gradients, measures, prints ratios beside the targets.
/// \param argc   number of words
/// \param argv   `bench [--json] [--quick] [--threads 1|all] [--shape ...]`
/// \param peers  the libraries that are there
/// \return the exit code: 0 whatever the ratios; 1 when a contender's gradient
///         is not chapter 3's; 2 usage
int bench_main(int argc, char** argv, const std::vector<Peer>& peers);

}  // namespace unrolled::bench
