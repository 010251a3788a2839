// The same steps on a tape of cells.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

double number(const std::vector<Index>& bottom_first) {
  double q = 0;
  for (const Index a : bottom_first)
    q = (q + 2 * static_cast<double>(a) + 1) / 4;
  return q;
}

Test test(const std::string& name, std::vector<Index> left,
          std::vector<Index> right, Index steps) {
  unrolled::Random random(steps);
  const Tape begin{number(left), number(right)};
  std::vector<Index> writes;
  for (Index t = 0; t < steps; ++t) {
    writes.push_back(random.below(2));
    if (!right.empty()) right.pop_back();
    right.push_back(writes.back());
    right.push_back(left.empty() ? 0 : left.back());
    if (!left.empty()) left.pop_back();
  }
  return {name,
          {{"the left stack", Matrix{number(left)}},
           {"the right stack", Matrix{number(right)}}},
          [=](const Answer& answer) {
            Tape tape = begin;
            for (const Index write : writes)
              tape = answer.write_and_go_left(tape, write);
            return Matrices{Matrix{tape.left}, Matrix{tape.right}};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One step inside the word", {1, 0, 1}, {1, 1, 0}, 1),
          test("Three steps inside it", {1, 0, 1, 0, 1}, {0, 1}, 3),
          test("A step at its right end", {0, 1}, {}, 1),
          test("Steps beyond its left end", {1}, {0, 1}, 4)};
}
