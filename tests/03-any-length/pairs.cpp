// Which gradient belongs to which pair of output and loss.
#include "chapters/03-any-length/pairs.hpp"
#include "chapters/03-any-length/as_printed.hpp"
#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

// The gradient of a function of K numbers, by complex step.
template <class F>
Matrix slope_of(const F& f, const Vector& o) {
  oracle::Vec at = loops(o);
  return back(oracle::gradient([&] { return f(at); }, at));
}
// Of each entry of f, a row.
template <class F>
Matrix jacobian_of(const F& f, const Vector& o) {
  Matrix rows(o.n_elem, o.n_elem);
  for (Index k = 0; k < o.n_elem; ++k)
    rows.row(k) =
        slope_of([&](const oracle::Vec& at) { return f(at)[k]; }, o).t();
  return rows;
}

const Vector scores{0.4, -1.2, 0.9}, target{0.1, 0.3, 0.6};
const Vector by_softmax = softmax(Matrix(scores)),
             by_sigmoid = activate(Activation::sigmoid, Matrix(scores));

}  // namespace

TEST_CASE("The Jacobian of softmax is full, that of sigmoid diagonal",
          "[3.19][3.20][C19]") {
  const Matrix J = softmax_jacobian(by_softmax),
               S = sigmoid_jacobian(by_sigmoid);
  CHECK_THAT(J, Near(jacobian_of(oracle::softmax, scores)));
  CHECK_THAT(
      S,
      Near(jacobian_of(
          [](const oracle::Vec& o) { return oracle::activate("sigmoid", o); },
          scores)));
  CHECK(arma::abs(J).min() > 0.02);  // no entry is zero
  CHECK_THAT(S, Near(arma::diagmat(S.diag()), 0));
  // A diagonal of y_hat (1 - y_hat) for softmax, as many copies have it, lacks
  // everything beside the diagonal.
  CHECK_THAT(Matrix(arma::diagmat(J.diag())), !Near(J, 0.3));
  CHECK(arma::abs(arma::sum(J, 0)).max() < 1e-15);
}

TEST_CASE("A slope goes back through a Jacobian by its columns", "[3.23]") {
  // Both Jacobians above are symmetric; this one is not.
  const auto y_hat = [](const oracle::Vec& o) {
    return oracle::Vec{o[0] * o[1], std::exp(o[0]), o[1] - 2.0 * o[2]};
  };
  const auto L = [&](const oracle::Vec& o) {
    const oracle::Vec at = y_hat(o);
    return at[0] * at[0] + 3.0 * at[1] - at[2] * at[0];
  };
  const Vector at = back(y_hat(loops(scores)));
  const Vector slope{2 * at(0) - at(2), 3, -at(0)};
  const Matrix jacobian = jacobian_of(y_hat, scores),
               expected = slope_of(L, scores);
  CHECK_THAT(column(through_output(jacobian, slope)), Near(expected));
  CHECK_THAT(column(jacobian * slope), !Near(expected, kFarOff));
}

TEST_CASE(
    "Softmax with cross-entropy and sigmoid with the binary form give "
    "y_hat - y",
    "[3.7][3.21][3.22][3.23][C17][C19]") {
  CHECK_THAT(column(through_output(softmax_jacobian(by_softmax),
                                   cross_entropy_slope(by_softmax, target))),
             Near(by_softmax - target));
  CHECK_THAT(column(through_output(sigmoid_jacobian(by_sigmoid),
                                   binary_slope(by_sigmoid, target))),
             Near(by_sigmoid - target));
  CHECK_THAT(output_delta(Matrix(by_softmax), Matrix(target)),
             Near(by_softmax - target, 0));
}

TEST_CASE("The slopes of the two cross-entropies with respect to y_hat",
          "[3.21][3.22]") {
  const auto cross = [](const oracle::Vec& y_hat) {
    oracle::Number L = 0;
    for (std::size_t k = 0; k < 3; ++k) L -= target(k) * std::log(y_hat[k]);
    return L;
  };
  const auto binary = [&](const oracle::Vec& y_hat) {
    oracle::Number L = cross(y_hat);
    for (std::size_t k = 0; k < 3; ++k)
      L -= (1 - target(k)) * std::log(1.0 - y_hat[k]);
    return L;
  };
  const Vector at{0.2, 0.3, 0.5};
  CHECK_THAT(column(cross_entropy_slope(at, target)),
             Near(slope_of(cross, at)));
  CHECK_THAT(column(binary_slope(at, target)), Near(slope_of(binary, at)));
}

TEST_CASE(
    "Softmax under the binary form is not y_hat - y with three classes, "
    "and twice it with two",
    "[3.23][3.24][C17]") {
  for (const Vector& y : {Vector{0, 0, 1}, target}) {
    // (3.24), written out: y_hat_k sum y - y_k + y_hat_k (s_k - y_hat . s).
    const Vector s = (1 - y) / (1 - by_softmax);
    const Matrix closed = by_softmax * arma::sum(y) - y +
                          by_softmax % (s - arma::dot(by_softmax, s));
    const Matrix expected = slope_of(
        [&](const oracle::Vec& o) {
          return oracle::softmax_binary_cross_entropy(o, loops(y));
        },
        scores);
    CHECK_THAT(column(softmax_with_binary_form(by_softmax, y)), Near(expected));
    CHECK_THAT(closed, Near(expected));
    CHECK_THAT(column(by_softmax - y), !Near(expected, 0.2));
  }
  const Vector y{0, 1}, two = softmax(Matrix(Vector{0.3, -0.8}));
  CHECK_THAT(column(softmax_with_binary_form(two, y)), Near(2 * (two - y)));
}

TEST_CASE("By pencil: y_hat = 0.2, 0.3, 0.5 and the third class", "[3.24]") {
  // s = (1/0.8, 1/0.7, 0); y_hat . s = 0.25 + 3/7 = 19/28.
  const Vector expected{0.2 + 0.2 * (5.0 / 4 - 19.0 / 28),
                        0.3 + 0.3 * (10.0 / 7 - 19.0 / 28),
                        0.5 - 1 - 0.5 * 19.0 / 28};
  CHECK_THAT(column(softmax_with_binary_form({0.2, 0.3, 0.5}, {0, 0, 1})),
             Near(expected));
}
