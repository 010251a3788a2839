#include "chapters/05-cost/checkpoints.hpp"

#include <map>

#include "chapters/05-cost/problem.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using cost::Problem;

namespace {

// The recurrence that the closed form solves, by itself: the best of all first
// checkpoints, remembered.
Index by_recurrence(Index t, Index m,
                    std::map<std::pair<Index, Index>, Index>& known) {
  if (t == 1) return 1;
  if (m == 1) return t * (t + 1) / 2;
  const auto found = known.find({t, m});
  if (found != known.end()) return found->second;
  Index best = ~Index{0};
  for (Index y = 1; y < t; ++y)
    best = std::min(best, y + by_recurrence(t - y, m - 1, known) +
                              by_recurrence(y, m, known));
  return known[{t, m}] = best;
}

}  // namespace

TEST_CASE("the closed form solves the recurrence", "[5.13][5.12][5.12a]") {
  std::map<std::pair<Index, Index>, Index> known;
  for (Index t = 1; t <= 120; ++t)
    for (Index m = 1; m <= std::min<Index>(t, 12); ++m) {
      INFO("t " << t << ", m " << m);
      REQUIRE(cost::optimal_cost(t, m) == by_recurrence(t, m, known));
    }
}

TEST_CASE("the next checkpoint stands where the recurrence is smallest",
          "[5.14][5.12]") {
  for (Index t = 2; t <= 300; ++t)
    for (Index m = 2; m <= std::min<Index>(t, 25); ++m) {
      const Index y = cost::optimal_split(t, m);
      INFO("t " << t << ", m " << m << ", y " << y);
      REQUIRE((y >= 1 && y < t));
      REQUIRE(y + cost::optimal_cost(t - y, m - 1) + cost::optimal_cost(y, m) ==
              cost::optimal_cost(t, m));
    }
}

TEST_CASE("the closed form gives the published numbers", "[5.13]") {
  // Griewank and Walther's count, as in the table of Gruslys et al. (2016).
  const std::vector<Index> ten{55, 30, 25, 24, 23, 22, 21, 20, 19, 19};
  for (Index m = 1; m <= 10; ++m)
    CHECK(cost::optimal_cost(10, m) == ten[m - 1]);
  CHECK(cost::optimal_cost(100, 2) == 945);
  CHECK(cost::optimal_cost(100, 10) == 322);
  CHECK(cost::optimal_cost(1000, 2) == 29820);
  CHECK(cost::optimal_cost(1000, 50) == 2948);
}

TEST_CASE("with few states kept the gradient is the same to the bit",
          "[5.13][E14]") {
  for (const auto& [n, tau, steps] : std::vector<std::array<Index, 3>>{
           {1, 20, 1}, {3, 20, 4}, {2, 23, 5}, {4, 7, 7}, {2, 9, 20}}) {
    const Problem problem(3, 6, 2, n, tau, 3);
    const Index used = std::min(steps, tau);
    cost::InBlocks full(problem.p, n, tau, used);
    cost::Gradient kept, again;
    const double loss =
        full(problem.p, problem.x, problem.h0, problem.loss(), kept);
    for (const Index slots : {1u, 2u, 3u, 5u, 30u}) {
      cost::Checkpointed few(problem.p, n, tau, used, slots);
      const double same =
          few(problem.p, problem.x, problem.h0, problem.loss(), again);
      INFO("tau " << tau << ", blocks of " << steps << ", slots " << slots);
      CHECK(worst_error(again, kept) == 0);
      CHECK(same == Approx(loss).epsilon(1e-14));
      const Index t = few.blocks(), m = std::min(slots, t);
      CHECK(few.forward_blocks() == cost::optimal_cost(t, m));
    }
  }
}

TEST_CASE("fewer slots store less and compute more", "[5.13][E14]") {
  const Problem problem(3, 6, 2, 2, 64, 4);
  cost::InBlocks full(problem.p, 2, 64, 1);
  Index stored = full.stored(), blocks = 64;
  for (const Index slots : {32u, 16u, 8u, 4u, 2u, 1u}) {
    cost::Checkpointed few(problem.p, 2, 64, 1, slots);
    cost::Gradient g;
    few(problem.p, problem.x, problem.h0, problem.loss(), g);
    CHECK(few.stored() < stored);
    CHECK(few.forward_blocks() > blocks);
    stored = few.stored(), blocks = few.forward_blocks();
  }
}

TEST_CASE("no step in a block and no slot are refused") {
  const Problem problem(3, 5, 2, 1, 4, 6);
  const std::string words = "Checkpointed: expected at least one step";
  const auto refused = [&](Index tau, Index block, Index slots) {
    return refusal(
        [&] { cost::Checkpointed(problem.p, 1, tau, block, slots); });
  };
  CHECK(contains(refused(4, 0, 1), words));
  CHECK(contains(refused(4, 1, 0), words));
  CHECK(contains(refused(0, 1, 1), words));
}
