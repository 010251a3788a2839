// The tasks are those that were published, and every cell is trained.
#include "chapters/07-gates/tasks.hpp"

#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::gates;

TEST_CASE("The adding problem is that of 1997", "[tasks]") {
  Random random(40);
  constexpr Index n = 4000, T = 50;
  double squares = 0;
  for (int again = 0; again < 5; ++again) {
    const Batch b = adding(random, n, T);
    const Index tau = b.x.last();
    REQUIRE(tau >= T);
    REQUIRE(tau <= T + T / 10);
    Index at_first = 0;
    for (Index j = 0; j < n; ++j) {
      double sum = 0;
      std::vector<Index> marked;
      for (Index t = 1; t <= tau; ++t)
        if (b.x(t)(1, j) > 0) {
          marked.push_back(t);
          sum += b.x(t)(0, j);
        }
      REQUIRE(marked.size() == 2);
      REQUIRE(marked[0] <= 10);
      REQUIRE(marked[1] <= T / 2);
      REQUIRE(b.x(tau)(1, j) == -1);
      if (marked[0] == 1) {
        ++at_first;
        REQUIRE(b.x(1)(0, j) == 0);
      } else {
        REQUIRE(b.x(1)(1, j) == -1);
      }
      REQUIRE(b.y(j) == Approx(0.5 + sum / 4).margin(1e-15));
    }
    // One in ten, and one in 24 of the rest.
    CHECK(double(at_first) / n == Approx(0.1375).margin(0.02));
    squares += arma::mean(arma::vectorise(arma::square(b.y - 0.5))) / 5;
  }
  CHECK(error_of_the_mean(T) == Approx((2 - 0.1375) / 48).epsilon(1e-12));
  CHECK(squares == Approx(error_of_the_mean(T)).epsilon(0.03));
}

TEST_CASE("The temporal order is that of 1997", "[tasks]") {
  Random random(43);
  constexpr Index n = 1000, T = 50;
  const Batch b = temporal_order(random, n, T);
  const Index tau = b.x.last();
  REQUIRE(tau >= T);
  REQUIRE(tau <= T + T / 10);
  Vector classes(4, arma::fill::zeros), noise(4, arma::fill::zeros);
  for (Index j = 0; j < n; ++j) {
    std::vector<Index> when, which;
    for (Index t = 1; t <= tau; ++t) {
      const Vector symbol = b.x(t).col(j);
      REQUIRE(arma::accu(symbol) == 1);
      const Index it = symbol.index_max();
      REQUIRE((it == 4) == (t == 1));
      REQUIRE((it == 5) == (t == tau));
      if (it < 4) noise(it) += 1;
      if (it < 6) continue;
      when.push_back(t);
      which.push_back(it - 6);
    }
    REQUIRE(when.size() == 2);
    REQUIRE((when[0] >= 5 && when[0] <= 10));
    REQUIRE((when[1] >= 25 && when[1] <= 30));
    REQUIRE(b.y(2 * which[0] + which[1], j) == 1);
    REQUIRE(arma::accu(b.y.col(j)) == 1);
    classes += b.y.col(j);
  }
  CHECK(classes.min() > 200);
  CHECK(noise.min() / noise.max() > 0.9);
}

TEST_CASE("Losses are smoothed by twenties", "[tasks]") {
  const Vector means = smoothed(arma::regspace(1, 45));
  REQUIRE(means.n_elem == 2);
  CHECK(means(0) == Approx(10.5));
  CHECK(means(1) == Approx(30.5));
}

TEST_CASE("Adam's steps have the length of the rate", "[tasks]") {
  Matrix theta{1, 2, 3};
  const Matrix slope{1e-3, -5, 200}, first{0.9, 2.1, 2.9};
  Adam adam;
  adam.step({{"theta", theta}}, {{"dtheta", slope}}, 0.1);
  CHECK_THAT(theta, Near(first, 1e-5));
  // Of slopes that change their sign the mean is small beside the root.
  const Matrix before = theta, back = -slope;
  adam.step({{"theta", theta}}, {{"dtheta", back}}, 0.1);
  const Matrix moved = theta - before;
  const double share = (0.1 - 0.09) / (1 - 0.81);
  const Matrix expected = arma::sign(slope) * 0.1 * share;
  CHECK_THAT(moved, Near(expected, 1e-4));
  const Matrix other(2, 2);
  CHECK_THROWS_AS(adam.step({{"theta", theta}}, {{"dtheta", other}}, 0.1),
                  std::invalid_argument);
}

TEST_CASE("Each cell learns what is easy, and begins as it is told",
          "[tasks]") {
  const Draw last = [](Random& random, Index n) {
    const Sequence x(random.uniform_matrix(1, n, -1, 1));
    Batch b{{1, n, 1, 2}, random.uniform_matrix(1, n, -1, 1)};
    b.x(2) = b.y;
    return b;
  };
  for (const auto cell : {Start::tanh, Start::lstm, Start::gru}) {
    const Outcome c = train({cell, 4, 0, 0}, Output::linear_squared_error, last,
                            {0.02, 1, 10, 300}, Random(41));
    REQUIRE(c.losses.n_elem == 300);
    CHECK(arma::mean(c.losses.tail(30)) < arma::mean(c.losses.head(30)) / 10);
    const Matrix off = arma::square(c.y_hat - c.y);
    CHECK(arma::mean(arma::vectorise(off)) < 0.02);
    Random other(44);
    const Batch more = last(other, 20);
    CHECK_THAT(c.say(more.x), Near(more.y, 0.3));
  }
  // A gate that keeps all and writes nothing leaves the first state, 0.
  for (const auto cell : {Start::lstm, Start::gru}) {
    const Outcome c = train({cell, 4, 60, -60}, Output::linear_squared_error,
                            last, {1e-9, 1, 10, 1}, Random(42));
    CHECK(arma::abs(c.y_hat).max() < 1e-7);
  }
}
