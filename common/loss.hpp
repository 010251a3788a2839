/// \file
/// The losses, and the three matched pairs of output and loss whose gradient
/// with respect to the output's input is y_hat - y.
///
/// Dimensions: o, y_hat and y are K x n: K outputs, one column per step or
/// example. Every loss is a sum over its columns; nothing is averaged.
#pragma once
#include <string>
#include <string_view>

#include "common/activation.hpp"
#include "common/matrix.hpp"
#include "common/sequence.hpp"

namespace unrolled {

/// 1/2 the sum of squares of a - y.
/// \param a  outputs, K x n
/// \param y  targets, K x n
/// \return the loss
template <class T>
T squared_error(const arma::Mat<T>& a, const Matrix& y) {
  return 0.5 * arma::accu(arma::square(a - as<T>(y)));
}

/// -sum_k y_k log softmax(o)_k.
/// \param o  scores, K x n
/// \param y  targets, K x n, each column summing to 1
/// \return the loss
template <class T>
T softmax_cross_entropy(const arma::Mat<T>& o, const Matrix& y) {
  return -arma::accu(as<T>(y) % log_softmax(o));
}

/// log(1 + e^z) without overflow.
/// \param z  any real or complex number
/// \return the softplus of z
template <class T>
T softplus(const T& z) {
  const bool positive = std::real(z) > 0;
  const T e = std::exp(positive ? T(-z) : z);
  T log_one_plus;
  if constexpr (std::is_same_v<T, double>)
    log_one_plus = std::log1p(e);
  else
    log_one_plus =
        T(0.5 * std::log1p(2.0 * e.real() + std::norm(e)), std::arg(1.0 + e));
  return positive ? z + log_one_plus : log_one_plus;
}

/// -sum_k [y_k log sigma(o_k) + (1 - y_k) log(1 - sigma(o_k))], with
/// log sigma(o) = -softplus(-o) and log(1 - sigma(o)) = -softplus(o).
/// \param o  scores, K x n
/// \param y  targets, K x n
/// \return the loss
template <class T>
T sigmoid_cross_entropy(const arma::Mat<T>& o, const Matrix& y) {
  arma::Mat<T> yes = -o;
  arma::Mat<T> no = o;
  yes.transform([](T v) { return softplus(v); });
  no.transform([](T v) { return softplus(v); });
  return arma::accu(as<T>(y) % yes + as<T>(1.0 - y) % no);
}

/// A matched pair: the output's activation and the loss that goes with it.
enum class Output {
  softmax_cross_entropy,
  sigmoid_cross_entropy,
  linear_squared_error
};

/// The matched pair called by this name.
/// \param name  `softmax_cross_entropy`, `sigmoid_cross_entropy` or
///              `linear_squared_error`
/// \return the pair
/// \throws std::invalid_argument for any other name
inline Output output_named(std::string_view name) {
  if (name == "softmax_cross_entropy") return Output::softmax_cross_entropy;
  if (name == "sigmoid_cross_entropy") return Output::sigmoid_cross_entropy;
  if (name == "linear_squared_error") return Output::linear_squared_error;
  throw std::invalid_argument(
      "output: expected softmax_cross_entropy, sigmoid_cross_entropy or "
      "linear_squared_error, got '" +
      std::string(name) + "'");
}

/// The name of a matched pair.
/// \param pair  the pair
/// \return the name that output_named() takes
inline std::string name_of(Output pair) {
  switch (pair) {
    case Output::softmax_cross_entropy:
      return "softmax_cross_entropy";
    case Output::sigmoid_cross_entropy:
      return "sigmoid_cross_entropy";
    default:
      return "linear_squared_error";
  }
}

/// y_hat of a matched pair.
/// \param pair  the pair
/// \param o     scores, K x n
/// \return softmax, sigmoid or o itself, same shape
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

/// The loss of a matched pair, from its scores.
/// \param pair  the pair
/// \param o     scores, K x n
/// \param y     targets, K x n
/// \return the sum over all columns
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

/// dL/do of any matched pair. For softmax the targets of a step sum to 1.
/// \param y_hat  predictions, K x n
/// \param y      targets, K x n
/// \return y_hat - y
inline Matrix output_delta(const Matrix& y_hat, const Matrix& y) {
  return y_hat - y;
}

/// y_hat at each time.
Sequence predict(Output pair, const Sequence& o);
/// The sum over all times and sequences.
/// \throws std::invalid_argument when the shapes or times differ
double loss(Output pair, const Sequence& o, const Sequence& y);
/// dL/do at each time.
/// \throws std::invalid_argument when the shapes or times differ
Sequence output_delta(const Sequence& y_hat, const Sequence& y);

}  // namespace unrolled
