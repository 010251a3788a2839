// Wrong versions of this chapter's derivatives: the checks that pass the right
// ones must refuse them.
#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"

using namespace three_steps_test;

namespace {

// A wrong version is far off, not at the edge of the tolerance.
bool far(const Matrix& wrong, const Matrix& truth) {
  return block_error(wrong, truth) > 1e-3;
}

// Its paths use W where they should use W transposed.
ThreeSteps with_W_transposed(ThreeSteps s) {
  s.W = s.W.t().eval();
  return s;
}

struct Wrong {
  std::string what;
  Matrix dW;
};

std::vector<Wrong> wrong_versions(const ThreeSteps& s) {
  const Matrix &D1 = s.D1, &D2 = s.D2, &D3 = s.D3, Vt = s.V.t(), Wt = s.W.t();
  const Vector &e2 = s.e2, &e3 = s.e3;
  const Matrix h0 = s.h(0), h1 = s.h(1), h2 = s.h(2), h3 = s.h(3);
  const Gradient g = s.gradient();
  const Paths w = s.paths_to_W();
  const Matrix dz1 = D1 * g.delta(1), dz2 = D2 * g.delta(2),
               dz3 = D3 * g.delta(3);
  const Matrix green = w(1, 1) + w(2, 2) + w(3, 3);
  return {
      {"the longest path is forgotten", g.dW - w(3, 1)},
      {"L_2's way back is forgotten", g.dW - w(2, 1)},
      {"one step alone: nothing goes back", green},
      {"a path is counted twice", g.dW + w(3, 2)},
      {"the total derivative stands where the immediate one belongs",
       green + 2 * w(2, 1) + 2 * w(3, 2) + 3 * w(3, 1)},
      {"W is not transposed", with_W_transposed(s).dW()},
      {"diag and W transposed are exchanged",
       green + Wt * D1 * D2 * Vt * e2 * h0.t() +
           Wt * D2 * D3 * Vt * e3 * h1.t() +
           Wt * D1 * Wt * D2 * D3 * Vt * e3 * h0.t()},
      {"the slope of the step before", g.dW - w(3, 3) + D2 * Vt * e3 * h2.t()},
      {"the slope is left out", g.dW - w(3, 3) + Vt * e3 * h2.t()},
      {"h(t) for h(t-1)", dz1 * h1.t() + dz2 * h2.t() + dz3 * h3.t()},
      {"h(0) is taken for zero", dz2 * h1.t() + dz3 * h2.t()},
      {"y - y_hat for y_hat - y", -g.dW},
      {"the outer product's factors are exchanged",
       h0 * dz1.t() + h1 * dz2.t() + h2 * dz3.t()},
      {"the loss of the last step alone", w(3, 3) + w(3, 2) + w(3, 1)},
      {"the mean over the steps for their sum", g.dW / 3},
  };
}

std::uint64_t any_seed() {
  return GENERATE(1u, 2u, 3u, 4u, 5u);
}

}  // namespace

TEST_CASE("Wrong versions of dL/dW are far from the oracle's", "[2.53][A9]") {
  const Output output =
      GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
               Output::linear_squared_error);
  const Example e(Activation::tanh, output, any_seed());
  const ThreeSteps s = e.steps();
  const Matrix truth = e.truth().dW;
  CHECK_THAT(s.dW(), Near(truth));
  for (const Wrong& wrong : wrong_versions(s)) {
    CAPTURE(wrong.what, name_of(output));
    CHECK(far(wrong.dW, truth));
  }
}

TEST_CASE("Wrong versions of dL/dU, dL/dV and dL/db are far off as well",
          "[2.52][2.54][A8][A10]") {
  const Example e(any_seed());
  const ThreeSteps s = e.steps();
  const Gradient g = s.gradient();
  const Truth truth = e.truth();
  const Paths v = s.paths_to_V(), u = s.paths_to_U(), b = s.paths_to_b();
  CHECK(far(g.dU - u(3, 1), truth.dU));
  CHECK(far(g.dU + u(2, 1), truth.dU));
  CHECK(far(with_W_transposed(s).dU(), truth.dU));
  CHECK(far(g.dU - u(3, 2) + b(3, 2) * s.x(3).t(), truth.dU));
  CHECK(far(g.dV - v(1, 1), truth.dV));
  CHECK(far(g.dV - v(3, 3) + s.e3 * s.h(2).t(), truth.dV));
  CHECK(far(b(3, 3), truth.db));
  CHECK(far(g.db - b(2, 1), truth.db));
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
