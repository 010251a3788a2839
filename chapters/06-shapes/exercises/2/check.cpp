// The Jacobian as a table, column by column by complex step of softmax.
#include <answer.hpp>

namespace {

Test test(const std::string& name, const Vector& o, const Vector& v) {
  const auto softmax_of = [](const arma::cx_vec& scores) {
    const arma::cx_vec e = arma::exp(scores);
    return arma::cx_vec(e / arma::accu(e));
  };
  Matrix J(o.n_elem, o.n_elem);
  for (Index j = 0; j < o.n_elem; ++j) {
    arma::cx_vec moved(o, 0 * o);
    moved(j) += std::complex<double>(0, 1e-100);
    J.col(j) = arma::imag(softmax_of(moved)) / 1e-100;
  }
  const Vector y_hat = arma::real(softmax_of(arma::cx_vec(o, 0 * o)));
  return {name, {{"slope", Matrix(J.t() * v)}}, [y_hat, v](const Answer& a) {
            return Matrix(a.through_softmax(y_hat, v));
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("Three outputs", {0.5, -1, 2}, {1, -2, 0.5}),
          test("Two outputs", {0.3, 0.1}, {1, 0}),
          test("Four outputs", {0, 1, -1, 0.5}, {0.5, 2, -1, 1})};
}
