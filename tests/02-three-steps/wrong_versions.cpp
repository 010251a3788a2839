// Wrong versions of this chapter's derivatives: the checks that pass the right
// ones must refuse them.
#include <02-three-steps/mistakes.hpp>

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"

using namespace three_steps_test;

namespace {

// A wrong version is far off, not at the edge of the tolerance.
bool far(const Matrix& wrong, const Matrix& truth) {
  return block_error(wrong, truth) > 1e-3;
}

std::uint64_t any_seed() {
  return GENERATE(1u, 2u, 3u, 4u, 5u);
}

}  // namespace

TEST_CASE("Wrong versions of the derivatives are far from the oracle's",
          "[2.52][2.53][2.54][A8][A9][A10]") {
  const Output output =
      GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
               Output::linear_squared_error);
  const Example e(Activation::tanh, output, any_seed());
  const Truth truth = e.truth();
  const auto error = [&](const Gradient& g) {
    double worst = block_error(g.dh0, truth.dh0);
    for (std::size_t i = 0; i < g.blocks().size(); ++i)
      worst = std::max(
          worst, block_error(g.blocks()[i].values, truth.blocks()[i].values));
    return worst;
  };
  CHECK(error(e.steps().gradient()) < kTolerance);
  REQUIRE(wrong_versions().size() >= 18);
  for (const WrongVersion& wrong : wrong_versions()) {
    CAPTURE(wrong.id, name_of(output));
    CHECK(error(wrong.gradient(e.steps())) > kFarOff);
  }
}

TEST_CASE("One path judged alone shows which one is wrong", "[2.44][A3]") {
  const Example e(6);
  const ThreeSteps s = e.steps();
  const Truth truth = e.truth_of_loss(3);
  const Matrix untransposed = s.D2 * s.W * s.D3 * s.V.t() * s.e3 * s.h(1).t();
  const Matrix swapped = s.W.t() * s.D2 * s.D3 * s.V.t() * s.e3 * s.h(1).t();
  CHECK_THAT(s.paths_to_W()(3, 2), Near(truth.dW_copy[2]));
  CHECK(far(untransposed, truth.dW_copy[2]));
  CHECK(far(swapped, truth.dW_copy[2]));
}

TEST_CASE("With h(0) = 0 a check of dL/dW does not see a forgotten long path",
          "[2.45][A9]") {
  Example e(7);
  e.h0.zeros();
  const ThreeSteps s = e.steps();
  CHECK_THAT(s.dW() - s.paths_to_W()(3, 1), Near(e.truth().dW));
  CHECK(arma::abs(s.paths_to_U()(3, 1)).max() > kFarOff);
}
