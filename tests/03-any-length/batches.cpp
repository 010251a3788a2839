// Minibatches, and sequences of different lengths in one batch.
#include "chapters/03-any-length/lengths.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/notes.hpp"

using namespace any_length_test;

namespace {

// Sequences of these lengths for one network, and what separate runs of the
// oracle add up to.
struct Several {
  Network net;
  Parameters p;
  std::vector<Labelled> sequences;
  ParameterGradient sum;
  double L = 0;

  Several(const Network& network, const std::vector<Index>& lengths,
          std::uint64_t seed)
      : net(network), p(example_of(net, lengths[0], seed).p), sum(p) {
    for (std::size_t j = 0; j < lengths.size(); ++j) {
      Case c = example_of(net, lengths[j], seed + 100 * j);
      c.p = p;
      sequences.push_back({c.x, c.y, c.h0});
      const Gradient g = truth(c);
      const Blocks to = sum.blocks();
      for (std::size_t i = 0; i < to.size(); ++i)
        to[i].values += g.blocks()[i].values;
      L += oracle::loss(loops(c));
    }
  }
  Batch batch() const { return side_by_side(sequences); }
  LossAndGradient of(const Batch& b) const {
    return loss_and_gradient(net, p, b);
  }
};

}  // namespace

TEST_CASE("A minibatch's gradient is the sum of its sequences'",
          "[3.14][3.36][3.37]") {
  const Index tau = GENERATE(1u, 2u, 3u, 10u);
  const Several all({any_hidden(), any_output()}, {tau, tau, tau}, 40);
  const LossAndGradient it = all.of(all.batch());
  check_blocks(it.by.blocks(), all.sum.blocks());
  CHECK(it.loss == Approx(all.L).epsilon(kTolerance));
}

TEST_CASE("Sequences of different lengths in one batch are their separate runs",
          "[3.35][3.36][3.37][D5]") {
  const Several all({any_hidden(), any_output()}, {3, 10, 1, 7}, 41);
  const LossAndGradient it = all.of(all.batch());
  check_blocks(it.by.blocks(), all.sum.blocks());
  notes::holds("D5", worst_block(it.by.blocks(), all.sum.blocks()).error);
  CHECK(it.loss == Approx(all.L).epsilon(kTolerance));
  for (Index j = 0; j < 4; ++j) {
    const Labelled& s = all.sequences[j];
    const Gradient alone = loss_and_gradient(all.net, all.p, s.x, s.y, s.h0).by;
    const auto same = [&](const Sequence& in_batch, const Sequence& separate) {
      for (Index t = 1; t <= in_batch.last(); ++t) {
        const Matrix its = in_batch(t).col(j);
        if (t <= separate.last())
          CHECK_THAT(its, Near(separate(t)));
        else  // nothing comes from the padding
          CHECK(arma::abs(its).max() == 0);
      }
    };
    same(it.by.dx, alone.dx);
    same(it.by.delta, alone.delta);
    same(it.by.dz, alone.dz);
    CHECK_THAT(Matrix(it.by.dh0.col(j)), Near(alone.dh0));
  }
}

TEST_CASE("The mask is 1 up to a sequence's length and 0 beyond",
          "[3.35][D5]") {
  const Batch batch = Several({}, {2, 4, 1}, 42).batch();
  const Matrix expected{{1, 1, 0, 0}, {1, 1, 1, 1}, {1, 0, 0, 0}};
  for (Index t = 1; t <= 4; ++t)
    CHECK_THAT(batch.m(t), Near(expected.col(t - 1).t(), 0));
}

TEST_CASE("Without the mask the padding speaks, and in front it shifts h(0)",
          "[3.37][D5]") {
  const Several all({}, {3, 6}, 43);
  Batch unmasked = all.batch();
  unmasked.m.slices().ones();
  const Gradient wrong = all.of(unmasked).by;
  CHECK_THAT(wrong.dW, !Near(all.sum.dW, kFarOff));
  CHECK(block_error(wrong.dc, all.sum.dc) > kFarOff);

  // The same three steps at the end of six: h(0) meets three empty inputs.
  const Batch right = all.batch();
  Batch in_front = right;
  for (Index t = 1; t <= 6; ++t) {
    const Index from = t > 3 ? t - 3 : t + 3;
    in_front.m(t)(0) = right.m(from)(0);
    in_front.x(t).col(0) = right.x(from).col(0);
    in_front.y(t).col(0) = right.y(from).col(0);
  }
  CHECK_THAT(all.of(in_front).by.dW, !Near(all.sum.dW, kFarOff));
}

TEST_CASE("Steps may carry any weight", "[3.36][3.37]") {
  const Case c =
      example_of({Activation::tanh, Output::sigmoid_cross_entropy}, 4, 44);
  Batch batch = side_by_side({{c.x, c.y, c.h0}});
  batch.m = Matrix{{0.5, 0, 2, 1}};
  oracle::Recurrent net = loops(c);
  net.weights = {0.5, 0, 2, 1};
  const LossAndGradient it = loss_and_gradient(c.net, c.p, batch);
  CHECK(it.loss == Approx(oracle::loss(net)).epsilon(kTolerance));
  check_same(it.by, truth(net));
}

TEST_CASE("A sequence is a batch of one", "[3.1][3.14]") {
  const Case c = example_of({}, 5, 45);
  const LossAndGradient alone = c.run();
  const LossAndGradient of_one =
      loss_and_gradient(c.net, c.p, side_by_side({{c.x, c.y, c.h0}}));
  CHECK_THAT(of_one.by.dW, Near(alone.by.dW, 0));
  CHECK_THAT(of_one.y_hat, Near(alone.y_hat, 0));
  CHECK(of_one.loss == Approx(alone.loss).epsilon(kTolerance));
}
