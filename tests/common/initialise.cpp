// First weights have the variances their papers state, and orthogonal ones are.
#include "common/initialise.hpp"

#include "tests/catch.hpp"

using namespace unrolled;

namespace {

double variance(const Matrix& m) {
  return arma::accu(arma::square(m)) / static_cast<double>(m.n_elem);
}

double off_orthogonal(const Matrix& q) {
  return arma::abs(q.t() * q - Matrix(arma::size(q), arma::fill::eye)).max();
}

}  // namespace

TEST_CASE("Weights take n_in numbers to n_out") {
  Random random(1);
  CHECK(shape(xavier(random, 3, 5)) == "3 x 5");
  CHECK(shape(he(random, 3, 5)) == "3 x 5");
  CHECK(shape(orthogonal(random, 4)) == "4 x 4");
}

TEST_CASE(
    "Xavier weights have variance 2 / (n_in + n_out), within their bound") {
  Random random(2);
  for (const auto& [out, in] :
       {std::pair<Index, Index>{300, 200}, {50, 1200}, {1200, 50}}) {
    const Matrix w = xavier(random, out, in);
    const double expected = 2.0 / static_cast<double>(in + out);
    // Squares of uniform numbers: kurtosis 1.8, four standard errors.
    const double error = 4 * std::sqrt(0.8 / static_cast<double>(w.n_elem));
    CHECK(variance(w) == Approx(expected).epsilon(error));
    const double bound = std::sqrt(3 * expected);
    CHECK(arma::abs(w).max() <= bound);
    CHECK(arma::abs(w).max() > 0.999 * bound);
    CHECK(std::abs(arma::mean(arma::vectorise(w))) <
          4 * std::sqrt(expected / static_cast<double>(w.n_elem)));
  }
}

TEST_CASE("He weights have variance 2 / n_in, whatever n_out is") {
  Random random(3);
  for (const auto& [out, in] :
       {std::pair<Index, Index>{300, 200}, {50, 1200}, {1200, 50}}) {
    const Matrix w = he(random, out, in);
    // Squares of normal numbers: kurtosis 3, four standard errors.
    const double error = 4 * std::sqrt(2.0 / static_cast<double>(w.n_elem));
    CHECK(variance(w) == Approx(2.0 / static_cast<double>(in)).epsilon(error));
  }
}

TEST_CASE("Two weights cannot be mistaken for each other by their variance") {
  Random random(4);
  CHECK(variance(he(random, 200, 200)) / variance(xavier(random, 200, 200)) ==
        Approx(2).epsilon(0.05));
}

TEST_CASE("Orthogonal weights have all singular values 1") {
  Random random(5);
  for (const Index n : {Index{1}, Index{2}, Index{3}, Index{10}, Index{64}}) {
    const Matrix q = orthogonal(random, n);
    CHECK(off_orthogonal(q) < 1e-14);
    CHECK(arma::abs(arma::svd(q) - 1).max() < 1e-14);
  }
  CHECK(orthogonal(random, 0).is_empty());
}

TEST_CASE("Orthogonal weights are spread evenly over the whole group") {
  // Q of a plain QR would have its first entry below 0 each time.
  Random random(6);
  constexpr int n = 4000;
  double first = 0, last = 0, square = 0;
  int turned = 0;
  for (int i = 0; i < n; ++i) {
    const Matrix q = orthogonal(random, 3);
    first += q(0, 0);
    last += q(2, 2);
    square += q(0, 0) * q(0, 0);
    turned += arma::det(q) > 0;
  }
  // An entry has mean 0 and variance 1/3; half have determinant 1.
  CHECK(std::abs(first / n) < 4 * std::sqrt(1.0 / 3 / n));
  CHECK(std::abs(last / n) < 4 * std::sqrt(1.0 / 3 / n));
  CHECK(std::abs(square / n - 1.0 / 3) < 4 * std::sqrt(4.0 / 45 / n));
  CHECK(std::abs(turned - n / 2) < 4 * std::sqrt(n / 4.0));
}

TEST_CASE("The same seed gives the same weights") {
  Random one(7), two(7);
  CHECK(arma::approx_equal(orthogonal(one, 5), orthogonal(two, 5), "absdiff",
                           0.0));
  CHECK(
      arma::approx_equal(xavier(one, 3, 2), xavier(two, 3, 2), "absdiff", 0.0));
  CHECK(arma::approx_equal(he(one, 3, 2), he(two, 3, 2), "absdiff", 0.0));
}
