#include "chapters/03-any-length/stopwatch.hpp"

#include <malloc.h>

#include <algorithm>
#include <chrono>

namespace unrolled::bptt {

double milliseconds(const std::function<void()>& call, int trials) {
  using clock = std::chrono::steady_clock;
  double best = 1e300;
  for (int trial = 0; trial < trials; ++trial) {
    const clock::time_point start = clock::now();
    double passed = 0;
    int calls = 0;
    do {
      call();
      ++calls;
      const clock::duration since = clock::now() - start;
      passed = std::chrono::duration<double, std::milli>(since).count();
    } while (passed < 2);
    best = std::min(best, passed / calls);
  }
  return best;
}

double bytes_held() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

}  // namespace unrolled::bptt
