// What a run notes before rounding could tell.
#include "common/noted.hpp"

#include "common/adam.hpp"
#include "common/initialise.hpp"
#include "tests/catch.hpp"

using namespace unrolled;

namespace {

// The notes of so many updates of four weights, each by the same slopes.
std::string notes_of(int updates, double slope, double judged) {
  Random random(1);
  Matrix p = xavier(random, 2, 2);
  const Matrix g(2, 2, arma::fill::value(slope));
  Adam adam;
  for (int i = 0; i < updates; ++i) adam.step({{"p", p}}, {{"dp", g}}, 0.1);
  note_judged(judged);
  return take_notes();
}

}  // namespace

TEST_CASE(
    "Noted are the first three gradients of drawn weights, and the sum "
    "that judges") {
  take_notes();
  const std::string expected = "gradients 4.828313737, judged 500";  // 3 log 5
  CHECK(notes_of(3, 1, 500) == expected);
  CHECK(notes_of(9, -1, 500) == expected);
  CHECK(notes_of(2, 1, 500) != expected);
  CHECK(notes_of(3, 1.00001, 500) != expected);
  CHECK(notes_of(3, 1, 499) != expected);
  CHECK(take_notes() == "");
}
