#include "common/activation.hpp"

#include <array>
#include <cmath>

namespace unrolled {
namespace {

constexpr std::array<std::string_view, 4> activation_names{
    "identity", "sigmoid", "tanh", "relu"};

}  // namespace

Activation activation_named(std::string_view name) {
  for (std::size_t i = 0; i < activation_names.size(); ++i)
    if (name == activation_names[i]) return static_cast<Activation>(i);
  throw std::invalid_argument(
      "activation: expected sigmoid, tanh, relu or identity, got '" +
      std::string(name) + "'");
}

std::string name_of(Activation kind) {
  return std::string(activation_names.at(static_cast<std::size_t>(kind)));
}

template <>
double log_one_plus(const double& e) {
  return std::log1p(e);
}
template <>
Complex log_one_plus(const Complex& e) {
  return {0.5 * std::log1p(2.0 * e.real() + std::norm(e)), std::arg(1.0 + e)};
}

template <class T>
T sigmoid(const T& z) {
  if (std::real(z) >= 0) return 1.0 / (1.0 + std::exp(-z));
  const T e = std::exp(z);
  return e / (1.0 + e);
}

template <class T>
T relu(const T& z) {
  return std::real(z) > 0 ? z : T(0);
}

template <class T>
arma::Mat<T> activate(Activation kind, const arma::Mat<T>& z) {
  arma::Mat<T> a = z;
  if (kind == Activation::sigmoid)
    a.transform([](T v) { return sigmoid(v); });
  else if (kind == Activation::tanh)
    a.transform([](T v) { return std::tanh(v); });
  else if (kind == Activation::relu)
    a.transform([](T v) { return relu(v); });
  return a;
}

Matrix derivative(Activation kind, const Matrix& z) {
  if (kind == Activation::identity)
    return Matrix(arma::size(z), arma::fill::ones);
  if (kind == Activation::relu) return arma::conv_to<Matrix>::from(z > 0);
  // tanh(z) is 2 sigmoid(2 z) - 1.
  const double steep = kind == Activation::tanh ? 2 : 1;
  const Matrix e = arma::exp(-steep * arma::abs(z));
  return steep * steep * e / arma::square(1.0 + e);
}

Matrix derivative_from_value(Activation kind, const Matrix& a) {
  switch (kind) {
    case Activation::identity:
      return Matrix(arma::size(a), arma::fill::ones);
    case Activation::sigmoid:
      return a % (1.0 - a);  // (1.15)
    case Activation::tanh:
      return 1.0 - arma::square(a);  // (1.16)
    default:
      return arma::conv_to<Matrix>::from(a > 0);
  }
}

template <class T>
arma::Mat<T> log_softmax(const arma::Mat<T>& z) {
  arma::Mat<T> result(arma::size(z));
  for (Index j = 0; j < z.n_cols; ++j) {
    const Vector size = arma::real(z.col(j));
    const Index top = size.index_max();
    T others = 0;
    for (Index i = 0; i < z.n_rows; ++i)
      if (i != top) others += std::exp(z(i, j) - z(top, j));
    const T log_sum = log_one_plus(others);
    for (Index i = 0; i < z.n_rows; ++i)
      result(i, j) = z(i, j) - z(top, j) - log_sum;
  }
  return result;
}

template <class T>
arma::Mat<T> softmax(const arma::Mat<T>& z) {
  return arma::exp(log_softmax(z));
}

// The number types that a forward pass runs on.
template double sigmoid(const double&);
template Complex sigmoid(const Complex&);
template double relu(const double&);
template Complex relu(const Complex&);
template Matrix activate(Activation, const Matrix&);
template ComplexMatrix activate(Activation, const ComplexMatrix&);
template Matrix log_softmax(const Matrix&);
template ComplexMatrix log_softmax(const ComplexMatrix&);
template Matrix softmax(const Matrix&);
template ComplexMatrix softmax(const ComplexMatrix&);

}  // namespace unrolled
