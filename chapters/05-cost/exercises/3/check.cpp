// The least count is found by trying every place of every checkpoint.
#include <map>

#include <answer.hpp>

namespace {

double cost(Index t, Index m) {
  static std::map<std::pair<Index, Index>, double> known;
  if (t == 1 || m == 1) return double(t * (t + 1) / 2);
  if (known.count({t, m})) return known[{t, m}];
  double least = arma::datum::inf;
  for (Index y = 1; y < t; ++y)
    least = std::min(least, double(y) + cost(t - y, m - 1) + cost(y, m));
  return known[{t, m}] = least;
}

Test test(const std::string& name, Index blocks, Index slots) {
  return {name,
          {{"blocks run forward", Matrix{cost(blocks, slots)}},
           {"blocks left", Matrix{0.0}}},
          [=](const Answer& answer) {
            Machine machine(blocks, slots);
            answer.way_back(machine, 0, blocks, 0);
            return Matrices{Matrix{double(machine.forward_blocks())},
                            Matrix{double(machine.left())}};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One block", 1, 3),
          test("Four blocks, one slot", 4, 1),
          test("Ten blocks, three slots", 10, 3),
          test("A slot for every block", 6, 6),
          test("Forty blocks, four slots", 40, 4)};
}
