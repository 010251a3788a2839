// What is stated of attention: its scores' spread, softmax's slope, no order,
// and what sinusoids tell.
#include "chapters/10-attention/lookback.hpp"
#include "chapters/10-attention/sinusoids.hpp"
#include "tests/10-attention/support.hpp"

using namespace attention_test;

TEST_CASE("A score's variance is d times the variances of its factors",
          "[10.21]") {
  // By counting: entries of -s or s, each with the chance one half.
  const double s = 0.5, r = 2;
  for (const unsigned d : {1u, 2u, 5u}) {
    double mean = 0, square = 0;
    const unsigned all = 1u << 2 * d;
    for (unsigned signs = 0; signs < all; ++signs) {
      double score = 0;
      for (unsigned i = 0; i < d; ++i)
        score += (signs >> i & 1 ? s : -s) * (signs >> (d + i) & 1 ? r : -r);
      mean += score / all;
      square += score * score / all;
    }
    CHECK(mean == Approx(0).margin(1e-14));
    CHECK(square == Approx(d * s * s * r * r).epsilon(1e-14));
  }
}

TEST_CASE(
    "The slopes of the weights by their own scores add up to 1 less their "
    "squares",
    "[10.22]") {
  // By the complex step of softmax alone.
  Random random(20);
  for (const Index tau : {1u, 2u, 7u}) {
    const Vector e = 2 * random.normal_matrix(tau, 1);
    double trace = 0;
    for (Index i = 0; i < tau; ++i)
      trace += oracle::softmax(oracle::stepped(oracle::loops(e), i))[i].imag() /
               oracle::kStep;
    CHECK(
        trace ==
        Approx(1 - arma::accu(arma::square(softmax(Matrix(e))))).margin(1e-14));
  }
  const Matrix same(7, 1, arma::fill::zeros);
  CHECK(1 - arma::accu(arma::square(softmax(same))) == Approx(1 - 1.0 / 7));
}

TEST_CASE("Inputs in another order give outputs in that order, without a mask",
          "[10.23]") {
  const Case c(Output::linear_squared_error, Mask::none, 9, 21,
               {2, 3, 2, 4, 2});
  Random random(22);
  for (int i = 0; i < 5; ++i) {
    const arma::uvec order(random.permutation(9));
    const Matrix o = forward(c.p, c.x, Mask::none).o,
                 causal = forward(c.p, c.x, Mask::causal).o;
    CHECK_THAT(forward(c.p, c.x.cols(order), Mask::none).o,
               Near(o.cols(order)));
    // With the mask this is not so, but for the last step what comes before
    // it may be reordered.
    CHECK_THAT(forward(c.p, c.x.cols(order), Mask::causal).o,
               !Near(causal.cols(order), 1e-3));
    Matrix x = c.x;
    x.head_cols(8) = x.cols(arma::uvec(random.permutation(8)));
    CHECK_THAT(forward(c.p, x, Mask::causal).o.tail_cols(1).eval(),
               Near(causal.tail_cols(1)));
  }
}

TEST_CASE("With the causal mask no step knows of a later one", "[10.5]") {
  const Case c(Output::linear_squared_error, Mask::causal, 6, 23);
  const Matrix o = c.run().s.o;
  Matrix x = c.x;
  x.tail_cols(2) += 1;
  const Matrix after = forward(c.p, x, Mask::causal).o;
  CHECK(arma::approx_equal(o.head_cols(4), after.head_cols(4), "absdiff", 0));
  CHECK_THAT(after, !Near(o, 1e-3));
}

TEST_CASE("Sinusoids are sines and cosines of frequencies from 1 to 1e-4",
          "[10.18][10.19][10.20]") {
  const Vector omega = frequencies(6);
  CHECK_THAT(column(omega), Near(column(Vector{1, std::pow(10000, -1.0 / 3),
                                               std::pow(10000, -2.0 / 3)})));
  CHECK_THAT(positions(4, 3),
             Near(Matrix{{std::sin(1), std::sin(2), std::sin(3)},
                         {std::cos(1), std::cos(2), std::cos(3)},
                         {std::sin(0.01), std::sin(0.02), std::sin(0.03)},
                         {std::cos(0.01), std::cos(0.02), std::cos(0.03)}}));
  CHECK(refusal([] { positions(3, 2); }) ==
        "D: expected an even number above 0, got 3");
  CHECK(refusal([] { frequencies(0); }) ==
        "D: expected an even number above 0, got 0");
}

TEST_CASE("A step's place is that of another, turned by their distance",
          "[10.24]") {
  const Matrix p = positions(8, 20);
  const Vector omega = frequencies(8);
  for (const Index r : {1u, 5u}) {
    Matrix turn(8, 8, arma::fill::zeros);
    for (Index i = 0; i < 4; ++i) {
      const double angle = omega(i) * static_cast<double>(r);
      turn.submat(2 * i, 2 * i, 2 * i + 1, 2 * i + 1) =
          Matrix{{std::cos(angle), std::sin(angle)},
                 {-std::sin(angle), std::cos(angle)}};
    }
    CHECK_THAT(Matrix(turn * p.head_cols(20 - r)), Near(p.tail_cols(20 - r)));
  }
}

TEST_CASE("The product of two places hangs on their distance alone",
          "[10.25]") {
  const Matrix p = positions(8, 20), products = p.t() * p;
  const Vector omega = frequencies(8);
  for (Index t = 0; t < 20; ++t)
    for (Index s = 0; s < 20; ++s)
      CHECK(products(t, s) ==
            Approx(arma::accu(
                       arma::cos(omega * (double(t) - static_cast<double>(s)))))
                .epsilon(1e-12));
}

TEST_CASE("A head asked for the symbol two steps before is asked for it") {
  // With a lag of 0 each step's own symbol is to be named: that needs no order.
  Way way{"symbols alone", Mask::none, false};
  train(way, {8, 0, 4, 100, 8, 1, 0.05});
  CHECK(way.right > 0.6);
  CHECK(way.longer > 0.6);
  CHECK_THAT(Matrix(arma::sum(way.weights, 0)), Near(arma::ones(1, 8)));
}
