// Other ways to the same gradient: the sum over k, chapter 1 on the unrolled
// network, chapter 2's paths, a scan.
#include "chapters/02-three-steps/paths.hpp"
#include "chapters/03-any-length/cost.hpp"
#include "chapters/03-any-length/misprints.hpp"
#include "chapters/03-any-length/scan.hpp"
#include "chapters/03-any-length/sum_over_k.hpp"
#include "chapters/03-any-length/unrolled.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace any_length_test;

TEST_CASE("A Jacobian of one step, and a product of them, are dh(t)/dh(k)",
          "[3.25][3.26][B21]") {
  for (const Activation hidden : kHidden) {
    const Case c = random_case({hidden, Output::linear_squared_error}, 4, 20);
    const States<> s = c.states();
    const oracle::Recurrent net = loops(c);
    for (Index t = 1; t <= 4; ++t)
      CHECK(block_error(jacobian(hidden, c.p, s, t),
                        back(oracle::jacobian(net, t, t - 1))) <= kTolerance);
    const Matrix P = jacobian(hidden, c.p, s, 4) * jacobian(hidden, c.p, s, 3) *
                     jacobian(hidden, c.p, s, 2);
    CHECK(block_error(P, back(oracle::jacobian(net, 4, 1))) <= kTolerance);
    const Matrix turned = jacobian(hidden, c.p, s, 2) *
                          jacobian(hidden, c.p, s, 3) *
                          jacobian(hidden, c.p, s, 4);
    if (hidden == Activation::tanh)
      CHECK(block_error(turned, P) > kFarOff);  // the order matters
  }
}

TEST_CASE(
    "The sum over k is the recursion's gradient, and costs a product for "
    "every pair of steps",
    "[3.26][3.27][3.28][3.29][3.30][3.31][B18][B19]") {
  for (const Activation hidden : kHidden)
    for (const Output output : kOutputs)
      for (const Index tau : {1u, 2u, 3u, 10u, 50u}) {
        const Case c = random_case({hidden, output}, tau, 21);
        const States<> s = c.states();
        const SumOverK sum = sum_over_k(hidden, c.p, c.x, s, c.dLdo());
        const Gradient g = c.gradient();
        CAPTURE(name_of(hidden), name_of(output), tau);
        CHECK(block_error(sum.dU, g.dU) <= kTolerance);
        CHECK(block_error(sum.dW, g.dW) <= kTolerance);
        CHECK(block_error(sum.db, g.db) <= kTolerance);
        CHECK(sum.products == tau * (tau - 1) / 2);
      }
}

TEST_CASE("One term of the sum is the derivative by step k's own copy",
          "[3.27][B18][B19]") {
  // L(3) alone; the copy of W at step k is moved, the others are not.
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 3, 22);
  oracle::Recurrent net = loops(c);
  net.weights = {0, 0, 1};
  const oracle::Gradients truth = oracle::complex_step(net);
  const States<> s = c.states();
  Matrix P = arma::eye(4, 4);
  const Vector e = c.dLdo().col(2);
  for (Index k = 3; k >= 1; --k) {
    const Vector slope =
        derivative_from_value(Activation::tanh, Matrix(s.h.col(k)));
    const Vector term = slope % (P.t() * c.p.V.t() * e);
    CAPTURE(k);
    CHECK(block_error(term * s.h.col(k - 1).t(), back(truth.dW_at[k - 1])) <=
          kTolerance);
    CHECK(block_error(term * c.x.col(k - 1).t(), back(truth.dU_at[k - 1])) <=
          kTolerance);
    notes::holds("B19", block_error(term * s.h.col(k - 1).t(),
                                    back(truth.dW_at[k - 1])));
    notes::holds("B18", block_error(term * c.x.col(k - 1).t(),
                                    back(truth.dU_at[k - 1])));
    P = P * jacobian(Activation::tanh, c.p, s, k);
  }
}

TEST_CASE("The k = 0 term of the sum is zero: h(0) has no weights",
          "[3.28][3.29][B18]") {
  // Note B's sum starts at k = 0. Starting at 1 already gives all of it.
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 3, 23);
  const Matrix all = back(oracle::complex_step(loops(c)).dW);
  const SumOverK from_one =
      sum_over_k(c.net.hidden, c.p, c.x, c.states(), c.dLdo());
  CHECK(block_error(from_one.dW, all) <= kTolerance);
}

TEST_CASE(
    "Chapter 1's backward on the unrolled network gives the same "
    "gradient",
    "[3.32][3.33][3.34][A13][A14]") {
  for (const Activation hidden : kHidden)
    for (const Output output :
         {Output::softmax_cross_entropy, Output::linear_squared_error})
      for (const Index tau : {1u, 2u, 3u, 10u, 50u}) {
        const Case c = random_case({hidden, output}, tau, 24);
        const auto kind = output == Output::linear_squared_error
                              ? backprop::Loss::squared_error
                              : backprop::Loss::softmax_cross_entropy;
        const Gradient by_layers =
            gradient_by_layers(hidden, kind, c.p, c.x, c.y, c.h0);
        const Gradient g = c.gradient();
        CAPTURE(name_of(hidden), name_of(output), tau);
        CHECK(block_error(by_layers.dU, g.dU) <= kTolerance);
        CHECK(block_error(by_layers.dW, g.dW) <= kTolerance);
        CHECK(block_error(by_layers.dV, g.dV) <= kTolerance);
        CHECK(block_error(by_layers.db, g.db) <= kTolerance);
        CHECK(block_error(by_layers.dc, g.dc) <= kTolerance);
        CHECK(block_error(by_layers.dh0, g.dh0) <= kTolerance);
        notes::holds("A13", std::max({block_error(by_layers.dU, g.dU),
                                      block_error(by_layers.dW, g.dW),
                                      block_error(by_layers.dV, g.dV)}));
      }
}

TEST_CASE("The unrolled network says what the recurrent one says",
          "[3.32][A13]") {
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 5, 25);
  for (Index t = 1; t <= 5; ++t) {
    const auto layers = unrolled_to(Activation::tanh, c.p, c.x, t);
    const auto pass = backprop::forward(layers, Matrix(c.h0));
    CHECK(layers.size() == t + 1);
    CHECK(block_error(pass.z.back(), c.states().o.col(t - 1)) <= kTolerance);
  }
}

TEST_CASE("Untied, the unrolled network's layers have gradients of their own",
          "[3.33][A13]") {
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 3, 26);
  oracle::Recurrent net = loops(c);
  net.weights = {0, 0, 1};
  const oracle::Gradients truth = oracle::complex_step(net);
  const auto layers = unrolled_to(Activation::tanh, c.p, c.x, 3);
  const auto pass = backprop::forward(layers, Matrix(c.h0));
  const backprop::Gradient g = backprop::backward(
      layers, pass, backprop::Loss::softmax_cross_entropy, c.y.col(2));
  for (Index l = 1; l <= 3; ++l)
    CHECK(block_error(g.dW[l], back(truth.dW_at[l - 1])) <= kTolerance);
}

TEST_CASE("Chapter 2's paths add up to the recursion at tau = 3",
          "[3.11][3.14][3.15][3.28][3.29]") {
  for (const Activation hidden : kHidden)
    for (const Output output : kOutputs) {
      const Case c = random_case({hidden, output}, 3, 27);
      const three_steps::ThreeSteps paths({hidden, output},
                                          {c.p.U, c.p.W, c.p.V, c.p.b, c.p.c},
                                          c.h0, c.x, c.y);
      const three_steps::Gradients sums = paths.gradients();
      const Gradient g = c.gradient();
      CAPTURE(name_of(hidden), name_of(output));
      CHECK(block_error(sums.dU, g.dU) <= kTolerance);
      CHECK(block_error(sums.dW, g.dW) <= kTolerance);
      CHECK(block_error(sums.dV, g.dV) <= kTolerance);
      CHECK(block_error(sums.db, g.db) <= kTolerance);
      CHECK(block_error(sums.dc, g.dc) <= kTolerance);
      CHECK(block_error(sums.dh0, g.dh0) <= kTolerance);
      CHECK(block_error(sums.dx, g.dx) <= kTolerance);
      CHECK(block_error(sums.delta, g.delta) <= kTolerance);
    }
}

TEST_CASE("The delta recursion is linear: a scan of log2 tau rounds gives it",
          "[3.40][3.41][E13]") {
  for (const Index tau : {1u, 2u, 3u, 10u, 50u}) {
    const Case c =
        random_case({Activation::tanh, Output::softmax_cross_entropy}, tau, 28);
    Index rounds = 0;
    const Matrix delta =
        delta_by_scan(Activation::tanh, c.p, c.states(), c.dLdo(), &rounds);
    CAPTURE(tau);
    CHECK(block_error(delta, c.gradient().delta) <= kTolerance);
    CHECK((Index{1} << rounds) >= tau);
    CHECK((rounds == 0 || (Index{1} << (rounds - 1)) < tau));
    if (tau == 50)
      notes::only_when(
          "E13", notes::Less{{"way back in rounds, tau = 50:", double(rounds)},
                             {"forward in steps:", double(tau)}});
  }
}

TEST_CASE("Joining steps may be grouped at will, but not exchanged", "[3.41]") {
  Random r(29);
  const auto step = [&] {
    return Affine{r.normal_matrix(3, 3), r.normal_matrix(3, 1)};
  };
  const Affine a = step(), b = step(), c = step();
  const Affine left = join(join(a, b), c), right = join(a, join(b, c));
  CHECK(block_error(left.A, right.A) <= kTolerance);
  CHECK(block_error(left.v, right.v) <= kTolerance);
  CHECK(block_error(join(b, a).v, join(a, b).v) > kFarOff);
}

TEST_CASE("Work and numbers kept are proportional to tau",
          "[3.38][3.39][E13][E14]") {
  // H = 4, D = 2, K = 3: 8 + 16 + 12 = 36 multiplications a step; 2 H + K = 11
  // numbers a step, and h(0).
  for (const Index tau : {1u, 10u, 50u}) {
    const Case c =
        random_case({Activation::tanh, Output::linear_squared_error}, tau, 30);
    const States<> s = c.states();
    CHECK(multiplications(c.p, tau) == 36 * tau);
    CHECK(numbers_kept(c.p, tau) == 11 * tau + 4);
    CHECK(s.z.n_elem + s.h.n_elem + s.o.n_elem == numbers_kept(c.p, tau));
    const double kept = double(s.z.n_elem + s.h.n_elem + s.o.n_elem);
    notes::holds("E14", std::abs(kept / (11 * double(tau) + 4) - 1));
  }
}

TEST_CASE("On a 2 x 2 example diag W^T delta is not W^T diag delta",
          "[3.11][B8]") {
  const Matrix W{{0.5, 1}, {0, 0.5}}, diag{{0.5, 0}, {0, 1}};
  const Vector delta{1, 1};
  CHECK(arma::approx_equal(Matrix(W.t() * diag * delta), Vector{0.25, 1},
                           "absdiff", 0));
  CHECK(arma::approx_equal(Matrix(diag * W.t() * delta), Vector{0.25, 1.5},
                           "absdiff", 0));
}

TEST_CASE("W^T delta diag, as widely copied, cannot be multiplied", "[B8]") {
  const Matrix W(2, 2, arma::fill::ones), diag(2, 2, arma::fill::eye);
  const Vector delta{1, 1};
  const Matrix W_delta = W.t() * delta;
  CHECK_THROWS_AS(Matrix(W_delta * diag), std::logic_error);
}
