// Wrong backward passes, made from the chapter's list of mistakes: the checks
// that pass the right ones refuse each.
#include <08-dropout/mistakes.hpp>

#include "tests/08-dropout/support.hpp"

using namespace dropout_test;

TEST_CASE("Every wrong way back through masked layers is refused", "[8.3]") {
  const auto& all = layers::of_backward::wrong_versions();
  REQUIRE(all.size() >= 3);
  const LayersCase c(30, {4, 4, 4, 4});
  const Named right = c.truth();
  const auto pass = layers::forward(c.c.net, c.c.x, c.masks);
  for (const auto& it : all) {
    INFO(it.id);
    CHECK(worst_of_named(all_blocks(it.backward(c.c.net, pass, c.c.y, c.masks)),
                         right) > kFarOff);
  }
}

TEST_CASE("Every wrong way back through a masked recurrence is refused",
          "[8.9][8.10][8.11][8.12][8.13][8.14][8.15]") {
  const auto& all = of_backward::wrong_versions();
  REQUIRE(all.size() >= 8);
  const bptt::Example c = bptt::example_of({}, 3, 31, 4, 4, 4);
  const Masks m = masks_everywhere(c, 32);
  const bptt::States s = states_of(c, m);
  const Named right =
      any_length_test::all_blocks(any_length_test::truth(loops_of(c, m)));
  for (const auto& it : all) {
    INFO(it.id);
    const bptt::Gradient g =
        it.backward(c.net.hidden, c.p, c.x, s, slopes_of(c, s), m);
    CHECK(worst_of_named(any_length_test::all_blocks(g), right) > kFarOff);
  }
}

TEST_CASE("Every wrong way back through a masked gate is refused",
          "[8.20][8.21][8.22][8.23]") {
  const auto& all = gated::of_backward::wrong_versions();
  REQUIRE(all.size() >= 5);
  const GatedCase c(3, 33);
  const Named right =
      all_blocks(gated::backward(c.p, c.x, c.states(), c.dLdo(), c.m));
  for (const auto& it : all) {
    INFO(it.id);
    const auto g = it.backward(c.p, c.x, c.states(), c.dLdo(), c.m);
    CHECK(worst_of_named(all_blocks(g), right) > kFarOff);
  }
}

TEST_CASE("Where nothing is dropped no mask is missed", "[8.10][8.11]") {
  const bptt::Example c = bptt::example_of({}, 3, 34, 4, 4, 4);
  Random random(35);
  const Masks none = draw(Place::nowhere, 1, 4, 4, 1, 3, random);
  const bptt::States s = states_of(c, none);
  const Named right = any_length_test::all_blocks(c.gradient());
  for (const auto& it : of_backward::wrong_versions()) {
    INFO(it.id);
    CHECK(worst_of_named(any_length_test::all_blocks(it.backward(
                             c.net.hidden, c.p, c.x, s, slopes_of(c, s), none)),
                         right) <= kTolerance);
  }
}
