// The experiment: the schedule of exercise 5-3, run and counted.
#include "chapters/05-cost/exercises/3/task.hpp"

#include <answer.hpp>

namespace {

Index forward_blocks(Index t, Index m) {
  if (t == 1 || m == 1) {
    Index count = 0;
    for (Index block = t; block > 0; --block)
      for (Index b = 0; b < block; ++b) ++count;
    return count;
  }
  const Index y = best_split(t, m);
  return y + forward_blocks(t - y, m - 1) + forward_blocks(y, m);
}

double runs(Index slots) {
  return double(forward_blocks(1000, slots)) / 1000;
}

std::string of_eight_numbers() {
  std::string text = "slots   runs of a block\n";
  for (const Index slots : {1000, 100, 32, 10, 5, 3, 2, 1})
    text += line("%5d   %15.2f\n", int(slots), runs(slots));
  return text;
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("A hundred slots", "runs with 100 slots",
                  &Answer::runs_with_100_slots, runs(100),
                  "1 + r, less a little, where m + r over m reaches 1000",
                  0.1),
          by_hand("Ten slots", "runs with 10 slots",
                  &Answer::runs_with_10_slots, runs(10),
                  "1 + r, less a little, where m + r over m reaches 1000",
                  0.1),
          by_hand("One slot", "runs with 1 slot", &Answer::runs_with_1_slot,
                  runs(1), "each block from the first state, (5.12)", 0.1,
                  of_eight_numbers())};
}
