// Counts, and the closed forms that the page has of them.
#include "chapters/10-attention/counting.hpp"

#include "tests/catch.hpp"

using namespace unrolled;
using namespace unrolled::attention;

TEST_CASE("What is counted is what the closed forms say",
          "[10.50][10.51][10.52][10.53][10.54][10.55]") {
  for (const Index tau : {1u, 2u, 3u, 8u, 33u})
    for (const Index D : {1u, 3u, 8u}) {
      INFO("tau " << tau << ", D " << D);
      CHECK(count_tanh(D, 5, tau) == cost_of_tanh(D, 5, tau));
      CHECK(count_lstm(D, 5, tau) == cost_of_lstm(D, 5, tau));
      for (const Mask mask : {Mask::none, Mask::causal})
        CHECK(count_attention(D, 4, 6, tau, mask) ==
              cost_of_attention(D, 4, 6, tau, mask));
    }
}

TEST_CASE("Costs by hand", "[10.50][10.51][10.52][10.53][10.54][10.55]") {
  // Two inputs and two units: four products a unit, added in two levels.
  const Cost step = count_tanh(2, 2, 1), three = count_tanh(2, 2, 3);
  CHECK(step.work == 8);
  CHECK(step.depth == 4);  // products, two levels of sums, tanh
  CHECK(three.depth == 12);
  CHECK(three.path == 2);
  CHECK(count_lstm(2, 2, 1).work == 32);
  CHECK(count_lstm(2, 2, 1).depth == 8);
  // One number each, two steps: 6 for q, k, v; 4 scores and 4 values, or 3.
  CHECK(count_attention(1, 1, 1, 2, Mask::none).work == 14);
  CHECK(count_attention(1, 1, 1, 2, Mask::causal).work == 12);
  CHECK(count_attention(1, 1, 1, 2, Mask::causal).path == 1);
  CHECK(count_attention(1, 1, 1, 1024, Mask::causal).depth ==
        count_attention(1, 1, 1, 2, Mask::causal).depth + 9);
}
