/// \file
/// The activations and their derivatives.
///
/// Each acts on every element of a matrix alone; softmax acts on each column, a
/// step or an example. Results have their argument's shape. Those that the
/// forward pass needs are templates on the number type (double or Complex), so
/// that a complex step can run them.
#pragma once
#include <string>
#include <string_view>

#include "common/matrix.hpp"

namespace unrolled {

/// The elementwise activations of the book.
enum class Activation { identity, sigmoid, tanh, relu };

/// The activation called `identity`, `sigmoid`, `tanh` or `relu`.
/// \throws std::invalid_argument for any other name
Activation activation_named(std::string_view name);
/// The name that activation_named() takes.
std::string name_of(Activation kind);

/// log(1 + e), which keeps the digits of a small e.
template <class T>
T log_one_plus(const T& e);

/// The logistic function 1 / (1 + e^-z), from whichever side does not overflow.
template <class T>
T sigmoid(const T& z);

/// max(0, z); the real part decides, so that a complex step passes through.
template <class T>
T relu(const T& z);

/// a = sigma(z), element by element.
template <class T>
arma::Mat<T> activate(Activation kind, const arma::Mat<T>& z);

/// sigma'(z), element by element. ReLU's derivative at 0 is taken as 0.
///
/// Sigmoid and tanh are written with e^-|z|, which keeps its digits where
/// sigma has saturated and 1 - tanh^2 would round to 0.
Matrix derivative(Activation kind, const Matrix& z);

/// sigma' by the value a = sigma(z) itself, the way the notes write it for the
/// recurrent network: 1 - h^2 for tanh.
Matrix derivative_from_value(Activation kind, const Matrix& a);

/// log softmax of each column: z_k - log sum_j e^{z_j}.
///
/// The column's largest real part is taken out first, and the sum over the
/// others goes through log1p: nothing overflows, and a probability near 1 keeps
/// the digits of its logarithm.
template <class T>
arma::Mat<T> log_softmax(const arma::Mat<T>& z);

/// softmax of each column: e^{z_k} / sum_j e^{z_j}, probabilities.
template <class T>
arma::Mat<T> softmax(const arma::Mat<T>& z);

}  // namespace unrolled
