// The sum over sequences and the update.
#include "chapters/02-three-steps/descent.hpp"

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"

using namespace three_steps_test;
using unrolled::block_error;
using unrolled::three_steps::descend;
using unrolled::three_steps::first_weights;
using unrolled::three_steps::Sequence;
using unrolled::three_steps::Sum;
using unrolled::three_steps::sum_over;

TEST_CASE(
    "Loss and gradients of several sequences are the sums of each one's") {
  const Example one =
      random_example(Activation::tanh, Output::softmax_cross_entropy, 1);
  Example two = one;
  two.x = random_example(Activation::tanh, Output::softmax_cross_entropy, 2).x;
  two.y = random_example(Activation::tanh, Output::softmax_cross_entropy, 2).y;
  const Sum sum =
      sum_over(one.kind, one.weights, one.h0, {{one.x, one.y}, {two.x, two.y}});
  const oracle::Gradients a = oracle::complex_step(to_oracle(one));
  const oracle::Gradients b = oracle::complex_step(to_oracle(two));
  const auto error = [](const Matrix& got, const Matrix& first,
                        const Matrix& second) {
    return block_error(got, first + second);
  };
  CHECK(sum.L ==
        Approx(oracle::loss(to_oracle(one)) + oracle::loss(to_oracle(two))));
  CHECK(error(sum.g.U, matrix(a.dU), matrix(b.dU)) <= kTolerance);
  CHECK(error(sum.g.W, matrix(a.dW), matrix(b.dW)) <= kTolerance);
  CHECK(error(sum.g.V, matrix(a.dV), matrix(b.dV)) <= kTolerance);
  CHECK(error(sum.g.b, vector(a.db), vector(b.db)) <= kTolerance);
  CHECK(error(sum.g.c, vector(a.dc), vector(b.dc)) <= kTolerance);
  CHECK_THROWS_AS(sum_over(one.kind, one.weights, one.h0, {}),
                  std::invalid_argument);
}

TEST_CASE("A step of descent takes rate times the gradient from every block",
          "[2.76]") {
  unrolled::Random random(1);
  Weights<double> w = first_weights(random, 2, 3, 4, 0.5);
  const Weights<double> before = w;
  const Weights<double> g = {
      random.normal_matrix(3, 2), random.normal_matrix(3, 3),
      random.normal_matrix(4, 3), random.normal_matrix(3, 1),
      random.normal_matrix(4, 1)};
  descend(w, g, 0.25);
  CHECK(block_error(before.U - w.U, 0.25 * g.U) <= kTolerance);
  CHECK(block_error(before.W - w.W, 0.25 * g.W) <= kTolerance);
  CHECK(block_error(before.V - w.V, 0.25 * g.V) <= kTolerance);
  CHECK(block_error(before.b - w.b, 0.25 * g.b) <= kTolerance);
  CHECK(block_error(before.c - w.c, 0.25 * g.c) <= kTolerance);
}

TEST_CASE("A short enough step down lowers the loss, a step up raises it",
          "[2.76]") {
  const Example e =
      random_example(Activation::tanh, Output::sigmoid_cross_entropy, 4);
  const std::vector<Sequence> one = {{e.x, e.y}};
  const Sum sum = sum_over(e.kind, e.weights, e.h0, one);
  Weights<double> down = e.weights, up = e.weights;
  descend(down, sum.g, 1e-3);
  descend(up, sum.g, -1e-3);
  CHECK(sum_over(e.kind, down, e.h0, one).L < sum.L);
  CHECK(sum_over(e.kind, up, e.h0, one).L > sum.L);
}
