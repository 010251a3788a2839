// Masks, their means over all of them, and layers that are masked.
#include "tests/08-dropout/support.hpp"

using namespace dropout_test;

TEST_CASE("A unit is dropped or is scaled by the chance to keep it", "[8.1]") {
  const double p = 0.7;
  Random random(1);
  const Matrix m = mask(random, 100, 100, p);
  const arma::uvec kept = arma::find(m > 0);
  CHECK(m(kept).eval().min() == 1 / p);
  CHECK(m(kept).eval().max() == 1 / p);
  CHECK(arma::accu(m == 0) + kept.n_elem == 10000);
  // 10,000 draws: five standard deviations of their mean.
  CHECK(arma::accu(m) / 1e4 ==
        Approx(1).margin(5 * std::sqrt((1 - p) / p / 1e4)));
  CHECK(arma::accu(mask(random, 3, 4, 1)) == 12);
}

TEST_CASE("Masks are new at every step, or the same at all", "[8.1]") {
  Random random(2);
  const Sequence fresh = at_every_step(random, 20, 3, 4, 0.5),
                 one = once(random, 20, 3, 4, 0.5);
  for (Index t = 2; t <= 4; ++t) {
    CHECK(arma::accu(fresh(t) != fresh(t - 1)) > 10);
    CHECK(arma::accu(one(t) != one(1)) == 0);
  }
  CHECK(arma::accu(one(1).col(0) != one(1).col(1)) > 2);
  CHECK(everything(2, 3, 4).slices().min() == 1);
}

TEST_CASE("All masks are taken, each with its chance", "[8.4]") {
  const double p = GENERATE(0.5, 0.8, 1.0);
  double all = 0, first = 0;
  Index taken = 0;
  each_mask(4, p, [&](const Vector& m, double chance) {
    ++taken;
    all += chance;
    first += m(0) > 0 ? chance : 0;
    const double kept = arma::accu(arma::sign(m));
    CHECK(chance == Approx(std::pow(p, kept) * std::pow(1 - p, 4 - kept)));
  });
  CHECK(taken == 16);
  CHECK(all == Approx(1).epsilon(kTolerance));
  CHECK(first == Approx(p).epsilon(kTolerance));
}

TEST_CASE("A linear output is in the mean what it is without dropout",
          "[8.4][8.5]") {
  const double p = GENERATE(0.3, 0.5, 0.9);
  Random random(3);
  const Matrix W = random.normal_matrix(2, 8);
  const Vector b = random.normal_matrix(2, 1), a = random.normal_matrix(8, 1);
  Vector mean(2, arma::fill::zeros), unscaled(2, arma::fill::zeros),
      bent(2, arma::fill::zeros);
  each_mask(8, p, [&](const Vector& m, double chance) {
    mean += chance * (W * (m % a) + b);
    unscaled += chance * (W * (p * m % a) + b);
    bent += chance * arma::tanh(W * (m % a) + b);
  });
  CHECK_THAT(column(mean), Near(W * a + b));
  // Without the 1/p it is not, and neither is it of what is not linear.
  CHECK(block_error(unscaled, W * a + b) > 0.05);
  CHECK(block_error(bent, arma::tanh(W * a + b)) > 0.01);
}

TEST_CASE("In the mean dropout adds squares of the weights to a squared error",
          "[8.4][8.6]") {
  const double p = GENERATE(0.3, 0.5, 0.9, 1.0);
  Random random(4);
  const Matrix W = random.normal_matrix(3, 7);
  const Vector b = random.normal_matrix(3, 1), a = random.normal_matrix(7, 1),
               y = random.normal_matrix(3, 1);
  const Moments all = over_all_masks(7, p, [&](const Vector& m) {
    const Vector off = W * (m % a) + b - y;
    return arma::dot(off, off) / 2;
  });
  CHECK(mean_squared_error(W, b, a, y, p) == Approx(all.mean).epsilon(1e-12));
}

TEST_CASE("Layers under a mask run as plain loops do", "[8.2]") {
  const LayersCase c(GENERATE(1u, 2u, 3u));
  const backprop::Pass<double> pass = layers::forward(c.c.net, c.c.x, c.masks);
  const oracle::LayeredTrace trace = oracle::run(c.loops());
  for (std::size_t l = 0; l <= 3; ++l)
    CHECK_THAT(pass.a[l], Near(column(oracle::back(trace.a[l]))));
  CHECK(backprop::loss(backprop::Loss::softmax_cross_entropy, pass, c.c.y) ==
        Approx(trace.loss.real()).epsilon(kTolerance));
}

TEST_CASE("With the masks held the gradient is the derivative of the loss",
          "[8.2][8.3]") {
  const LayersCase c(GENERATE(1u, 2u, 3u));
  const backprop::Pass<double> pass = layers::forward(c.c.net, c.c.x, c.masks);
  check_named(all_blocks(layers::backward(c.c.net, pass, c.c.y, c.masks)),
              c.truth());
}

TEST_CASE("Where nothing is dropped layers are chapter 1's", "[8.2][8.3]") {
  const LayersCase c(4);
  Random random(5);
  const layers::LayerMasks none = layers::draw_masks(c.c.net, 1, 1, 1, random);
  const auto pass = layers::forward(c.c.net, c.c.x, none);
  CHECK(worst_of_named(all_blocks(layers::backward(c.c.net, pass, c.c.y, none)),
                       all_blocks(c.c.g)) == 0);
  const Digits digits = read_digits();
  const layers::Examples few = backprop::examples(digits, 0, 30);
  const backprop::Settings s{0.3, 7, 3, 6};
  const auto net = backprop::start(64, 5, 10, 6);
  const auto same = layers::train(net, few, s, {});
  CHECK(arma::abs(same[0].W - backprop::train(net, few, s)[0].W).max() == 0);
  CHECK(arma::abs(same[0].W - layers::train(net, few, s, {1, 0.5, 0})[0].W)
            .max() > 0);
  CHECK(frobenius_norm(layers::train(net, few, s, {1, 1, 0.1})[0].W) <
        frobenius_norm(same[0].W));
}

TEST_CASE("What is no mask is refused, and named") {
  Random random(7);
  CHECK(refusal([&] { mask(random, 2, 2, 0); }) ==
        "p: expected a chance above 0 and at most 1, got 0.000000");
  CHECK(contains(refusal([&] { mask(random, 2, 2, 1.5); }), "got 1.5"));
  CHECK(contains(refusal([&] { mask(random, 2, 2, not_a_number); }), "nan"));
  CHECK(refusal([&] { over_all_masks(21, 0.5, carried); }) ==
        "n: expected at most 20 units, got 21");
  LayersCase c(8);
  c.masks[1] = Matrix(4, 1);
  CHECK(refusal([&] { layers::forward(c.c.net, c.c.x, c.masks); }) ==
        "masks[1]: expected 5 x 1, got 4 x 1");
  c.masks.pop_back();
  CHECK(refusal([&] { layers::forward(c.c.net, c.c.x, c.masks); }) ==
        "masks: expected 3, got 2");
  bptt::Example r = bptt::example_of({}, 3, 1);
  Masks m = masks_everywhere(r, 1);
  m.h = everything(3, 1, 2);
  CHECK(contains(refusal([&] { states_of(r, m); }), "m.h: expected "));
  GatedCase g(3, 1);
  g.m.a = everything(3, 2, 3);
  CHECK(contains(refusal([&] { g.states(); }),
                 "m.a: expected 3 x 1 at times 1 .. 3, got 3 x 2"));
  g.p.ca = Vector(3, arma::fill::zeros);
  CHECK(refusal([&] { g.states(); }) ==
        "ca: expected none, the reset being before");
}
