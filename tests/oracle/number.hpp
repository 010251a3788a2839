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
#include <vector>

namespace oracle {

using Number = std::complex<double>;
using Vec = std::vector<Number>;
using Mat = std::vector<Vec>;  // rows
using RealVec = std::vector<double>;
using RealMat = std::vector<RealVec>;

inline constexpr double kStep = 1e-100;

inline void require(bool condition, const std::string& what) {
  if (!condition) throw std::invalid_argument("oracle: " + what);
}

// -- Vectors and matrices ----------------------------------------------------

inline Vec multiply(const Mat& m, const Vec& v) {
  Vec result;
  for (const Vec& row : m) {
    require(row.size() == v.size(), "a matrix does not fit its vector");
    Number sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) sum += row[j] * v[j];
    result.push_back(sum);
  }
  return result;
}

inline Vec add(Vec v, const Vec& w) {
  require(v.size() == w.size(), "vectors of different length");
  for (std::size_t i = 0; i < v.size(); ++i) v[i] += w[i];
  return v;
}

inline RealVec real(const Vec& v) {
  RealVec result;
  for (const Number& n : v) result.push_back(n.real());
  return result;
}

inline Vec one_hot(std::size_t size, std::size_t which) {
  require(which < size, "no such class");
  Vec result(size);
  result[which] = 1;
  return result;
}

// -- Activations -------------------------------------------------------------

// log(1 + w), also for tiny w; Re w > -1.
inline Number log1p(Number w) {
  const double a = w.real();
  const double b = w.imag();
  return {0.5 * std::log1p(a * (2 + a) + b * b), std::atan2(b, 1 + a)};
}

inline Number sigmoid(Number z) {
  if (z.real() >= 0) return 1.0 / (1.0 + std::exp(-z));
  const Number e = std::exp(z);
  return e / (1.0 + e);
}

// log sigmoid(z); log(1 - sigmoid(z)) is log_sigmoid(-z).
inline Number log_sigmoid(Number z) {
  if (z.real() >= 0) return -log1p(std::exp(-z));
  return z - log1p(std::exp(z));
}

// log softmax(o)_k = o_k - m - log(1 + sum_{j != top} exp(o_j - m)).
inline Vec log_softmax(const Vec& o) {
  require(!o.empty(), "softmax of nothing");
  std::size_t top = 0;
  for (std::size_t k = 1; k < o.size(); ++k)
    if (o[k].real() > o[top].real()) top = k;
  Number others = 0;
  for (std::size_t k = 0; k < o.size(); ++k)
    if (k != top) others += std::exp(o[k] - o[top]);
  Vec result;
  for (const Number& n : o) result.push_back(n - o[top] - log1p(others));
  return result;
}

inline Vec softmax(const Vec& o) {
  Vec result = log_softmax(o);
  for (Number& n : result) n = std::exp(n);
  return result;
}

// "tanh", "relu" (slope 0 at 0), "sigmoid", "identity"; "softmax" acts on the
// whole vector.
inline Vec activate(const std::string& name, Vec z) {
  if (name == "softmax") return softmax(z);
  for (Number& n : z)
    if (name == "tanh")
      n = std::tanh(n);
    else if (name == "relu")
      n = n.real() > 0 ? n : Number(0);
    else if (name == "sigmoid")
      n = sigmoid(n);
    else
      require(name == "identity", "no activation '" + name + "'");
  return z;
}

// -- Losses ------------------------------------------------------------------

// -sum_k y_k log softmax(o)_k; y need not sum to 1.
inline Number softmax_cross_entropy(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  const Vec log_p = log_softmax(o);
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k) sum -= y[k] * log_p[k];
  return sum;
}

// -sum_k [y_k log s(o_k) + (1 - y_k) log(1 - s(o_k))].
inline Number sigmoid_cross_entropy(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k)
    sum -= y[k] * log_sigmoid(o[k]) + (1.0 - y[k]) * log_sigmoid(-o[k]);
  return sum;
}

// 1/2 sum_k (o_k - y_k)^2.
inline Number squared_error(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k)
    sum += (o[k] - y[k]) * (o[k] - y[k]);
  return 0.5 * sum;
}

// -sum_k [y_k log p_k + (1 - y_k) log(1 - p_k)] with p = softmax(o): each class
// as a yes-or-no question. 1 - p_k is the sum of the other p's, hence
// log(1 - p_k) = log p_j - log softmax(the others)_j for any j != k; that is
// taken where p_k is large, log1p(-p_k) where it is small.
inline Number softmax_binary_cross_entropy(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  const Vec log_p = log_softmax(o);
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k) {
    if (y[k] != 0.0) sum -= y[k] * log_p[k];
    if (y[k] == 1.0) continue;
    require(o.size() > 1, "log(1 - 1): one class is always right");
    Number log_rest;
    if (const Number p = std::exp(log_p[k]); p.real() < 0.5) {
      log_rest = log1p(-p);
    } else {
      Vec others = o;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
      const std::size_t j = k == 0 ? 1 : 0;
      log_rest = log_p[j] - log_softmax(others)[0];
    }
    sum -= (1.0 - y[k]) * log_rest;
  }
  return sum;
}

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
