// The stack is written digit by digit, as a long division would.
#include <answer.hpp>

namespace {

double number(const std::vector<int>& from_top) {
  double number = 0, place = 1;
  for (const int a : from_top) number += (2 * a + 1) * (place /= 4);
  return number;
}

}  // namespace

std::vector<Test> tests() {
  return {by_hand("The number of the stack", "q", &Answer::q,
                  number({0, 1, 1}), "its digits, the top first, (11.2)", 1e-9),
          by_hand("With a 1 on top", "pushed", &Answer::pushed,
                  number({1, 0, 1, 1}), "a quarter of q and the digit, (11.3)",
                  1e-9),
          by_hand("Without its top", "popped", &Answer::popped,
                  number({1, 1}), "four times q without the digit, (11.4)",
                  1e-9),
          by_hand("The flag", "flag", &Answer::flag, 1,
                  "4 q - 2, cut at 0 and 1, (11.5)", 1e-9)};
}
