/// \file
/// The activations and their derivatives, plainly written.
///
/// Each acts on every element of a matrix alone; softmax acts on each column.
/// Those that the forward pass needs are templates on the number type, so that
/// a complex step can run them.
#pragma once
#include <cmath>
#include <string>
#include <string_view>

#include "common/matrix.hpp"

namespace unrolled {

/// The elementwise activations of the book.
enum class Activation { identity, sigmoid, tanh, relu };

/// The activation called by this name.
/// \param name  `identity`, `sigmoid`, `tanh` or `relu`
/// \return the activation
/// \throws std::invalid_argument for any other name
inline Activation activation_named(std::string_view name) {
  if (name == "identity") return Activation::identity;
  if (name == "sigmoid") return Activation::sigmoid;
  if (name == "tanh") return Activation::tanh;
  if (name == "relu") return Activation::relu;
  throw std::invalid_argument(
      "activation: expected sigmoid, tanh, relu or identity, got '" +
      std::string(name) + "'");
}

/// The name of an activation.
/// \param kind  the activation
/// \return the name that activation_named() takes
inline std::string name_of(Activation kind) {
  switch (kind) {
    case Activation::identity:
      return "identity";
    case Activation::sigmoid:
      return "sigmoid";
    case Activation::tanh:
      return "tanh";
    default:
      return "relu";
  }
}

/// The logistic function 1 / (1 + e^-z), from whichever side does not overflow.
/// \param z  any real or complex number
/// \return a number between 0 and 1 for real z
template <class T>
T sigmoid(const T& z) {
  if (std::real(z) >= 0) return 1.0 / (1.0 + std::exp(-z));
  const T e = std::exp(z);
  return e / (1.0 + e);
}

/// max(0, z); the real part decides, so that a complex step passes through.
/// \param z  any real or complex number
/// \return z where its real part is positive, 0 elsewhere
template <class T>
T relu(const T& z) {
  return std::real(z) > 0 ? z : T(0);
}

/// a = sigma(z), element by element.
/// \param kind  which sigma
/// \param z     pre-activations, any shape
/// \return activations, same shape
template <class T>
arma::Mat<T> activate(Activation kind, const arma::Mat<T>& z) {
  arma::Mat<T> a = z;
  switch (kind) {
    case Activation::identity:
      break;
    case Activation::sigmoid:
      a.transform([](T v) { return sigmoid(v); });
      break;
    case Activation::tanh:
      a.transform([](T v) { return std::tanh(v); });
      break;
    case Activation::relu:
      a.transform([](T v) { return relu(v); });
      break;
  }
  return a;
}

/// sigma'(z), element by element. ReLU's derivative at 0 is taken as 0.
///
/// Sigmoid and tanh are written with e^-|z|, which keeps its digits where
/// sigma has saturated and 1 - tanh^2 would round to 0.
/// \param kind  which sigma
/// \param z     pre-activations, any shape
/// \return derivatives, same shape
inline Matrix derivative(Activation kind, const Matrix& z) {
  Matrix d = z;
  switch (kind) {
    case Activation::identity:
      d.ones();
      break;
    case Activation::sigmoid:
      d.transform([](double v) {
        const double e = std::exp(-std::abs(v));
        return e / ((1.0 + e) * (1.0 + e));
      });
      break;
    case Activation::tanh:
      d.transform([](double v) {
        const double e = std::exp(-2.0 * std::abs(v));
        return 4.0 * e / ((1.0 + e) * (1.0 + e));
      });
      break;
    case Activation::relu:
      d.transform([](double v) { return v > 0 ? 1.0 : 0.0; });
      break;
  }
  return d;
}

/// sigma' by the value a = sigma(z) itself, the way the notes write it for the
/// recurrent network: 1 - h^2 for tanh.
/// \param kind  which sigma
/// \param a     activations, any shape
/// \return derivatives, same shape
inline Matrix derivative_from_value(Activation kind, const Matrix& a) {
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

/// log softmax of each column: z_k - log sum_j e^{z_j}.
///
/// The column's largest real part is taken out first, and the sum over the
/// others goes through log1p: nothing overflows, and a probability near 1 keeps
/// the digits of its logarithm.
/// \param z  scores, one column per step or example
/// \return logarithms of probabilities, same shape
template <class T>
arma::Mat<T> log_softmax(const arma::Mat<T>& z) {
  arma::Mat<T> result(arma::size(z));
  for (Index j = 0; j < z.n_cols; ++j) {
    const Vector size = arma::real(z.col(j));
    const Index top = size.index_max();
    T others = 0;
    for (Index i = 0; i < z.n_rows; ++i)
      if (i != top) others += std::exp(z(i, j) - z(top, j));
    T log_sum;
    if constexpr (std::is_same_v<T, double>)
      log_sum = std::log1p(others);
    else
      log_sum = T(0.5 * std::log1p(2.0 * others.real() + std::norm(others)),
                  std::arg(1.0 + others));
    for (Index i = 0; i < z.n_rows; ++i)
      result(i, j) = z(i, j) - z(top, j) - log_sum;
  }
  return result;
}

/// softmax of each column: e^{z_k} / sum_j e^{z_j}.
/// \param z  scores, one column per step or example
/// \return probabilities, same shape, each column summing to 1
template <class T>
arma::Mat<T> softmax(const arma::Mat<T>& z) {
  return arma::exp(log_softmax(z));
}

}  // namespace unrolled
