/// \file
/// The published network that learns to add: A. Trask, "Anyone can learn to
/// code an LSTM-RNN in Python" (2015), NumPy's generator seeded with 0.
///
/// Two bits in, 16 sigmoid units, one sigmoid bit out, eight steps, the lowest
/// bit first; squared error, no biases. Its matrices are the transposes of U,
/// V and W.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

/// One addition and what the network made of it.
struct Addition {
  Index a;       ///< first number, below 128
  Index b;       ///< second number, below 128
  Index said;    ///< the sum that the network's rounded bits spell
  double error;  ///< the sum of |y - y_hat| over the eight bits
};

/// What the source prints of every 1000th addition, from the first on.
struct Printed {
  Index a, b;         ///< the two numbers
  Index said;         ///< the sum
  const char* error;  ///< to eight decimals
};
inline constexpr Printed published[] = {
    {9, 60, 1, "3.45638663"},    {28, 35, 255, "3.63389116"},
    {116, 44, 72, "3.91366595"}, {4, 73, 223, "3.72191702"},
    {71, 11, 8, "3.58527130"},   {81, 113, 162, "2.53352328"},
    {81, 0, 81, "0.57691441"},   {4, 125, 129, "1.42589952"},
    {39, 17, 56, "0.47477457"},  {11, 3, 14, "0.21595037"}};

/// The training run, one addition at a time.
class Adder {
 public:
  /// With the seed of NumPy's generator, and so many hidden units.
  Adder(std::uint32_t seed, Index hidden);

  /// Draws two numbers, adds them, and learns from the error. Returns the
  /// addition as it came out before the update.
  Addition learn(double rate);

  Parameters p;  ///< as learnt so far

 private:
  NumpyRandom random_;
};

}  // namespace unrolled::bptt
