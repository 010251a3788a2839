// Exact numbers: nothing is rounded, wherever a double ends.
#include "common/rational.hpp"

#include "tests/near.hpp"

using namespace unrolled;

TEST_CASE("A rational is exactly what it was made of", "[rational]") {
  CHECK(Rational(0.328125).text() == "21/64");
  CHECK(Rational(-3).text() == "-3");
  CHECK(Rational().text() == "0");
  CHECK(Rational(0.328125).places() == 6);
  CHECK(Rational(5).places() == 0);
  CHECK_THROWS_AS(Rational(not_a_number), std::invalid_argument);
  CHECK_THROWS_AS(Rational(infinity), std::invalid_argument);
}

TEST_CASE("Sums and products stay exact where a double no longer is",
          "[rational]") {
  Rational tiny = 1;
  for (int i = 0; i < 100; ++i) tiny *= 0.25;
  const Rational more = Rational(1) + tiny;
  CHECK(1 + static_cast<double>(tiny) == 1);
  CHECK(Rational(1) < more);
  CHECK_FALSE(more < Rational(1));
  CHECK(more.places() == 200);
  CHECK(more + Rational(-1) == tiny);
  Rational back = tiny;
  for (int i = 0; i < 100; ++i) back = Rational(4) * back;
  CHECK(back == Rational(1));
  CHECK(static_cast<double>(more) == 1);
  // 3^60 does not fit into 53 bits.
  Rational power = 1;
  for (int i = 0; i < 60; ++i) power *= 3;
  CHECK(power.text() == "42391158275216203514294433201");
  // Nor does the smallest number times itself.
  const Rational least = 5e-324;
  CHECK(Rational(0) < least * least);
  CHECK((least * least).places() == 2148);
}

TEST_CASE("A copy is a number of its own", "[rational]") {
  Rational one = 1;
  for (int i = 0; i < 60; ++i) one = one * Rational(0.5) + Rational(1);
  Rational other = one;
  other += 1;
  CHECK(one < other);
  CHECK(other == one + Rational(1));
  one = other;
  CHECK(one == other);
  one = Rational(2);
  CHECK(one == Rational(2));
}
