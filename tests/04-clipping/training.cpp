// Training with clipping, the two tasks, thresholds and lags.
#include "chapters/04-clipping/training.hpp"

#include "common/gradient_check.hpp"
#include "common/initialise.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

bptt::Parameters<> first(Index units, double gain, Random& random) {
  return {random.normal_matrix(units, 1, 0.5), gain * orthogonal(random, units),
          random.normal_matrix(1, units, 0.3), Vector(units, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}
bptt::Parameters<> small(Index units, Random& random) {
  return {random.normal_matrix(units, 1, 0.1),
          random.normal_matrix(units, units, 0.1),
          random.normal_matrix(1, units, 0.1), Vector(units, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}

double distance(const bptt::Parameters<>& p, const bptt::Parameters<>& q) {
  return global_norm(bptt::ParameterGradient{p.U - q.U, p.W - q.W, p.V - q.V,
                                             p.b - q.b, p.c - q.c});
}

}  // namespace

TEST_CASE("One update moves by rate times norm, or times the threshold",
          "[4.20]") {
  const Sunspots data = sunspots();
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Random random(seed);
    const bptt::Parameters<> p = first(4, 1, random);
    const Record plain = train_on(data, {0.001, 0, 1}, p);
    const Record clipped = train_on(data, {0.001, 2, 1}, p);
    const Record loose = train_on(data, {0.001, 1e6, 1}, p);
    REQUIRE(plain.norms[0] > 2);
    CHECK(plain.norms[0] == clipped.norms[0]);  // before clipping
    CHECK(distance(plain.p, p) == Approx(0.001 * plain.norms[0]));
    CHECK(distance(clipped.p, p) == Approx(0.001 * 2));
    CHECK(distance(loose.p, plain.p) == 0);
  }
}

TEST_CASE("Training on the first sign follows the gradient of its loss") {
  // One update at rate 1 subtracts the gradient, summed over the batch.
  FirstSign task{6, 3, 0.2};
  Random random(4);
  const bptt::Parameters<> p = first(3, 1, random);
  Random batches(9), again(9);
  const Record run = train_on(task, Activation::tanh, {1, 0, 1}, p, batches);
  const auto [x, y] = draw(task, again);
  Matrix dW(3, 3, arma::fill::zeros);
  double loss = 0;
  for (Index j = 0; j < 3; ++j) {
    oracle::Recurrent o;
    const auto rows = [](const Matrix& m) {
      oracle::Mat out(m.n_rows, oracle::Vec(m.n_cols));
      for (Index r = 0; r < m.n_rows; ++r)
        for (Index c = 0; c < m.n_cols; ++c) out[r][c] = m(r, c);
      return out;
    };
    o.U = rows(p.U);
    o.W = rows(p.W);
    o.V = rows(p.V);
    o.b = o.h0 = oracle::Vec(3);
    o.c = oracle::Vec(1);
    o.output = "sigmoid_cross_entropy";
    o.weights = {0, 0, 0, 0, 0, 1};
    for (Index t = 0; t < 6; ++t) {
      o.x.push_back({x(0, j, t)});
      o.y.push_back({y(j)});
    }
    const oracle::Gradients g = oracle::complex_step(o);
    loss += oracle::loss(o);
    for (Index r = 0; r < 3; ++r)
      for (Index c = 0; c < 3; ++c) dW(r, c) += g.dW[r][c];
  }
  CHECK(run.losses[0] == Approx(loss).epsilon(1e-13));
  CHECK(block_error(p.W - run.p.W, dW) < 1e-12);
}

TEST_CASE("The task of the first sign is what it says") {
  FirstSign task{7, 200, 0.2};
  Random random(3);
  const auto [x, y] = draw(task, random);
  REQUIRE(x.n_slices == 7);
  Index ones = 0;
  double squares = 0;
  for (Index j = 0; j < 200; ++j) {
    CHECK(x(0, j, 0) == (y(j) == 1 ? 1 : -1));
    ones += y(j) == 1;
    for (Index t = 1; t < 7; ++t) squares += x(0, j, t) * x(0, j, t);
  }
  CHECK(ones > 70);
  CHECK(ones < 130);
  CHECK(std::sqrt(squares / 1200) == Approx(0.2).epsilon(0.1));
}

TEST_CASE("The sunspots are 220 steps, each target the next input") {
  const Sunspots data = sunspots();
  REQUIRE(data.x.n_cols == 220);
  CHECK(arma::abs(data.x.cols(1, 219) - data.y.cols(0, 218)).max() == 0);
  CHECK(std::abs(arma::mean(data.x.row(0))) < 0.01);
}

TEST_CASE("A run stops at a loss that is not finite and says so") {
  Random random(1);
  const Sunspots data = sunspots();
  const Record run = train_on(data, {0.5, 0, 400}, first(4, 1, random));
  CHECK_FALSE(run.finite);
  CHECK(run.norms.size() < 400);
  CHECK(run.norms.size() == run.losses.size());
  const FirstSign task{30, 10, 0.2};
  CHECK_FALSE(has_learned(task, Activation::tanh, run, random));
}

TEST_CASE("Where plain descent diverges the clipped one learns the sunspots",
          "[4.19][4.20][D10]") {
  const Sunspots data = sunspots();
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    Random random(seed);
    const bptt::Parameters<> p = first(8, 1, random);
    const Record plain = train_on(data, {0.01, 0, 150}, p);
    const Record clipped = train_on(data, {0.01, 10, 150}, p);
    CHECK((!plain.finite || 2 * plain.losses.back() / 220 > 1));
    REQUIRE(clipped.finite);
    CHECK(2 * clipped.losses.back() / 220 < 0.5);
  }
}

TEST_CASE("Thresholds of half to ten times the average norm all learn",
          "[4.19]") {
  const Sunspots data = sunspots();
  const auto error = [&](const bptt::Parameters<>& p, double threshold) {
    const Record run = train_on(data, {0.007, threshold, 150}, p);
    return run.finite ? 2 * run.losses.back() / 220 : arma::datum::inf;
  };
  Index diverged = 0;
  for (std::uint64_t seed = 30; seed < 34; ++seed) {
    Random random(seed);
    const bptt::Parameters<> p = first(8, 1, random);
    const double average =
        arma::mean(Vector(train_on(data, {0.001, 0, 150}, p).norms));
    for (const double multiple : {0.5, 2.0, 10.0})
      CHECK(error(p, multiple * average) < 0.5);
    diverged += error(p, 0) > 1;
  }
  CHECK(diverged >= 3);  // without a threshold
}

TEST_CASE("Plain descent from small weights learns short lags and no long ones",
          "[D17]") {
  Index near = 0, far = 0;
  for (std::uint64_t seed = 40; seed < 45; ++seed)
    for (const Index tau : {2u, 20u}) {
      Random random(seed);
      const FirstSign task{tau, 10, 0.2};
      const bptt::Parameters<> p = small(8, random);
      const Record run =
          train_on(task, Activation::tanh, {0.1, 0, 300}, p, random);
      (tau == 2 ? near : far) +=
          has_learned(task, Activation::tanh, run, random);
    }
  CHECK(near == 5);
  CHECK(far == 0);
  notes::only_when("D17",
                   notes::Less{{"of 5 seeds that learn lag 19", double(far)},
                               {"of 5 seeds that learn lag 1", double(near)}});
}

TEST_CASE("From orthogonal weights and clipped the same network learns lag 19",
          "[D17][4.20]") {
  for (std::uint64_t seed = 50; seed < 54; ++seed) {
    Random random(seed);
    const FirstSign task{20, 10, 0.2};
    const bptt::Parameters<> p = first(8, 1.5, random);
    const Record run =
        train_on(task, Activation::tanh, {0.1, 1, 300}, p, random);
    CHECK(has_learned(task, Activation::tanh, run, random));
  }
}
