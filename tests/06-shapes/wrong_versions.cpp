// Wrong versions, made from the chapter's list of mistakes: the checks that
// pass the right one refuse each.
#include <06-shapes/mistakes.hpp>

#include "tests/06-shapes/support.hpp"

using namespace shapes_test;

TEST_CASE("Every wrong way back through Jordan's network is refused",
          "[6.7][6.8][6.9][6.10][6.11][6.12][6.14][6.17]") {
  REQUIRE(wrong_versions().size() >= 14);
  // As many inputs and outputs as units, so that no shape gives one away.
  std::map<std::string, double> worst;
  for (const Output output :
       {Output::softmax_cross_entropy, Output::linear_squared_error})
    for (const Feedback feedback : {Feedback::own, Feedback::teacher}) {
      const JordanCase c =
          jordan_of({{Activation::tanh, output}, feedback}, 3, 60, 4, 4, 4);
      const Named right = all_blocks(truth(c));
      CHECK(farthest(all_blocks(c.run().by), right) <= kTolerance);
      for (const WrongVersion& it : wrong_versions()) {
        const JordanGradient g =
            it.backward(c.kind, c.p, c.x, c.states(), c.dLdo());
        worst[it.id] = std::max(worst[it.id], farthest(all_blocks(g), right));
      }
    }
  for (const auto& [id, error] : worst) {
    INFO(id);
    CHECK(error > kFarOff);
  }
}

TEST_CASE("A teacher's output, or a linear one, hides a wrong Jacobian",
          "[6.8]") {
  const JordanCase c = jordan_of(
      {{Activation::tanh, Output::linear_squared_error}, Feedback::own}, 3, 61);
  for (const WrongVersion& it : wrong_versions())
    if (it.id == "diagonal-alone" || it.id == "no-output-slope")
      CHECK(farthest(
                all_blocks(it.backward(c.kind, c.p, c.x, c.states(), c.dLdo())),
                all_blocks(c.run().by)) == 0);
}

TEST_CASE("Every wrong truncation is refused", "[6.21][6.22][6.23][6.24]") {
  const auto& all = of_truncated::wrong_versions();
  REQUIRE(all.size() >= 9);
  const Case c = example_of({}, 7, 62);
  std::map<std::string, double> worst;
  for (const Truncation& how : std::vector<Truncation>{{5, 2}, {4, 3}}) {
    const Named right = all_blocks(truth(c, how));
    for (const auto& it : all) {
      const TruncatedGradient g =
          it.truncated(c.net.hidden, c.p, c.x, c.states(), c.dLdo(), how);
      worst[it.id] = std::max(worst[it.id], farthest(all_blocks(g), right));
    }
  }
  for (const auto& [id, error] : worst) {
    INFO(id);
    CHECK(error > kFarOff);
  }
}

TEST_CASE("A truncated gradient is not the gradient", "[6.24][6.27]") {
  const Case c = example_of({}, 7, 63);
  const Named whole = all_blocks(truth(c, {7, 7}));
  CHECK(farthest(all_blocks(truncated_of(c, {3, 1})), whole) > kFarOff);
}
