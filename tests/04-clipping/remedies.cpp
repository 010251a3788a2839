// First weights and the size of signals; which cure touches which trouble.
#include "chapters/04-clipping/remedies.hpp"

#include <functional>

#include "common/initialise.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

// First weights, n_out x n_in.
using Draw = std::function<Matrix(Random&, Index n_out, Index n_in)>;

Draw with_variance(double variance) {
  return [=](Random& random, Index n_out, Index n_in) {
    return random.normal_matrix(n_out, n_in, std::sqrt(variance));
  };
}
// What takes a signal the other way.
Draw transposed(const Draw& weights) {
  return [=](Random& random, Index n_out, Index n_in) {
    return Matrix(weights(random, n_in, n_out).t());
  };
}

// Second moment of sigma(W a) over that of a, mean over seeds; a fresh and
// standard normal.
double factor(Activation kind, Index n_out, Index n_in, const Draw& weights) {
  double sum = 0;
  const int seeds = 200;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Random random(seed);
    const Matrix W = weights(random, n_out, n_in);
    const Vector a = random.normal_matrix(n_in, 1);
    const Matrix out = activate(kind, Matrix(W * a));
    sum += arma::mean(arma::square(out.as_col())) / arma::mean(a % a);
  }
  return sum / seeds;
}

// Of the weights themselves.
double variance(const Draw& weights, Index n_out, Index n_in) {
  Random random(1);
  return arma::var(Vector(weights(random, n_out, n_in).as_col()));
}

// All seeds of one cure, by its number in the table.
struct Seeds {
  Vector before, after, step;
  double learned = 0;
};
Seeds with_cure(Index number, Index seeds, Index updates = 200) {
  Seeds all{Vector(seeds), Vector(seeds), Vector(seeds)};
  for (Index i = 0; i < seeds; ++i) {
    const Course c = trained(all_cures()[number - 1], 8, {30, 10, 0.2},
                             {0.1, 0, updates}, 60 + i);
    all.before(i) = c.before, all.after(i) = c.after, all.step(i) = c.step;
    all.learned += c.learned;
  }
  return all;
}

}  // namespace

TEST_CASE(
    "A linear layer multiplies the second moment by inputs times variance",
    "[4.22]") {
  const Activation linear = Activation::identity;
  for (const double variance : {1.0 / 150, 0.02, 0.04})
    CHECK(factor(linear, 75, 50, with_variance(variance)) ==
          Approx(50 * variance).epsilon(0.05));
  // Backward, through the transposed: outputs times variance.
  CHECK(factor(linear, 50, 75, transposed(with_variance(0.02))) ==
        Approx(75 * 0.02).epsilon(0.05));
}

TEST_CASE("Xavier is the mean of what keeps the two directions",
          "[4.22][D13]") {
  const Activation linear = Activation::identity;
  double worst = 0;
  for (const auto& [n_out, n_in] :
       std::vector<std::pair<Index, Index>>{{80, 80}, {60, 120}, {120, 60}}) {
    const double n = static_cast<double>(n_out + n_in);
    const double forward = factor(linear, n_out, n_in, xavier);
    const double backward = factor(linear, n_in, n_out, transposed(xavier));
    worst = std::max({worst, std::abs(forward / (2 * double(n_in) / n) - 1),
                      std::abs(backward / (2 * double(n_out) / n) - 1)});
  }
  CHECK(worst < 0.06);
  CHECK(variance(xavier, 300, 500) == Approx(2.0 / 800).epsilon(0.01));
  // The older heuristic, uniform in 1/sqrt n, loses two thirds.
  CHECK(factor(linear, 64, 64, [](Random& random, Index rows, Index cols) {
          return random.uniform_matrix(rows, cols, -0.125, 0.125);
        }) == Approx(1.0 / 3).epsilon(0.05));
}

TEST_CASE("ReLU halves the second moment and He restores it", "[4.23][D13]") {
  CHECK(variance(he, 300, 500) == Approx(2.0 / 500).epsilon(0.01));
  const Activation relu = Activation::relu;
  CHECK(factor(relu, 75, 50, he) == Approx(1).epsilon(0.08));
  CHECK(factor(relu, 75, 50, with_variance(0.02)) == Approx(0.5).epsilon(0.08));
  // Of a law that is not symmetric it keeps another part: of weights drawn
  // exponentially less 1, after one positive input, 2/e.
  Random random(1);
  Matrix z(100000, 1);
  for (double& v : z) v = -std::log(1 - random.uniform()) - 1;
  const double left = frobenius_norm(activate(relu, z)) / frobenius_norm(z);
  CHECK(left * left == Approx(2 / std::exp(1)).epsilon(0.02));
}

TEST_CASE("An orthogonal matrix keeps every length at any depth", "[4.24]") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Random random(seed);
    const Matrix Q = orthogonal(random, 20);
    CHECK(arma::abs(Q.t() * Q - arma::eye(20, 20)).max() < 1e-14);
    Vector v = random.normal_matrix(20, 1);
    const double length = arma::norm(v);
    Matrix product(20, 20, arma::fill::eye);
    for (int t = 0; t < 50; ++t) product = Q * product;
    CHECK(arma::norm(product * v) == Approx(length).epsilon(1e-12));
    const Vector kept = arma::svd(product);
    CHECK(kept.min() / kept.max() > 1 - 1e-12);
    // A Gaussian one of the same mean size does not.
    Matrix spread(20, 20, arma::fill::eye);
    for (int t = 0; t < 50; ++t)
      spread = random.normal_matrix(20, 20, 1 / std::sqrt(20.0)) * spread;
    const Vector s = arma::svd(spread);
    CHECK(s.min() / s.max() < 1e-6);
  }
}

TEST_CASE("Factors near 1 keep the gradient and factors near 0 forget",
          "[4.4]") {
  const Seeds one = with_cure(4, 6, 1), none = with_cure(6, 6);
  CHECK(one.before.min() > 1e-3);
  CHECK(none.before.max() < 1e-12);
  CHECK(none.step.max() < 5);  // no explosion
  CHECK(none.learned <= 1);
}

TEST_CASE("ReLU keeps less than tanh unless its first weights fit") {
  const auto kept = [](Index cure) {
    return arma::median(with_cure(cure, 9, 1).before);
  };
  const double tanh = kept(2), relu = kept(7), fitting = kept(10);
  CHECK(relu < tanh);
  CHECK(fitting > tanh);
}

TEST_CASE("No cure alone touches both troubles", "[4.20]") {
  const Seeds weights = with_cure(4, 5), clipping = with_cure(11, 5),
              both = with_cure(13, 5);
  CHECK(weights.step.max() > 5);                  // still explodes
  CHECK(clipping.step.max() < 0.1 * (1 + 1e-9));  // does not
  CHECK(clipping.learned <= 1);                   // but still forgets
  CHECK(both.step.max() < 0.1 * (1 + 1e-9));
  CHECK(both.learned >= 4);
  // What good weights keep, steps that are not clipped throw away.
  CHECK(arma::median(weights.after) < 1e-6);
  CHECK(arma::median(both.after) > 1e-2);
}

TEST_CASE("What is kept is the product of Jacobians over the lag", "[4.4]") {
  const FirstSign task{12, 10, 0.2};
  Random random(3);
  Parameters p = first_parameters(5, small_weights, random);
  p.U.zeros();  // nothing moves the units: every factor is W
  const Matrix W = p.W;
  const Matrix power = W * W * W * W * W * W * W * W * W * W * W;
  CHECK(kept(Activation::tanh, p, task, random) ==
        Approx(arma::norm(power, "fro") / std::sqrt(5.0)).margin(1e-300));
  p.W = 1e200 * W;
  CHECK(kept(Activation::identity, p, task, random) == infinity);
}
