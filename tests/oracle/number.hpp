// Numbers that carry a derivative in their imaginary part.
//
// f(x + ih) = f(x) + ih f'(x) - ..., so Im f(x + ih) / h is f'(x) with no
// difference of nearby numbers, and h may be so small (1e-100) that nothing of
// the remainder is left. What it asks of f: no abs, no max, no comparison but
// by real part. Derivatives below about 1e-208 underflow to 0.
//
// Nothing here is shared with the code under test, on purpose.
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace oracle {

using Number = std::complex<double>;
using Vec = std::vector<Number>;
using Mat = std::vector<Vec>;  // rows
using RealVec = std::vector<double>;
using RealMat = std::vector<RealVec>;

inline constexpr double kStep = 1e-100;

void require(bool condition, std::string_view what);

// -- Vectors and matrices ----------------------------------------------------

Vec multiply(const Mat& m, const Vec& v);

Vec add(Vec v, const Vec& w);

// Entry by entry; where there is no list, v as it is, else with that of a step.
Vec times(Vec v, const Vec& w);
Vec masked(const std::vector<Vec>& masks, std::size_t step, const Vec& v);

RealVec real(const Vec& v);

// v, its entry i moved by i*kStep.
Vec stepped(Vec v, std::size_t i);

Vec one_hot(std::size_t size, std::size_t which);

// -- Activations -------------------------------------------------------------

// log(1 + w), also for tiny w; Re w > -1.
Number log1p(Number w);

Number sigmoid(Number z);

// log sigmoid(z); log(1 - sigmoid(z)) is log_sigmoid(-z).
Number log_sigmoid(Number z);

// log softmax(o)_k = o_k - m - log(1 + sum_{j != top} exp(o_j - m)).
Vec log_softmax(const Vec& o);

Vec softmax(const Vec& o);

// "tanh", "relu" (slope 0 at 0), "sigmoid", "identity"; "softmax" acts on the
// whole vector.
Vec activate(const std::string& name, Vec z);

// -- Losses ------------------------------------------------------------------

// -sum_k y_k log softmax(o)_k; y need not sum to 1.
Number softmax_cross_entropy(const Vec& o, const Vec& y);

// -sum_k [y_k log s(o_k) + (1 - y_k) log(1 - s(o_k))].
Number sigmoid_cross_entropy(const Vec& o, const Vec& y);

// 1/2 sum_k (o_k - y_k)^2.
Number squared_error(const Vec& o, const Vec& y);

// -sum_k [y_k log p_k + (1 - y_k) log(1 - p_k)] with p = softmax(o): each class
// as a yes-or-no question. 1 - p_k is the sum of the other p's, hence
// log(1 - p_k) = log p_j - log softmax(the others)_j for any j != k; that is
// taken where p_k is large, log1p(-p_k) where it is small.
Number softmax_binary_cross_entropy(const Vec& o, const Vec& y);

// The loss of "softmax_cross_entropy", "sigmoid_cross_entropy",
// "linear_squared_error" or "softmax_binary_cross_entropy", and what it makes
// of the scores.
Number loss_of(const std::string& output, const Vec& o, const Vec& y);
Vec predicted(const std::string& output, const Vec& o);

// -- Derivatives -------------------------------------------------------------

// d f / d entry, where f() reads entry (by reference) and returns a Number.
template <class F>
double derivative(const F& f, Number& entry) {
  const Number before = entry;
  entry += Number(0, kStep);
  const double result = Number(f()).imag() / kStep;
  entry = before;
  return result;
}

// The same, less precisely: [f(x + e) - f(x - e)] / 2e.
template <class F>
double difference(const F& f, Number& entry, double e = 1e-6) {
  const Number before = entry;
  entry = before + e;
  const double above = Number(f()).real();
  entry = before - e;
  const double below = Number(f()).real();
  entry = before;
  return (above - below) / (2 * e);
}

template <class F>
RealVec gradient(const F& f, Vec& v) {
  RealVec result;
  for (Number& n : v) result.push_back(derivative(f, n));
  return result;
}

template <class F>
RealMat gradient(const F& f, Mat& m) {
  RealMat result;
  for (Vec& row : m) result.push_back(gradient(f, row));
  return result;
}

}  // namespace oracle
