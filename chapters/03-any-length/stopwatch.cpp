#include "chapters/03-any-length/stopwatch.hpp"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace unrolled::bptt {

double milliseconds(const std::function<void()>& call, int trials) {
  using clock = std::chrono::steady_clock;
  double best = std::numeric_limits<double>::infinity();
  for (int trial = 0; trial < trials; ++trial) {
    const clock::time_point start = clock::now();
    std::chrono::duration<double, std::milli> passed;
    int calls = 0;
    do {
      call();
      ++calls;
      passed = clock::now() - start;
    } while (passed.count() < 2);
    best = std::min(best, passed.count() / calls);
  }
  return best;
}

double bytes_held() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

}  // namespace unrolled::bptt
