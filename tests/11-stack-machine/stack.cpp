// A stack in one number.
#include "chapters/11-stack-machine/stack.hpp"

#include "common/random.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

Symbols random_stack(Random& random, Index size, Index k) {
  Symbols stack(size);
  for (Index& a : stack) a = random.below(k);
  return stack;
}

}  // namespace

TEST_CASE("The saturated line is a line between 0 and 1", "[11.1]") {
  CHECK(sigma(-0.25) == 0);
  CHECK(sigma(0.25) == 0.25);
  CHECK(sigma(1.25) == 1);
  CHECK(sigma(Rational(0.75)) == Rational(0.75));
  CHECK(sigma(Rational(-3)) == Rational(0));
  CHECK(sigma(Rational(3)) == Rational(1));
}

TEST_CASE("A stack's number is a fraction with its symbols for digits",
          "[11.2]") {
  const auto text = [](const Symbols& stack) {
    return number_of<Rational>(stack, 4).text();
  };
  CHECK(text({}) == "0");
  CHECK(text({0}) == "1/4");
  CHECK(text({1}) == "3/4");
  CHECK(text({1, 0}) == "7/16");  // 0 is on top
  CHECK(text({0, 0, 0}) == "21/64");
  CHECK(number_of<double>({2, 1}, 8) == 3.0 / 8 + 5.0 / 64);
}

TEST_CASE("The base is a power of two, at least twice the symbols", "[11.2]") {
  CHECK(base_of(1) == 2);
  CHECK(base_of(2) == 4);
  CHECK(base_of(3) == 8);
  CHECK(base_of(4) == 8);
  CHECK(base_of(6) == 16);
  CHECK(refusal([] { base_of(0); }) == "base_of: expected at least one symbol");
}

TEST_CASE("Push and pop are what they are on a list",
          "[11.2][11.3][11.4][11.5]") {
  const Index k = GENERATE(1u, 2u, 3u, 6u);
  const double B = base_of(k);
  Random random(1);
  for (Index size = 0; size < 40; ++size) {
    Symbols stack = random_stack(random, size, k);
    const Rational q = number_of<Rational>(stack, B);
    REQUIRE(q < Rational(1));
    for (Index a = 0; a < k; ++a) {
      const bool there = !stack.empty() && stack.back() >= a;
      REQUIRE(flag(q, a, B) == Rational(there ? 1 : 0));
    }
    if (size > 0) {
      Symbols below = stack;
      below.pop_back();
      REQUIRE(pop(q, stack.back(), B) == number_of<Rational>(below, B));
    }
    const Index a = random.below(k);
    stack.push_back(a);
    REQUIRE(push(q, a, B) == number_of<Rational>(stack, B));
    REQUIRE(stack_of(push(q, a, B), k) == stack);
  }
}

TEST_CASE("A number that is no stack is refused", "[11.5]") {
  // 1/2 lies in the gap between a 0 and a 1 on top; 7/8 leaves 1/2.
  for (const double q : {0.5, 0.875, 0.125, 1.0})
    CHECK(refusal<std::domain_error>([&] { stack_of(q, 2); }) ==
          "stack_of: expected a number of a stack");
}

TEST_CASE("In base 4 a double holds 26 symbols, and 27 under a 0", "[11.22]") {
  const auto exact = [](const Symbols& stack) {
    double q = 0;
    for (const Index a : stack) q = push(q, a, 4);
    return Rational(q) == number_of<Rational>(stack, 4);
  };
  Random random(2);
  for (int i = 0; i < 200; ++i) {
    for (Index size = 0; size <= 26; ++size)
      REQUIRE(exact(random_stack(random, size, 2)));
    Symbols stack = random_stack(random, 27, 2);
    stack.back() = 0;
    REQUIRE(exact(stack));
    stack.back() = 1;
    REQUIRE_FALSE(exact(stack));
    REQUIRE_FALSE(exact(random_stack(random, 28, 2)));
  }
  // Two places for a symbol, one less with a 0 on top.
  for (const Index a : {0u, 1u}) {
    const Rational q = number_of<Rational>({1, 0, 1, a}, 4);
    CHECK(q.places() == 8);
    CHECK((q < Rational(0.5)) == (a == 0));
  }
}
