// Training with clipping, the two tasks, thresholds and lags.
#include "chapters/04-clipping/remedies.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "common/initialise.hpp"
#include "tests/near.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

Parameters first(Index units, double gain, Random& random) {
  return first_parameters(units, scaled_orthogonal(gain), random);
}

double distance(const Parameters& p, const Parameters& q) {
  Parameters between = p;
  unrolled::update(between.blocks(), q.blocks(), 1);
  return global_norm(between.blocks());
}

}  // namespace

TEST_CASE("One update moves by rate times norm, or times the threshold",
          "[4.20]") {
  const Sunspots data = sunspots();
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Random random(seed);
    const Parameters p = first(4, 1, random);
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
  const FirstSign task{6, 3, 0.2};
  Random random(4), batches(9), again(9);
  const Parameters p = first(3, 1, random);
  const Record run = train_on(task, Activation::tanh, {1, 0, 1}, p, batches);
  const auto [x, y] = draw(task, again);
  oracle::Recurrent o;
  o.U = oracle::loops(p.U);
  o.W = oracle::loops(p.W);
  o.V = oracle::loops(p.V);
  o.b = o.h0 = oracle::Vec(3);
  o.c = oracle::Vec(1);
  o.output = "sigmoid_cross_entropy";
  o.weights = {0, 0, 0, 0, 0, 1};
  Matrix dW(3, 3, arma::fill::zeros);
  double loss = 0;
  for (Index j = 0; j < 3; ++j) {
    o.x = oracle::steps(x.columns(j));
    o.y.assign(6, {y(j)});
    dW += oracle::back(oracle::complex_step(o).dW);
    loss += oracle::loss(o);
  }
  CHECK(run.losses[0] == Approx(loss).epsilon(1e-13));
  CHECK_THAT(Matrix(p.W - run.p.W), Near(dW));
}

TEST_CASE("The two tasks are what they say") {
  Random random(3);
  const auto [x, y] = draw({7, 200, 0.2}, random);
  REQUIRE(x.last() == 7);
  CHECK_THAT(x(1), Near(2 * y - 1));
  CHECK(arma::accu(y == 1) + arma::accu(y == 0) == 200);
  CHECK(std::abs(arma::accu(y) - 100) < 30);
  double squares = 0;
  for (Index t = 2; t <= 7; ++t) squares += arma::accu(arma::square(x(t)));
  CHECK(std::sqrt(squares / 1200) == Approx(0.2).epsilon(0.1));

  const Sunspots data = sunspots();  // each target is the next input
  REQUIRE(data.x.last() == 220);
  for (Index t = 1; t < 220; ++t) CHECK(data.x(t + 1)(0) == data.y(t)(0));
  CHECK(std::abs(arma::mean(data.x.columns().row(0))) < 0.01);
}

TEST_CASE("A run stops at a loss that is not finite and says so") {
  Random random(1);
  const Sunspots data = sunspots();
  const Record run = train_on(data, {0.5, 0, 400}, first(4, 1, random));
  CHECK_FALSE(run.finite);
  CHECK(run.norms.size() < 400);
  CHECK(run.norms.size() == run.losses.size());
  CHECK(last_error(run, data) == infinity);
  CHECK_FALSE(has_learned({30, 10, 0.2}, Activation::tanh, run, random));
}

TEST_CASE("The error is the mean square over the variance of the series") {
  const Sunspots data = sunspots();
  Random random(2);
  Parameters p = first(4, 1, random);
  p.V.zeros();  // it says 0, the mean, at every step
  const Matrix y = data.y.columns();
  CHECK(last_error(train_on(data, {0.001, 0, 1}, p), data) ==
        Approx(arma::accu(arma::square(y)) / 220));
}

TEST_CASE("Where plain descent diverges the clipped one learns the sunspots",
          "[4.19][4.20][D10][long]") {
  const Sunspots data = sunspots();
  // The worst error of four seeds; each with its average norm as the measure.
  const auto worst = [&](double rate, double multiple) {
    double most = 0;
    for (std::uint64_t seed = 20; seed < 24; ++seed) {
      Random random(seed);
      const Parameters p = first(8, 1, random);
      const double average =
          arma::mean(Vector(train_on(data, {0.001, 0, 100}, p).norms));
      const Record run = train_on(data, {rate, multiple * average, 100}, p);
      most = std::max(most, last_error(run, data));
    }
    return most;
  };
  const double plain = 0;
  CHECK(worst(0.002, plain) < 0.3);  // at a rate of its own it learns as well
  CHECK(worst(0.01, plain) > 1);
  for (const double multiple : {0.5, 1.0})
    for (const double rate : {0.003, 0.01, 0.02})
      CHECK(worst(rate, multiple) < 0.5);
  CHECK(worst(0.002, 10) < 0.3);  // ten times: at small rates only
  CHECK(worst(0.03, 10) > 1);
}

TEST_CASE("Small weights learn short lags and no long ones, others long ones",
          "[4.20]") {
  const auto learned = [](const MakeWeights& W, Index tau, double threshold) {
    double all = 0;
    for (std::uint64_t seed = 40; seed < 45; ++seed)
      all += trained({"", Activation::tanh, W, threshold}, 8, {tau, 10, 0.2},
                     {0.1, 0, 200}, seed)
                 .learned;
    return all;
  };
  const double near = learned(small_weights, 2, 0);
  const double far = learned(small_weights, 20, 0);
  CHECK(near == 5);
  CHECK(far == 0);
  CHECK(learned(small_weights, 20, 1) == 0);  // clipping alone changes nothing
  CHECK(learned(orthogonal, 20, 1) == 5);
}
