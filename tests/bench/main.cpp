// The bench with the peers that are installed.
#include <cstdio>
#include <exception>

#include "tests/bench/bench.hpp"
#include "tests/bench/peers.hpp"

int main(int argc, char** argv) {
  using namespace unrolled::bench;
  try {
    std::vector<Peer> peers;
#ifdef UNROLLED_TORCH
    peers.push_back(pytorch());
#endif
#ifdef UNROLLED_EIGEN
    peers.push_back(eigen());
#endif
    return bench_main(argc, argv, peers);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: bench: %s\n", error.what());
    return 1;
  }
}
