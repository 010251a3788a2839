// The counts are those of (5.12), for every place of the checkpoint.
#include <answer.hpp>

namespace {

double cost(int t, int m);

double cost_with_checkpoint(int t, int m, int y) {
  return y + cost(t - y, m - 1) + cost(y, m);
}

double cost(int t, int m) {
  if (t == 1 || m == 1) return t * (t + 1) / 2;
  double least = cost_with_checkpoint(t, m, 1);
  for (int y = 2; y < t; ++y)
    least = std::min(least, cost_with_checkpoint(t, m, y));
  return least;
}

double best_checkpoint(int t, int m) {
  int best = 1;
  for (int y = 2; y < t; ++y)
    if (cost_with_checkpoint(t, m, y) < cost_with_checkpoint(t, m, best))
      best = y;
  return best;
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("One slot", "C(10, 1)", &Answer::one_slot, cost(10, 1),
                  "each block from the initial state: 10 + 9 + ... + 1"),
          by_hand("Two slots", "C(10, 2)", &Answer::two_slots, cost(10, 2),
                  "t + r t - (m + r over m + 1) with r = 3, (5.13)"),
          by_hand("Ten slots", "C(10, 10)", &Answer::ten_slots, cost(10, 10),
                  "each block twice, but one of them, (5.13) with r = 1"),
          by_hand("The checkpoint", "y", &Answer::checkpoint,
                  best_checkpoint(10, 2),
                  "the smaller of (m + r - 1 over m) and "
                  "t - (m + r - 2 over m - 1), (5.14)")};
}
