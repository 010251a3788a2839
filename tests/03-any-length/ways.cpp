// Other ways to the same gradient: the sum over k, chapter 1 on the unrolled
// network, chapter 2's paths, a scan.
#include "chapters/02-three-steps/paths.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/notes.hpp"

using namespace any_length_test;

TEST_CASE("A Jacobian of one step, and a product of them, are dh(t)/dh(k)",
          "[3.25][3.26][B21]") {
  const Activation hidden = any_hidden();
  const Case c = example_of({hidden, Output::linear_squared_error}, 4, 20);
  const oracle::Recurrent net = loops(c);
  std::vector<Matrix> J(1);
  for (Index t = 1; t <= 4; ++t) {
    J.push_back(jacobian(hidden, c.p, c.states(), t));
    CHECK_THAT(J[t], Near(back(oracle::jacobian(net, t, t - 1))));
  }
  const Matrix P = J[4] * J[3] * J[2], turned = J[2] * J[3] * J[4];
  CHECK_THAT(P, Near(back(oracle::jacobian(net, 4, 1))));
  if (hidden == Activation::tanh)
    CHECK_THAT(turned, !Near(P, kFarOff));  // the order matters
}

TEST_CASE(
    "The sum over k is the recursion's gradient, and costs a product for "
    "every pair of steps",
    "[3.26][3.27][3.28][3.29][3.30][3.31][B18][B19]") {
  const Case c = any_case(21);
  const Index tau = c.x.last();
  const Gradient g = c.gradient();
  const SumOverK sum = sum_over_k(c.net.hidden, c.p, c.x, c.states(), c.dLdo());
  INFO(named(c));
  CHECK_THAT(sum.dU, Near(g.dU));
  CHECK_THAT(sum.dW, Near(g.dW));
  CHECK_THAT(sum.db, Near(g.db));
  CHECK(sum.products == tau * (tau - 1) / 2);
}

TEST_CASE("One term of the sum is the derivative by step k's own copy",
          "[3.27][B18][B19]") {
  // L(3) alone; the copy of W at step k is moved, the others are not.
  const Case c = example_of({}, 3, 22);
  oracle::Recurrent net = loops(c);
  net.weights = {0, 0, 1};
  const oracle::Gradients truth = oracle::complex_step(net);
  const States s = c.states();
  // All chains with the total derivative of h(k): each copy before k once more.
  Matrix total_W(4, 4, arma::fill::zeros), total_U = 0 * c.p.U;
  for (Index k = 1; k <= 3; ++k) {
    total_W += double(4 - k) * back(truth.dW_at[k - 1]);
    total_U += double(4 - k) * back(truth.dU_at[k - 1]);
  }
  // h(0) is given: no weight moves it.
  oracle::Recurrent moved = net;
  moved.W[0][0] += oracle::Number(0, oracle::kStep);
  moved.U[0][0] += oracle::Number(0, oracle::kStep);
  const oracle::Trace run = oracle::run(moved);
  for (std::size_t i = 0; i < 4; ++i) CHECK(run.h[0][i].imag() == 0);
  CHECK(run.h[1][0].imag() != 0);
  Matrix P = arma::eye(4, 4);
  for (Index k = 3; k >= 1; --k) {
    const Vector slope = derivative_from_value(Activation::tanh, s.h(k));
    const Vector term = slope % (P.t() * c.p.V.t() * c.dLdo()(3));
    notes::only_when(
        "B19", block_error(total_W, back(truth.dW)),
        block_error(term * s.h(k - 1).t(), back(truth.dW_at[k - 1])));
    notes::only_when("B18", block_error(total_U, back(truth.dU)),
                     block_error(term * c.x(k).t(), back(truth.dU_at[k - 1])));
    P = P * jacobian(Activation::tanh, c.p, s, k);
  }
}

TEST_CASE(
    "Chapter 1's backward on the unrolled network gives the same "
    "gradient",
    "[3.32][3.33][3.34][A13][A14][E41]") {
  const Case c = any_case(24);
  if (c.net.output == Output::sigmoid_cross_entropy) return;  // not chapter 1's
  const auto kind = c.net.output == Output::linear_squared_error
                        ? backprop::Loss::squared_error
                        : backprop::Loss::softmax_cross_entropy;
  const Gradient by_layers =
      gradient_by_layers(c.net.hidden, kind, c.p, c.x, c.y, c.h0);
  const Gradient g = c.gradient();
  INFO(named(c));
  check_blocks(by_layers.blocks(), g.blocks());
  CHECK_THAT(by_layers.dh0, Near(g.dh0));
  const double error = worst_block(by_layers.blocks(), g.blocks()).error;
  notes::holds("A13", error);
  notes::holds("E41", error);
}

TEST_CASE("The unrolled network says what the recurrent one says",
          "[3.32][A13]") {
  const Case c = example_of({}, 5, 25);
  for (Index t = 1; t <= 5; ++t) {
    const auto layers = unrolled_to(Activation::tanh, c.p, c.x, t);
    CHECK(layers.size() == t + 1);
    CHECK_THAT(backprop::forward(layers, c.h0).z.back(), Near(c.states().o(t)));
  }
}

TEST_CASE("Untied, the unrolled network's layers have gradients of their own",
          "[3.33][A13]") {
  const Case c = example_of({}, 3, 26);
  oracle::Recurrent net = loops(c);
  net.weights = {0, 0, 1};
  const oracle::Gradients truth = oracle::complex_step(net);
  const auto layers = unrolled_to(Activation::tanh, c.p, c.x, 3);
  const backprop::Gradient g =
      backprop::backward(layers, backprop::forward(layers, c.h0),
                         backprop::Loss::softmax_cross_entropy, c.y(3));
  for (Index l = 1; l <= 3; ++l)
    CHECK_THAT(g.dW[l], Near(back(truth.dW_at[l - 1])));
}

TEST_CASE("Chapter 2's paths add up to the recursion at tau = 3",
          "[3.11][3.14][3.15][3.28][3.29]") {
  const Case c = example_of({any_hidden(), any_output()}, 3, 27);
  const three_steps::ThreeSteps paths(c.net, c.p, c.x, c.y, c.h0);
  const three_steps::Gradient sums = paths.gradient();
  const Gradient g = c.gradient();
  INFO(named(c));
  check_blocks(sums.blocks(), g.blocks());
  CHECK_THAT(sums.dh0, Near(g.dh0));
  CHECK_THAT(sums.dx, Near(g.dx));
  CHECK_THAT(sums.delta, Near(g.delta));
}

TEST_CASE("The delta recursion is linear: a scan of log2 tau rounds gives it",
          "[3.40][3.41]") {
  const Index tau = GENERATE(1u, 2u, 3u, 10u, 50u);
  const Case c = example_of({}, tau, 28);
  const Scan scan = delta_by_scan(Activation::tanh, c.p, c.states(), c.dLdo());
  CAPTURE(tau);
  CHECK_THAT(scan.delta, Near(c.gradient().delta));
  CHECK((Index{1} << scan.rounds) >= tau);
  CHECK((scan.rounds == 0 || (Index{1} << (scan.rounds - 1)) < tau));
}

TEST_CASE("Joining steps may be grouped at will, but not exchanged", "[3.41]") {
  Random r(29);
  const auto step = [&] {
    return Affine{r.normal_matrix(3, 3), r.normal_matrix(3, 1)};
  };
  const Affine a = step(), b = step(), c = step();
  const Affine left = join(join(a, b), c), right = join(a, join(b, c));
  CHECK_THAT(left.A, Near(right.A));
  CHECK_THAT(left.v, Near(right.v));
  CHECK_THAT(join(b, a).v, !Near(join(a, b).v, kFarOff));
}

TEST_CASE("Work and numbers kept are proportional to tau", "[3.38][3.39]") {
  // H = 4, D = 2, K = 3: 8 + 16 + 12 = 36 multiplications a step; 2 H + K = 11
  // numbers a step, and h(0).
  const Index tau = GENERATE(1u, 10u, 50u);
  const Case c = example_of({}, tau, 30);
  const States s = c.states();
  const Index kept =
      s.z.slices().n_elem + s.h.slices().n_elem + s.o.slices().n_elem;
  CHECK(multiplications(c.p, tau) == 36 * tau);
  CHECK(numbers_kept(c.p, tau) == 11 * tau + 4);
  CHECK(kept == numbers_kept(c.p, tau));
}

TEST_CASE("On a 2 x 2 example diag W^T delta is not W^T diag delta",
          "[3.11][B8]") {
  const Matrix W{{0.5, 1}, {0, 0.5}}, diag{{0.5, 0}, {0, 1}};
  const Vector delta{1, 1};
  CHECK_THAT(column(W.t() * diag * delta), Near(Vector{0.25, 1}, 0));
  CHECK_THAT(column(diag * W.t() * delta), Near(Vector{0.25, 1.5}, 0));
  // And W^T delta diag, as widely copied, cannot be multiplied.
  const Matrix W_delta = W.t() * delta;
  CHECK_THROWS_AS(Matrix(W_delta * diag), std::logic_error);
}
