// The experiment: the book's sum over k, which counts its products, and the
// recursion with a counter.
#include <cstdio>

#include "chapters/03-any-length/exercises/5/task.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

struct Counts {
  double matrices = 0, vectors = 0, error = 0;
};

Counts count(Index tau) {
  Random random(1);
  const bptt::Parameters p{
      random.normal_matrix(2, 1), random.normal_matrix(2, 2, 0.5),
      random.normal_matrix(1, 2), Vector(2, arma::fill::zeros),
      Vector(1, arma::fill::zeros)};
  const Matrix x = random.normal_matrix(1, tau);
  const Matrix h0(2, 1, arma::fill::zeros);
  const bptt::States s = bptt::forward(Activation::tanh, p, x, h0);
  const bptt::SumOverK sum = bptt::sum_over_k(Activation::tanh, p, x, s, s.o);
  Counts counts;
  counts.matrices = static_cast<double>(sum.products);
  Vector delta = p.V.t() * s.o(tau), db(2, arma::fill::zeros);
  for (Index t = tau;; --t) {
    const Vector dz = (1 - arma::square(s.h(t))) % delta;
    db += dz;
    if (t == 1) break;
    delta = p.V.t() * s.o(t - 1) + p.W.t() * dz;
    ++counts.vectors;
  }
  counts.error = arma::abs(db - sum.db).max() / arma::abs(db).max();
  return counts;
}

void check_sum(Index tau, double said) {
  const double n = static_cast<double>(tau);
  expect(judge_by_hand(
      "products of matrices, " + std::to_string(tau) + " steps",
      "one for each pair k < t, (3.31)", said, count(tau).matrices,
      {mistake(
           "That is every pair of two steps; k comes before t, which leaves "
           "less than half.",
           n * n),
       mistake("That counts the pairs with k = t, whose product is the unit "
               "matrix and costs nothing.",
               n * (n + 1) / 2),
       mistake("That is one product a step; each loss has a chain of its own.",
               n - 1)},
      1e-9));
}

}  // namespace

TEST_CASE("The sum over k, 10 steps", "[exercise-3-5]") {
  check_sum(10, matrix_products_10());
}

TEST_CASE("The sum over k, 100 steps", "[exercise-3-5]") {
  check_sum(100, matrix_products_100());
}

TEST_CASE("The recursion, 100 steps", "[exercise-3-5]") {
  expect(judge_by_hand(
      "products of W^T with a vector", "one for each step but the last",
      vector_products_100(), count(100).vectors,
      {mistake("delta(tau) needs none: no step comes after it.", 100),
       mistake("The recursion goes through each step once, for all losses "
               "together.",
               4950)},
      1e-9));
  std::puts(" tau   matrix products   vector products   difference of db");
  for (const Index tau : {10, 20, 50, 100}) {
    const Counts c = count(tau);
    std::printf("%4d   %15.0f   %15.0f   %.0e\n", static_cast<int>(tau),
                c.matrices, c.vectors, c.error);
  }
}
