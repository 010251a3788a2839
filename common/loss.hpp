/// \file
/// The losses, and the three matched pairs of output and loss whose gradient
/// with respect to the output's input is y_hat - y.
///
/// Dimensions: o, y_hat and y are K x n: K outputs, one column per step or
/// example. Every loss is a sum over its columns; nothing is averaged. What a
/// forward pass needs is a template on the number type (double or Complex).
#pragma once
#include <string>
#include <string_view>

#include "common/activation.hpp"
#include "common/matrix.hpp"
#include "common/sequence.hpp"

namespace unrolled {

/// 1/2 the sum of squares of a - y.
template <class T>
T squared_error(const arma::Mat<T>& a, const Matrix& y);

/// -sum_k y_k log softmax(o)_k.
template <class T>
T softmax_cross_entropy(const arma::Mat<T>& o, const Matrix& y);

/// log(1 + e^z) without overflow.
template <class T>
T softplus(const T& z);

/// -sum_k [y_k log sigma(o_k) + (1 - y_k) log(1 - sigma(o_k))], with
/// log sigma(o) = -softplus(-o) and log(1 - sigma(o)) = -softplus(o).
template <class T>
T sigmoid_cross_entropy(const arma::Mat<T>& o, const Matrix& y);

/// A matched pair: the output's activation and the loss that goes with it.
enum class Output {
  softmax_cross_entropy,
  sigmoid_cross_entropy,
  linear_squared_error
};

/// The pair called `softmax_cross_entropy`, `sigmoid_cross_entropy` or
/// `linear_squared_error`.
/// \throws std::invalid_argument for any other name
Output output_named(std::string_view name);
/// The name that output_named() takes.
std::string name_of(Output pair);

/// y_hat: softmax, sigmoid or o itself.
template <class T>
arma::Mat<T> predict(Output pair, const arma::Mat<T>& o);
/// The loss of a matched pair, from its scores.
template <class T>
T loss(Output pair, const arma::Mat<T>& o, const Matrix& y);
/// dL/do of any matched pair. For softmax the targets of a step sum to 1.
Matrix output_delta(const Matrix& y_hat, const Matrix& y);

/// y_hat at each time.
Sequence predict(Output pair, const Sequence& o);
/// The sum over all times and sequences.
/// \throws std::invalid_argument when the shapes or times differ
double loss(Output pair, const Sequence& o, const Sequence& y);
/// dL/do at each time.
/// \throws std::invalid_argument when the shapes or times differ
Sequence output_delta(const Sequence& y_hat, const Sequence& y);

}  // namespace unrolled
