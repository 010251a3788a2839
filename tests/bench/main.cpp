// The bench with the peers that are installed.
#include <iostream>
#include <nlohmann/json.hpp>

#include "tests/bench/bench.hpp"

int main() {
  using namespace unrolled::bench;
  try {
    std::vector<Peer> peers;
#ifdef UNROLLED_TORCH
    peers.push_back(pytorch());
#endif
#ifdef UNROLLED_EIGEN
    peers.push_back(eigen());
#endif
    const auto plan = nlohmann::ordered_json::parse(std::cin);
    std::cout << measure(plan, peers).dump(1) << "\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "error: bench: " << error.what() << "\n";
    return 1;
  }
}
