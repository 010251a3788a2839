/// \file
/// Times and bytes, for figures that are marked as measured.
#pragma once
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <functional>

namespace unrolled::bptt {

/// Milliseconds that a call takes: the best of five trials of at least 2 ms.
/// \param call  what is timed
/// \return milliseconds of one call
inline double milliseconds(const std::function<void()>& call) {
  using clock = std::chrono::steady_clock;
  double best = 1e300;
  for (int trial = 0; trial < 5; ++trial) {
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

/// Bytes that the program holds on its heap, by the C library's own count.
/// \return bytes
inline double bytes_held() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

}  // namespace unrolled::bptt
