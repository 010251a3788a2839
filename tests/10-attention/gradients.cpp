// The forward pass and every block of the gradient, against an oracle that
// knows no backward pass.
#include <10-attention/mistakes.hpp>

#include "tests/10-attention/support.hpp"

using namespace attention_test;

TEST_CASE("The forward pass is that of plain loops, step by step",
          "[10.1][10.2][10.3][10.4][10.5][10.6][10.17]") {
  const Case c(any_output(), any_mask(), any_tau(), 1);
  const oracle::Attention net = loops(c);
  const auto it = c.run();
  const HeadStates& s = it.s.heads.at(0);
  CHECK_THAT(s.q, Near(quantity(net, "q")));
  CHECK_THAT(s.k, Near(quantity(net, "k")));
  CHECK_THAT(s.v, Near(quantity(net, "v")));
  CHECK_THAT(s.a, Near(quantity(net, "a")));
  CHECK_THAT(it.s.h, Near(quantity(net, "h")));
  CHECK_THAT(it.s.o, Near(quantity(net, "o")));
  CHECK_THAT(it.y_hat, Near(quantity(net, "y_hat")));
  CHECK(it.loss == Approx(oracle::run(net).loss.real()).epsilon(kTolerance));
}

TEST_CASE("Every block of the gradient is the derivative of the loss",
          "[10.7][10.8][10.9][10.10][10.11][10.12][10.13][10.14][10.15]"
          "[10.16]") {
  const Case c(any_output(), any_mask(), any_tau(), 2);
  const oracle::Attention net = loops(c);
  for (const auto& [name, values] : all_blocks(c.run().by)) {
    INFO(name << ", tau " << c.x.n_cols);
    if (name == "da" && c.mask == Mask::causal)
      CHECK_THAT(Matrix(arma::trimatu(values)), Near(truth(net, name)));
    else
      CHECK_THAT(values, Near(truth(net, name)));
  }
}

TEST_CASE("Of several heads each gets its own gradient",
          "[10.7][10.16][10.17]") {
  const Case c(Output::softmax_cross_entropy, any_mask(), 4, 3,
               {2, 3, 2, 4, 3});
  CHECK(c.p.blocks().at(3).name == "Wq2");
  CHECK_THAT(c.run().s.o, Near(quantity(loops(c), "o")));
  CHECK(worst_of(c.run().by, c) < kTolerance);
}

TEST_CASE("Scores that are far apart give weights of 0 and 1, and no NaN",
          "[10.5][10.10]") {
  Case c(Output::linear_squared_error, any_mask(), 5, 4);
  c.p.heads[0].Wq *= 1e4;
  const auto it = c.run();
  const Matrix& a = it.s.heads[0].a;
  CHECK(a.is_finite());
  CHECK_THAT(Matrix(arma::sum(a, 0)), Near(arma::ones(1, 5)));
  CHECK(a.max() == 1);
  CHECK(it.by.dx.is_finite());
}

TEST_CASE("Every wrong version is refused by the same check",
          "[10.1][10.4][10.5][10.6][10.7][10.8][10.9][10.10][10.11][10.12]"
          "[10.13][10.14][10.15][10.16]") {
  const auto& all = wrong_versions();
  REQUIRE(all.size() >= 10);
  // As many of each as of every other, so that no shape gives one away.
  const Case c(any_output(), Mask::causal, 3, 5, {3, 3, 3, 3, 1});
  CHECK(worst_of(c.run().by, c) < kTolerance);
  for (const auto& it : all) {
    INFO(it.id);
    const auto wrong = it.loss_and_gradient(c.output, c.p, c.x, c.y, c.mask);
    CHECK(worst_of(wrong.by, c) > kFarOff);
  }
}

TEST_CASE("Attention names what does not fit, with both shapes or the place") {
  const auto said = [](const std::function<void(Case&)>& spoil) {
    Case c(Output::linear_squared_error, Mask::causal, 3, 6);
    spoil(c);
    return refusal([&] { c.run(); });
  };
  const auto zeros = [](Index rows, Index cols) {
    return Matrix(rows, cols, arma::fill::zeros);
  };
  CHECK(said([](Case&) {}) == "accepted");
  CHECK(said([&](Case& c) { c.p.heads[0].Wk = zeros(2, 2); }) ==
        "Wk: expected 3 x 2, got 2 x 2");
  CHECK(said([&](Case& c) { c.p.heads[0].Wq = zeros(3, 3); }) ==
        "Wq: expected 3 x 2, got 3 x 3");
  CHECK(said([&](Case& c) { c.p.heads[0].Wv.reset(); }) ==
        "Wv: expected at least one number, got 0 x 0");
  CHECK(said([&](Case& c) { c.p.V = zeros(4, 3); }) ==
        "V: expected 4 x 5, got 4 x 3");
  CHECK(said([&](Case& c) { c.p.c = zeros(3, 1); }) ==
        "c: expected 4 x 1, got 3 x 1");
  CHECK(said([](Case& c) { c.x.reset(); }) ==
        "x: expected at least one time step, got none");
  CHECK(said([](Case& c) { c.x(1, 2) = not_a_number; }) ==
        "x: expected finite numbers, got one that is not in row 2, column 3");
  CHECK(said([](Case& c) { c.p.heads[0].Wv(4, 1) = infinity; }) ==
        "Wv: expected finite numbers, got one that is not in row 5, column 2");
  CHECK(said([&](Case& c) { c.y = zeros(4, 2); }) ==
        "y: expected 4 x 3, got 4 x 2");
  const Case c(Output::linear_squared_error, Mask::none, 3, 6);
  CHECK(refusal([&] { backward(c.p, c.x, c.run().s, zeros(4, 2)); }) ==
        "dLdo: expected 4 x 3, got 4 x 2");
}
