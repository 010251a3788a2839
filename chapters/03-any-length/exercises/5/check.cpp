// The experiment: both ways to db of a network, with counters.
#include <cstdio>

#include <answer.hpp>

namespace {

using namespace unrolled;
using namespace unrolled::exercises;

struct Counts {
  double matrices = 0, vectors = 0, difference = 0;
};

Counts count(Index tau) {
  Random random(1);
  const Matrix W = random.normal_matrix(2, 2, 0.5), V{{1, 2}};
  const Matrix states = arma::tanh(Matrix(random.normal_matrix(2, tau + 1)));
  const Sequence h(states, 0), e = random.normal_matrix(1, tau);
  const auto D = [&](Index t) {
    return Matrix(arma::diagmat(1 - arma::square(h(t))));
  };
  Counts counts;
  Vector sum(2, arma::fill::zeros), db = sum, from_later = sum;
  for (Index t = 1; t <= tau; ++t) {
    Matrix P = arma::eye(2, 2);  // dh(t)/dh(k)
    for (Index k = t;; --k) {
      sum += D(k) * P.t() * V.t() * e(t);
      if (k == 1) break;
      const Matrix jacobian = D(k) * W;
      P = P * jacobian;
      ++counts.matrices;
    }
  }
  for (Index t = tau;; --t) {
    const Vector dz = D(t) * (V.t() * e(t) + from_later);
    db += dz;
    if (t == 1) break;
    from_later = W.t() * dz;
    ++counts.vectors;
  }
  counts.difference = arma::abs(db - sum).max() / arma::abs(db).max();
  return counts;
}

void print() {
  std::puts(" tau   matrix products   vector products   difference of db");
  for (const Index tau : {10, 20, 50, 100}) {
    const Counts c = count(tau);
    std::printf("%4d   %15.0f   %15.0f   %.0e\n", static_cast<int>(tau),
                c.matrices, c.vectors, c.difference);
  }
}

}  // namespace

std::vector<Test> tests() {
  const std::string pairs = "one for each pair k < t, (3.31)";
  Test last =
      by_hand("The recursion, 100 steps", "products of W^T with a vector",
              &Answer::vector_products_100, count(100).vectors,
              "one for each step but the last", 1e-9);
  last.once_right = print;
  return {
      by_hand("The sum over k, 10 steps", "products of matrices",
              &Answer::matrix_products_10, count(10).matrices, pairs, 1e-9),
      by_hand("The sum over k, 100 steps", "products of matrices",
              &Answer::matrix_products_100, count(100).matrices, pairs, 1e-9),
      last};
}
