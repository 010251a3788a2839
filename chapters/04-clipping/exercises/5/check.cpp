// The experiment: h(50) by complex step in h(0).
#include <cstdio>

#include "chapters/04-clipping/exercises/5/task.hpp"
#include "common/gradient_check.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

const double start = 0.5;

// log10 of dh(50)/dh(0).
double power(double w) {
  const ComplexFunction last = [&](const ComplexMatrix& h0) {
    Complex h = h0(0);
    for (int t = 1; t <= 50; ++t) h = std::tanh(w * h);
    return h;
  };
  return std::log10(complex_step(last, Matrix{start})(0));
}

double best() {
  double found = 0, highest = -1e9;
  for (const double w : {0.5, 0.9, 1.1, 2.0, 5.0})
    if (power(w) > highest) highest = power(w), found = w;
  return found;
}

}  // namespace

TEST_CASE("The weight that remembers best", "[exercise-4-5]") {
  expect(judge_by_hand(
      "best weight", "the weight whose steps have slopes nearest to 1",
      best_weight(), best(),
      {mistake("That is the best weight without tanh. With it the unit is "
               "driven to where tanh is flat.",
               5),
       mistake("It is above 1, but the unit moves away from 0 and comes to "
               "rest where w (1 - h^2) is below 1.",
               1.1)},
      1e-9));
}

TEST_CASE("The power of ten for a weight of 0.9", "[exercise-4-5]") {
  expect(judge_by_hand(
      "power of ten, w = 0.9", "about 50 log10(0.9), a little less: h is not 0",
      power_of_0_9(), power(0.9),
      {mistake("That is the natural logarithm; the power of ten is asked for.",
               50 * std::log(0.9))},
      0.2));
}

TEST_CASE("The power of ten for a weight of 2", "[exercise-4-5]") {
  const double linear = 50 * std::log10(2.0);
  expect(judge_by_hand(
      "power of ten, w = 2",
      "about 50 log10 of the slope w (1 - h^2) where the unit rests",
      power_of_2(), power(2),
      {mistake("That is 2^50, without the slopes of tanh.", linear),
       mistake("That is 2^-50: the unit forgets, but not by halves.", -linear)},
      0.08));
  std::puts("   w    dh(50)/dh(0)      w^50");
  for (const double w : {0.5, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 5.0})
    std::printf("%4.1f    10^%-7.1f     10^%-6.1f\n", w, power(w),
                50 * std::log10(w));
}
