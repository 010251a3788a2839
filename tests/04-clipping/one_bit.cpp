// The unit that remembers one bit.
#include "chapters/04-clipping/one_bit.hpp"

#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

const std::vector<double> latching{1.05, 1.1, 1.25, 1.5, 2, 3, 5};

double after(double w, double h, double push, int steps) {
  for (int t = 1; t <= steps; ++t) h = std::tanh(w * h - push);
  return h;
}

// Whether a threshold is one, of either sign: the sign of the state stays under
// it and flips over it.
bool separates(double w, double threshold, double near, int steps) {
  const double h = resting_state(w), low = threshold * (1 - near),
               high = threshold * (1 + near);
  return after(w, h, low, steps) > 0 && after(w, h, high, steps) < 0 &&
         after(w, -h, -low, steps) < 0 && after(w, -h, -high, steps) > 0;
}

}  // namespace

TEST_CASE("The slope is 1 in the critical state, where the push is largest",
          "[4.9][4.10]") {
  for (const double w : latching) {
    CHECK(slope(w, critical_state(w)) == Approx(1).epsilon(1e-14));
    double largest = 0;
    for (double h = 1e-4; h < 1; h += 1e-4)
      largest = std::max(largest, w * h - std::atanh(h));
    CHECK(critical_push(w) == Approx(largest).epsilon(1e-5));
    CHECK(critical_push(w) >= largest);
  }
}

TEST_CASE("Thresholds and resting states are the known ones", "[4.10][4.11]") {
  const double known[][3] = {{1.1, 0.0204812, 0.5029406},
                             {1.25, 0.0778052, 0.7104118},
                             {1.5, 0.2075465, 0.8585596},
                             {2, 0.5328400, 0.9575040},
                             {3, 1.3032739, 0.9949015}};
  for (const auto& [w, push, rest] : known) {
    CHECK(std::abs(critical_push(w) - push) < 0.51e-7);
    CHECK(std::abs(resting_state(w) - rest) < 0.51e-7);
  }
}

TEST_CASE("The unit rests in the larger root, where the slope is below 1",
          "[4.11]") {
  for (const double w : latching)
    for (const double part : {0.0, 0.3, 0.9, 0.999}) {
      const double push = part * critical_push(w);
      const double h = resting_state(w, push);
      CHECK(h == Approx(std::tanh(w * h - push)).epsilon(1e-12));
      CHECK(h > critical_state(w));
      CHECK(slope(w, h) < 1);
      CHECK(after(w, 1, push, 20000) == Approx(h).epsilon(1e-9));
    }
}

TEST_CASE("The threshold separates what stays from what flips, others do not",
          "[4.10]") {
  for (const double w : latching) {
    CHECK(separates(w, critical_push(w), 1e-3, 20000));
    const double h = critical_state(w), no_root = 1 - 1 / w;
    for (const double wrong :
         {w * h - std::tanh(h), (w * h - std::atanh(h)) / 2, std::atanh(h),
          w * no_root - std::atanh(no_root)})
      CHECK_FALSE(separates(w, wrong, 0.02, 3000));
  }
  const Vector h = pushed(1.5, 0.1, 40);
  CHECK(h(0) == resting_state(1.5));
  CHECK(h(40) == Approx(after(1.5, h(0), 0.1, 40)));
}

TEST_CASE("While noise is below the threshold the gradient is below its bound",
          "[4.12]") {
  for (const double w : latching)
    for (const double part : {0.0, 0.5, 0.9}) {
      const double noise = part * critical_push(w);
      const double steepest = safe_slope(w, noise);
      REQUIRE(steepest < 1);
      // Noise at its bound for ever comes as near to it as one likes.
      CHECK(slope(w, after(w, 1, noise, 20000)) ==
            Approx(steepest).epsilon(1e-6));
      for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const Vector kept = kept_in_noise(w, noise, 100, Random(seed));
        double bound = 1;
        for (Index t = 0; t <= 100; ++t, bound *= steepest)
          REQUIRE(kept(t) <= bound * (1 + 1e-12));
        if (part == 0)  // at rest every slope is the same
          CHECK(kept(100) == Approx(std::pow(steepest, 100)).margin(1e-300));
      }
    }
  CHECK(contains(refusal<std::runtime_error>(
                     [] { kept_in_noise(1.1, 1, 1000, Random(1)); }),
                 "the bit was lost"));
}

TEST_CASE("A weight that does not latch and a push too large are refused",
          "[4.9][4.11]") {
  for (const double w : {1.0, 0.5, -2.0, infinity, not_a_number})
    CHECK(contains(refusal([&] { critical_push(w); }), "w: expected"));
  for (const double push : {0.3, -0.1, not_a_number})
    CHECK(
        contains(refusal([&] { resting_state(1.5, push); }), "push: expected"));
}
