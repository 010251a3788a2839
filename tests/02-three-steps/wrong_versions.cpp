// Wrong versions of this chapter's derivatives: the checks that pass the right
// ones must refuse them.
#include <functional>

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"

using namespace three_steps_test;
using unrolled::block_error;

namespace {

// A wrong version is far off, not at the edge of the tolerance.
constexpr double kFarOff = 1e-3;

struct Wrong {
  std::string name;
  std::function<Matrix(const ThreeSteps&)> dW;
};

// The same three walks back, ended differently.
struct Walks {
  Vector q1, q2, q3;  // dL/dz(k), all paths that end in step k
  explicit Walks(const ThreeSteps& s)
      : q1(s.dL1_db_1() + s.dL2_db_21() + s.dL3_db_321()),
        q2(s.dL2_db_2() + s.dL3_db_32()),
        q3(s.dL3_db_3()) {}
};

// Its paths use W where they should use W transposed.
ThreeSteps with_W_transposed(ThreeSteps s) {
  s.W = s.W.t().eval();
  return s;
}

std::vector<Wrong> wrong_versions() {
  using S = const ThreeSteps&;
  return {
      {"the longest path is forgotten",
       [](S s) -> Matrix { return s.dW() - s.dL3_dW_321(); }},
      {"L_2's way back is forgotten",
       [](S s) -> Matrix { return s.dW() - s.dL2_dW_21(); }},
      {"one step alone: nothing goes back",
       [](S s) -> Matrix {
         return s.dL1_dW_1() + s.dL2_dW_2() + s.dL3_dW_3();
       }},
      {"a path is counted twice",
       [](S s) -> Matrix { return s.dW() + s.dL3_dW_32(); }},
      {"the total derivative stands where the immediate one belongs",
       [](S s) -> Matrix {
         return s.dL1_dW_1() + s.dL2_dW_2() + 2 * s.dL2_dW_21() + s.dL3_dW_3() +
                2 * s.dL3_dW_32() + 3 * s.dL3_dW_321();
       }},
      {"W is not transposed",
       [](S s) -> Matrix { return with_W_transposed(s).dW(); }},
      {"diag and W transposed are exchanged",
       [](S s) -> Matrix {
         const Matrix Wt = s.W.t();
         return s.dL1_dW_1() + s.dL2_dW_2() + s.dL3_dW_3() +
                Wt * s.D1 * s.D2 * s.V.t() * s.e2 * s.h0.t() +
                Wt * s.D2 * s.D3 * s.V.t() * s.e3 * s.h1.t() +
                Wt * s.D1 * Wt * s.D2 * s.D3 * s.V.t() * s.e3 * s.h0.t();
       }},
      {"the slope of the step before",
       [](S s) -> Matrix {
         return s.dW() - s.dL3_dW_3() + s.D2 * s.V.t() * s.e3 * s.h2.t();
       }},
      {"the slope is left out",
       [](S s) -> Matrix {
         return s.dW() - s.dL3_dW_3() + s.V.t() * s.e3 * s.h2.t();
       }},
      {"h(t) for h(t-1)",
       [](S s) -> Matrix {
         const Walks w(s);
         return w.q1 * s.h1.t() + w.q2 * s.h2.t() + w.q3 * s.h3.t();
       }},
      {"h(0) is taken for zero",
       [](S s) -> Matrix {
         const Walks w(s);
         return w.q2 * s.h1.t() + w.q3 * s.h2.t();
       }},
      {"y - y_hat for y_hat - y", [](S s) -> Matrix { return -s.dW(); }},
      {"the outer product's factors are exchanged",
       [](S s) -> Matrix {
         const Walks w(s);
         return s.h0 * w.q1.t() + s.h1 * w.q2.t() + s.h2 * w.q3.t();
       }},
      {"the loss of the last step alone",
       [](S s) -> Matrix {
         return s.dL3_dW_3() + s.dL3_dW_32() + s.dL3_dW_321();
       }},
      {"the mean over the steps for their sum",
       [](S s) -> Matrix { return s.dW() / 3; }},
  };
}

}  // namespace

TEST_CASE("Wrong versions of dL/dW are far from the oracle's", "[2.53][A9]") {
  const Output output =
      GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
               Output::linear_squared_error);
  const int seed = GENERATE(1, 2, 3, 4, 5);
  const Example e = random_example(Activation::tanh, output,
                                   static_cast<std::uint64_t>(seed));
  const ThreeSteps s = e.steps();
  const Matrix truth = matrix(oracle::complex_step(to_oracle(e)).dW);
  REQUIRE(block_error(s.dW(), truth) <= kTolerance);
  for (const Wrong& wrong : wrong_versions()) {
    CAPTURE(wrong.name, unrolled::name_of(output), seed);
    CHECK(block_error(wrong.dW(s), truth) > kFarOff);
  }
}

TEST_CASE("Wrong versions of dL/dU, dL/dV and dL/db are far off as well",
          "[2.52][2.54][2.61][A8][A10]") {
  const int seed = GENERATE(1, 2, 3, 4, 5);
  const Example e =
      random_example(Activation::tanh, Output::softmax_cross_entropy,
                     static_cast<std::uint64_t>(seed));
  const ThreeSteps s = e.steps();
  const oracle::Gradients truth = oracle::complex_step(to_oracle(e));
  const auto far = [](const Matrix& wrong, const Matrix& right) {
    return block_error(wrong, right) > kFarOff;
  };
  CAPTURE(seed);
  const Matrix dU = matrix(truth.dU), dV = matrix(truth.dV);
  CHECK(far(s.dU() - s.dL3_dU_321(), dU));
  CHECK(far(s.dU() + s.dL2_dU_21(), dU));
  CHECK(far(with_W_transposed(s).dU(), dU));
  CHECK(far(s.dU() - s.dL3_dU_32() + s.dL3_db_32() * s.x3.t(), dU));
  CHECK(far(s.dV() - s.dL1_dV_1(), dV));
  CHECK(far(s.dV() - s.dL3_dV_3() + s.e3 * s.h2.t(), dV));
  CHECK(far(s.dL3_db_3(), vector(truth.db)));
  CHECK(far(s.db() - s.dL2_db_21(), vector(truth.db)));
}

TEST_CASE("One path judged alone shows which one is wrong", "[2.44][A3]") {
  const Example e =
      random_example(Activation::tanh, Output::softmax_cross_entropy, 6);
  const ThreeSteps s = e.steps();
  const oracle::Gradients truth = true_gradients_of_step(e, 3);
  const Matrix untransposed = s.D2 * s.W * s.D3 * s.V.t() * s.e3 * s.h1.t();
  const Matrix swapped = s.W.t() * s.D2 * s.D3 * s.V.t() * s.e3 * s.h1.t();
  CHECK(block_error(s.dL3_dW_3(), matrix(truth.dW_at[2])) <= kTolerance);
  CHECK(block_error(s.dL3_dW_32(), matrix(truth.dW_at[1])) <= kTolerance);
  CHECK(block_error(untransposed, matrix(truth.dW_at[1])) > kFarOff);
  CHECK(block_error(swapped, matrix(truth.dW_at[1])) > kFarOff);
}

TEST_CASE("With h(0) = 0 a check of dL/dW does not see a forgotten long path",
          "[2.45][A9]") {
  Example e =
      random_example(Activation::tanh, Output::softmax_cross_entropy, 7);
  e.h0.zeros();
  const ThreeSteps s = e.steps();
  const Matrix truth = matrix(oracle::complex_step(to_oracle(e)).dW);
  const Matrix forgotten = s.dW() - s.dL3_dW_321();
  CHECK(block_error(forgotten, truth) <= kTolerance);
  CHECK(arma::abs(s.dL3_dU_321()).max() > kFarOff);
}
