/// \file
/// Measuring: whether gradients agree, how long a pass takes, what memory it
/// takes.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/contender.hpp"

namespace unrolled::bench {

/// Gradients that differ by more are not the same. Relative to the norm of the
/// block; two orders of summation differ by rounding alone.
inline constexpr double same_gradient = 1e-10;

/// \param got       a contender's gradient
/// \param expected  chapter 3's
/// \return the error of the worst block; infinite when a shape differs
double gradient_error(const cost::Gradient& got,
                      const cost::Gradient& expected);

/// \param error  from gradient_error()
/// \return whether the two are the same gradient; NaN is not
bool agrees(double error);

/// Milliseconds of one pass.
struct Times {
  double median = 0, low = 0, high = 0;  ///< low and high: the quartiles
  std::size_t rounds = 0;
};

/// Times several passes in turn: each round runs each of them once (a short
/// one as often as fills a millisecond, and once before, untimed), in an order
/// drawn anew, so that what else the machine does falls on all alike.
/// \param passes   what is timed
/// \param seconds  for all rounds together; there are at least `least`
/// \param least    rounds; three do when a round takes more than 3 seconds
/// \param pause    milliseconds between two passes, for threads to fall asleep
/// \return one for each pass
std::vector<Times> in_turn(const std::vector<std::function<void()>>& passes,
                           double seconds, std::size_t least, int pause);

/// Most memory that the contender takes beyond the problem's own numbers and
/// the BLAS's buffers: the peak of the resident set of a child process, less
/// what it was before.
/// \param contender  whose memory
/// \param shape      of the problem
/// \param quiet      called in the child before anything else
/// \return bytes
/// \throws std::runtime_error when the child fails
double peak_bytes(const Contender& contender, const Shape& shape,
                  const std::function<void()>& quiet);

/// \param x  positive
/// \param y  positive, as many
/// \return the exponent e of the fit y = c x^e
double exponent(const std::vector<double>& x, const std::vector<double>& y);

/// \param threads  for OpenBLAS, when that is the BLAS
void set_blas_threads(int threads);
/// \return name and version of the BLAS, as far as it tells
std::string blas_name();

}  // namespace unrolled::bench
