/// \file
/// tanh of many numbers at once: the one elementwise function whose cost shows.
///
/// The standard library's tanh takes its argument apart with branches, one
/// number at a time. Written without a branch the compiler does four or eight
/// at once.
#pragma once
#include <cstddef>
#include <vector>

namespace unrolled::cost {

/// A function of many numbers, one by one, in place.
using Elementwise = void (*)(double* z, std::size_t n);

/// z <- tanh z, within 2 units in the last place; NaN stays NaN, -0 stays -0.
/// \param z  numbers, changed
/// \param n  how many
void tanh_in_place(double* z, std::size_t n);

/// Its builds that this machine can run, the plainest first.
std::vector<Elementwise> tanh_builds();
/// The same of z <- 1 / (1 + e^-z), the sigmoid of chapter 7's gates.
std::vector<Elementwise> sigma_builds();

}  // namespace unrolled::cost
