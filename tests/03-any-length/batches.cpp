// Minibatches, and sequences of different lengths in one batch.
#include "chapters/03-any-length/lengths.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace any_length_test;

namespace {

// Sequences of these lengths for one network; it is the first case's.
struct Several {
  Network net;
  Parameters<> p;
  std::vector<Sequence> sequences;
};

Several several(const Network& net, const std::vector<Index>& lengths,
                std::uint64_t seed) {
  const Case first = random_case(net, lengths[0], seed);
  Several all{net, first.p, {}};
  for (std::size_t j = 0; j < lengths.size(); ++j) {
    const Case c = random_case(net, lengths[j], seed + 100 * j);
    all.sequences.push_back({c.x, c.y, c.h0});
  }
  return all;
}

// The blocks of the parameters, summed over separate runs by the oracle.
ParameterGradient summed(const Several& all, double& L) {
  const Parameters<>& p = all.p;
  ParameterGradient sum{0 * p.U, 0 * p.W, 0 * p.V, 0 * p.b, 0 * p.c};
  L = 0;
  for (const Sequence& s : all.sequences) {
    const oracle::Recurrent net = loops(Case{all.net, p, s.x, s.y, s.h0});
    const Blocks b = truth(net);
    sum.dU += b[0].value;
    sum.dW += b[1].value;
    sum.dV += b[2].value;
    sum.db += b[3].value;
    sum.dc += b[4].value;
    L += oracle::loss(net);
  }
  return sum;
}

void check_same(const ParameterGradient& got, const ParameterGradient& want) {
  CHECK(block_error(got.dU, want.dU) <= kTolerance);
  CHECK(block_error(got.dW, want.dW) <= kTolerance);
  CHECK(block_error(got.dV, want.dV) <= kTolerance);
  CHECK(block_error(got.db, want.db) <= kTolerance);
  CHECK(block_error(got.dc, want.dc) <= kTolerance);
}

}  // namespace

TEST_CASE("A minibatch's gradient is the sum of its sequences'",
          "[3.14][3.36][3.37]") {
  for (const Activation hidden : kHidden)
    for (const Output output : kOutputs)
      for (const Index tau : {1u, 2u, 3u, 10u, 50u}) {
        const Several all = several({hidden, output}, {tau, tau, tau}, 40);
        const BatchLossAndGradient it =
            loss_and_gradient(all.net, all.p, side_by_side(all.sequences));
        double L = 0;
        const ParameterGradient want = summed(all, L);
        CAPTURE(name_of(hidden), name_of(output), tau);
        check_same(it.by, want);
        CHECK(it.loss == Approx(L).epsilon(kTolerance));
      }
}

TEST_CASE("Sequences of different lengths in one batch are their separate runs",
          "[3.35][3.36][3.37][D5]") {
  for (const Activation hidden : kHidden)
    for (const Output output : kOutputs) {
      const Several all = several({hidden, output}, {3, 10, 1, 7}, 41);
      const Batch batch = side_by_side(all.sequences);
      const BatchLossAndGradient it = loss_and_gradient(all.net, all.p, batch);
      double L = 0;
      const ParameterGradient want = summed(all, L);
      CAPTURE(name_of(hidden), name_of(output));
      check_same(it.by, want);
      notes::holds("D5", std::max({block_error(it.by.dU, want.dU),
                                   block_error(it.by.dW, want.dW),
                                   block_error(it.by.dV, want.dV)}));
      CHECK(it.loss == Approx(L).epsilon(kTolerance));
      for (Index j = 0; j < 4; ++j) {
        const Sequence& s = all.sequences[j];
        const LossAndGradient alone =
            loss_and_gradient(all.net, all.p, s.x, s.y, s.h0);
        const Index last = s.x.n_cols - 1;
        const auto same = [&](const Cube& in_batch, const Matrix& separate) {
          const Matrix its = sequence(in_batch, j);
          CHECK(block_error(its.head_cols(last + 1), separate) <= kTolerance);
          if (its.n_cols > last + 1)  // nothing comes from the padding
            CHECK(arma::abs(its.tail_cols(its.n_cols - last - 1)).max() == 0);
        };
        same(it.by.dx, alone.by.dx);
        same(it.by.delta, alone.by.delta);
        same(it.by.dz, alone.by.dz);
        CHECK(block_error(it.by.dh0.col(j), alone.by.dh0) <= kTolerance);
      }
    }
}

TEST_CASE("The mask is 1 up to a sequence's length and 0 beyond",
          "[3.35][D5]") {
  const Several all =
      several({Activation::tanh, Output::linear_squared_error}, {2, 4, 1}, 42);
  const Batch batch = side_by_side(all.sequences);
  const Matrix expected{{1, 1, 0, 0}, {1, 1, 1, 1}, {1, 0, 0, 0}};
  CHECK(arma::approx_equal(batch.m, expected, "absdiff", 0));
}

TEST_CASE("Without the mask the padding speaks, and in front it shifts h(0)",
          "[3.37][D5]") {
  const Several all =
      several({Activation::tanh, Output::softmax_cross_entropy}, {3, 6}, 43);
  double L = 0;
  const ParameterGradient want = summed(all, L);
  Batch unmasked = side_by_side(all.sequences);
  unmasked.m.ones();
  const BatchLossAndGradient wrong =
      loss_and_gradient(all.net, all.p, unmasked);
  CHECK(block_error(wrong.by.dW, want.dW) > kFarOff);
  CHECK(block_error(wrong.by.dc, want.dc) > kFarOff);

  // The same three steps at the end of six: h(0) meets three empty inputs.
  Batch in_front = side_by_side(all.sequences);
  for (Index t = 0; t < 6; ++t) {
    const bool empty = t < 3;
    in_front.m(0, t) = empty ? 0 : 1;
    in_front.x.slice(t).col(0) = empty ? Vector(2, arma::fill::zeros)
                                       : Vector(all.sequences[0].x.col(t - 3));
    in_front.y.slice(t).col(0) = empty ? Vector(3, arma::fill::zeros)
                                       : Vector(all.sequences[0].y.col(t - 3));
  }
  const BatchLossAndGradient shifted =
      loss_and_gradient(all.net, all.p, in_front);
  CHECK(block_error(shifted.by.dW, want.dW) > kFarOff);
}

TEST_CASE("Steps may carry any weight", "[3.36][3.37]") {
  const Case c =
      random_case({Activation::tanh, Output::sigmoid_cross_entropy}, 4, 44);
  Batch batch = side_by_side({{c.x, c.y, c.h0}});
  batch.m = Matrix{{0.5, 0, 2, 1}};
  oracle::Recurrent net = loops(c);
  net.weights = {0.5, 0, 2, 1};
  const BatchLossAndGradient it = loss_and_gradient(c.net, c.p, batch);
  CHECK(it.loss == Approx(oracle::loss(net)).epsilon(kTolerance));
  const Blocks want = truth(net);
  CHECK(block_error(it.by.dU, want[0].value) <= kTolerance);
  CHECK(block_error(it.by.dW, want[1].value) <= kTolerance);
  CHECK(block_error(it.by.dV, want[2].value) <= kTolerance);
}

TEST_CASE("A sequence is a batch of one", "[3.1][3.14]") {
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 5, 45);
  const LossAndGradient alone = loss_and_gradient(c.net, c.p, c.x, c.y, c.h0);
  const BatchLossAndGradient of_one =
      loss_and_gradient(c.net, c.p, side_by_side({{c.x, c.y, c.h0}}));
  CHECK(arma::approx_equal(alone.by.dW, of_one.by.dW, "absdiff", 0));
  CHECK(arma::approx_equal(alone.y_hat, sequence(of_one.y_hat), "absdiff", 0));
  CHECK(alone.loss == Approx(of_one.loss).epsilon(kTolerance));
  CHECK(arma::approx_equal(sequence(batch_of_one(c.x)), c.x, "absdiff", 0));
}
