/// \file
/// Times and bytes, for figures that are marked as measured.
#pragma once
#include <functional>

namespace unrolled::bptt {

/// Milliseconds that a call takes: the best of some trials of at least 2 ms.
double milliseconds(const std::function<void()>& call, int trials = 5);

/// Bytes that the program holds on its heap, by the C library's own count.
double bytes_held();

}  // namespace unrolled::bptt
