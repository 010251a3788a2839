#include "common/loss.hpp"

#include <array>

namespace unrolled {
namespace {

constexpr std::array<std::string_view, 3> output_names{
    "softmax_cross_entropy", "sigmoid_cross_entropy", "linear_squared_error"};

}  // namespace

template <class T>
T squared_error(const arma::Mat<T>& a, const Matrix& y) {
  return 0.5 * arma::accu(arma::square(a - as<T>(y)));
}

template <class T>
T softmax_cross_entropy(const arma::Mat<T>& o, const Matrix& y) {
  return -arma::accu(as<T>(y) % log_softmax(o));
}

template <class T>
T softplus(const T& z) {
  if (std::real(z) > 0) return z + log_one_plus(std::exp(T(-z)));
  return log_one_plus(std::exp(z));
}

template <class T>
T sigmoid_cross_entropy(const arma::Mat<T>& o, const Matrix& y) {
  arma::Mat<T> yes = -o;
  arma::Mat<T> no = o;
  yes.transform([](T v) { return softplus(v); });
  no.transform([](T v) { return softplus(v); });
  return arma::accu(as<T>(y) % yes + as<T>(1.0 - y) % no);
}

Output output_named(std::string_view name) {
  for (std::size_t i = 0; i < output_names.size(); ++i)
    if (name == output_names[i]) return static_cast<Output>(i);
  throw std::invalid_argument(
      "output: expected softmax_cross_entropy, sigmoid_cross_entropy or "
      "linear_squared_error, got '" +
      std::string(name) + "'");
}

std::string name_of(Output pair) {
  return std::string(output_names.at(static_cast<std::size_t>(pair)));
}

template <class T>
arma::Mat<T> predict(Output pair, const arma::Mat<T>& o) {
  switch (pair) {
    case Output::softmax_cross_entropy:
      return softmax(o);
    case Output::sigmoid_cross_entropy:
      return activate(Activation::sigmoid, o);
    default:
      return o;
  }
}

template <class T>
T loss(Output pair, const arma::Mat<T>& o, const Matrix& y) {
  switch (pair) {
    case Output::softmax_cross_entropy:
      return softmax_cross_entropy(o, y);
    case Output::sigmoid_cross_entropy:
      return sigmoid_cross_entropy(o, y);
    default:
      return squared_error(o, y);
  }
}

Matrix output_delta(const Matrix& y_hat, const Matrix& y) {
  return y_hat - y;
}

Sequence predict(Output pair, const Sequence& o) {
  Sequence y_hat = o;
  for (Index t = o.first(); t <= o.last(); ++t) y_hat(t) = predict(pair, o(t));
  return y_hat;
}

double loss(Output pair, const Sequence& o, const Sequence& y) {
  require_sequence("y", y, o.rows(), o.n(), o.first(), o.last());
  double L = 0;
  for (Index t = o.first(); t <= o.last(); ++t) L += loss(pair, o(t), y(t));
  return L;
}

Sequence output_delta(const Sequence& y_hat, const Sequence& y) {
  require_sequence("y", y, y_hat.rows(), y_hat.n(), y_hat.first(),
                   y_hat.last());
  return {Cube(y_hat.slices() - y.slices()), y_hat.first()};
}

// The number types that a forward pass runs on.
template double squared_error(const Matrix&, const Matrix&);
template Complex squared_error(const ComplexMatrix&, const Matrix&);
template double softmax_cross_entropy(const Matrix&, const Matrix&);
template Complex softmax_cross_entropy(const ComplexMatrix&, const Matrix&);
template double softplus(const double&);
template Complex softplus(const Complex&);
template double sigmoid_cross_entropy(const Matrix&, const Matrix&);
template Complex sigmoid_cross_entropy(const ComplexMatrix&, const Matrix&);
template Matrix predict(Output, const Matrix&);
template ComplexMatrix predict(Output, const ComplexMatrix&);
template double loss(Output, const Matrix&, const Matrix&);
template Complex loss(Output, const ComplexMatrix&, const Matrix&);

}  // namespace unrolled
