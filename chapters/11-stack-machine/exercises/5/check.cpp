// The experiment: stacks of the largest symbol, and random ones, pushed and
// popped again.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

template <class Number>
double deepest(Number base, Index symbols) {
  unrolled::Random random(1);
  for (Index size = 1;; ++size)
    for (int i = 0; i < 200; ++i) {
      std::vector<Index> stack(size);
      for (Index& a : stack) a = random.below(symbols);
      stack.back() = symbols - 1;
      Number q = 0;
      for (const Index a : stack)
        q = (q + static_cast<Number>(2 * a + 1)) / base;
      for (Index left = size; left > 0; --left)
        q = q * base - static_cast<Number>(2 * stack[left - 1] + 1);
      if (q != 0) return static_cast<double>(size - 1);
    }
}

std::string found() {
  return line("base   number   symbols\n") +
         line("   4   double   %7.0f\n", deepest(4.0, 2)) +
         line("   8   double   %7.0f\n", deepest(8.0, 4)) +
         line("  16   double   %7.0f\n", deepest(16.0, 8)) +
         line("   4   float    %7.0f\n", deepest(4.0F, 2));
}

}  // namespace

std::vector<Test> tests() {
  const std::string way =
      "binary digits over the places of a symbol, rounded down, (11.22)";
  return {by_hand("Base 4 in a double", "symbols", &Answer::base_4,
                  deepest(4.0, 2), way, 1e-9),
          by_hand("Base 8 in a double", "symbols", &Answer::base_8,
                  deepest(8.0, 4), way, 1e-9),
          by_hand("Base 4 in a float", "symbols", &Answer::base_4_in_a_float,
                  deepest(4.0F, 2), way, 1e-9, found())};
}
