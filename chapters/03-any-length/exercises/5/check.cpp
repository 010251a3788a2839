// The experiment: both ways to db of a network, with counters.
#include <answer.hpp>

namespace {

struct Counts {
  double matrices = 0, vectors = 0, difference = 0;
};

Counts count(Index tau) {
  const Recurrence r = random_recurrence(1, 2, 1, tau, 1);
  const Sequence dLdo(r.dLdo);
  Counts counts;
  Vector sum(2, arma::fill::zeros), db = sum, from_later = sum;
  for (Index t = 1; t <= tau; ++t) {
    Matrix P = arma::eye(2, 2);  // dh(t)/dh(k)
    for (Index k = t;; --k) {
      sum += r.slope(k) * P.t() * r.V.t() * dLdo(t);
      if (k == 1) break;
      const Matrix jacobian = r.slope(k) * r.W;
      P = P * jacobian;
      ++counts.matrices;
    }
  }
  for (Index t = tau;; --t) {
    const Vector dz = r.slope(t) * (r.V.t() * dLdo(t) + from_later);
    db += dz;
    if (t == 1) break;
    from_later = r.W.t() * dz;
    ++counts.vectors;
  }
  counts.difference = arma::abs(db - sum).max() / arma::abs(db).max();
  return counts;
}

std::string for_four_lengths() {
  std::string text =
      " tau   matrix products   vector products   difference of db\n";
  for (const Index tau : {10, 20, 50, 100}) {
    const Counts c = count(tau);
    text += line("%4d   %15.0f   %15.0f   %.0e\n", static_cast<int>(tau),
                 c.matrices, c.vectors, c.difference);
  }
  return text;
}

}  // namespace

std::vector<Test> tests() {
  const std::string pairs = "one for each pair k < t, (3.31)";
  return {
      by_hand("The sum over k, 10 steps", "products of matrices",
              &Answer::matrix_products_10, count(10).matrices, pairs, 1e-9),
      by_hand("The sum over k, 100 steps", "products of matrices",
              &Answer::matrix_products_100, count(100).matrices, pairs, 1e-9),
      by_hand("The recursion, 100 steps", "products of W^T with a vector",
              &Answer::vector_products_100, count(100).vectors,
              "one for each step but the last", 1e-9, for_four_lengths())};
}
