// Which gradient belongs to which pair of output and loss.
#include "chapters/03-any-length/pairs.hpp"
#include "chapters/03-any-length/misprints.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"

using namespace any_length_test;

namespace {

// The gradient of a loss of one step's scores, by complex step.
template <class F>
Vector slope_of(const F& f, const Vector& o) {
  oracle::Vec at = loops(o);
  return back(oracle::gradient([&] { return f(at); }, at));
}

Vector softmax_of(const Vector& o) {
  return softmax(Matrix(o));
}
Vector sigmoid_of(const Vector& o) {
  return activate(Activation::sigmoid, Matrix(o));
}

const Vector scores{0.4, -1.2, 0.9}, target{0.1, 0.3, 0.6};

}  // namespace

TEST_CASE("The Jacobian of softmax is full, that of sigmoid diagonal",
          "[3.19][3.20][C19]") {
  const Vector p = softmax_of(scores), q = sigmoid_of(scores);
  const Matrix J = softmax_jacobian(p), S = sigmoid_jacobian(q);
  for (Index k = 0; k < 3; ++k) {
    const Vector p_row = slope_of(
        [&](const oracle::Vec& o) { return oracle::softmax(o)[k]; }, scores);
    const Vector q_row = slope_of(
        [&](const oracle::Vec& o) { return oracle::sigmoid(o[k]); }, scores);
    CHECK(block_error(J.row(k).t(), p_row) <= kTolerance);
    CHECK(block_error(S.row(k).t(), q_row) <= kTolerance);
  }
  CHECK(arma::abs(J).min() > 0.02);  // no entry is zero
  CHECK(arma::accu(arma::abs(S - arma::diagmat(S.diag()))) == 0);
  // A diagonal of y_hat (1 - y_hat) for softmax, as many copies have it, lacks
  // everything beside the diagonal.
  const Matrix diagonal = arma::diagmat(J.diag());
  CHECK(block_error(diagonal, J) > 0.3);
  CHECK(arma::abs(arma::sum(J, 0)).max() < 1e-15);
}

TEST_CASE("A slope goes back through a Jacobian by its columns", "[3.23]") {
  // Both Jacobians above are symmetric; this one is not.
  const auto y_hat = [](const oracle::Vec& o) {
    return oracle::Vec{o[0] * o[1], std::exp(o[0]), o[1] - 2.0 * o[2]};
  };
  const auto L = [&](const oracle::Vec& o) {
    const oracle::Vec p = y_hat(o);
    return p[0] * p[0] + 3.0 * p[1] - p[2] * p[0];
  };
  const Vector p = back(oracle::real(y_hat(loops(scores))));
  Matrix jacobian(3, 3);
  for (Index k = 0; k < 3; ++k)
    jacobian.row(k) =
        slope_of([&](const oracle::Vec& o) { return y_hat(o)[k]; }, scores).t();
  const Vector slope{2 * p(0) - p(2), 3, -p(0)};
  CHECK(block_error(through_output(jacobian, slope), slope_of(L, scores)) <=
        kTolerance);
  CHECK(block_error(jacobian * slope, slope_of(L, scores)) > kFarOff);
}

TEST_CASE(
    "Softmax with cross-entropy and sigmoid with the binary form give "
    "y_hat - y",
    "[3.7][3.21][3.22][3.23][C17][C19]") {
  const Vector p = softmax_of(scores), q = sigmoid_of(scores);
  const Vector by_softmax =
      through_output(softmax_jacobian(p), cross_entropy_slope(p, target));
  const Vector by_sigmoid =
      through_output(sigmoid_jacobian(q), binary_slope(q, target));
  CHECK(block_error(by_softmax, p - target) <= kTolerance);
  CHECK(block_error(by_sigmoid, q - target) <= kTolerance);
  CHECK(block_error(output_delta(p, target), p - target) == 0);
}

TEST_CASE("The slopes of the two cross-entropies with respect to y_hat",
          "[3.21][3.22]") {
  const Vector p{0.2, 0.3, 0.5};
  const Vector cross = slope_of(
      [&](const oracle::Vec& y_hat) {
        oracle::Number L = 0;
        for (std::size_t k = 0; k < 3; ++k) L -= target(k) * std::log(y_hat[k]);
        return L;
      },
      p);
  const Vector binary = slope_of(
      [&](const oracle::Vec& y_hat) {
        oracle::Number L = 0;
        for (std::size_t k = 0; k < 3; ++k)
          L -= target(k) * std::log(y_hat[k]) +
               (1 - target(k)) * std::log(1.0 - y_hat[k]);
        return L;
      },
      p);
  CHECK(block_error(cross_entropy_slope(p, target), cross) <= kTolerance);
  CHECK(block_error(binary_slope(p, target), binary) <= kTolerance);
}

TEST_CASE(
    "Softmax under the binary form is not y_hat - y with three classes, "
    "and twice it with two",
    "[3.23][3.24][C17]") {
  for (const Vector& y : {Vector{0, 0, 1}, Vector{0.1, 0.3, 0.6}}) {
    // (3.24), written out: y_hat_k sum y - y_k + y_hat_k (s_k - y_hat . s).
    const Vector p = softmax_of(scores), s = (1 - y) / (1 - p);
    const Vector closed = p * arma::sum(y) - y + p % (s - arma::dot(p, s));
    const Vector truth = slope_of(
        [&](const oracle::Vec& o) {
          return oracle::softmax_binary_cross_entropy(o, loops(y));
        },
        scores);
    CHECK(block_error(softmax_with_binary_form(p, y), truth) <= kTolerance);
    CHECK(block_error(closed, truth) <= kTolerance);
    CHECK(block_error(p - y, truth) > 0.2);
  }
  const Vector two{0.3, -0.8}, y{0, 1}, p = softmax_of(two);
  CHECK(block_error(softmax_with_binary_form(p, y), 2 * (p - y)) <= kTolerance);
}

TEST_CASE("By pencil: y_hat = 0.2, 0.3, 0.5 and the third class", "[3.24]") {
  // s = (1/0.8, 1/0.7, 0); y_hat . s = 0.25 + 3/7 = 19/28.
  const Vector p{0.2, 0.3, 0.5}, y{0, 0, 1};
  const Vector expected{0.2 + 0.2 * (5.0 / 4 - 19.0 / 28),
                        0.3 + 0.3 * (10.0 / 7 - 19.0 / 28),
                        0.5 - 1 - 0.5 * 19.0 / 28};
  CHECK(block_error(softmax_with_binary_form(p, y), expected) <= kTolerance);
}
