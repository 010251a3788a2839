#include "tests/oracle/number.hpp"

namespace oracle {

void require(bool condition, std::string_view what) {
  if (!condition) throw std::invalid_argument("oracle: " + std::string(what));
}

Vec multiply(const Mat& m, const Vec& v) {
  Vec result;
  for (const Vec& row : m) {
    require(row.size() == v.size(), "a matrix does not fit its vector");
    Number sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) sum += row[j] * v[j];
    result.push_back(sum);
  }
  return result;
}

Vec add(Vec v, const Vec& w) {
  require(v.size() == w.size(), "vectors of different length");
  for (std::size_t i = 0; i < v.size(); ++i) v[i] += w[i];
  return v;
}

Vec times(Vec v, const Vec& w) {
  require(v.size() == w.size(), "vectors of different length");
  for (std::size_t i = 0; i < v.size(); ++i) v[i] *= w[i];
  return v;
}

Vec masked(const std::vector<Vec>& masks, std::size_t step, const Vec& v) {
  return masks.empty() ? v : times(v, masks.at(step));
}

RealVec real(const Vec& v) {
  RealVec result;
  for (const Number& n : v) result.push_back(n.real());
  return result;
}

Vec stepped(Vec v, std::size_t i) {
  v.at(i) += Number(0, kStep);
  return v;
}

Vec one_hot(std::size_t size, std::size_t which) {
  require(which < size, "no such class");
  Vec result(size);
  result[which] = 1;
  return result;
}

Number log1p(Number w) {
  const double a = w.real();
  const double b = w.imag();
  return {0.5 * std::log1p(a * (2 + a) + b * b), std::atan2(b, 1 + a)};
}

Number sigmoid(Number z) {
  if (z.real() >= 0) return 1.0 / (1.0 + std::exp(-z));
  const Number e = std::exp(z);
  return e / (1.0 + e);
}

Number log_sigmoid(Number z) {
  if (z.real() >= 0) return -log1p(std::exp(-z));
  return z - log1p(std::exp(z));
}

Vec log_softmax(const Vec& o) {
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

Vec softmax(const Vec& o) {
  Vec result = log_softmax(o);
  for (Number& n : result) n = std::exp(n);
  return result;
}

Vec activate(const std::string& name, Vec z) {
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

Number softmax_cross_entropy(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  const Vec log_p = log_softmax(o);
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k) sum -= y[k] * log_p[k];
  return sum;
}

Number sigmoid_cross_entropy(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k)
    sum -= y[k] * log_sigmoid(o[k]) + (1.0 - y[k]) * log_sigmoid(-o[k]);
  return sum;
}

Number squared_error(const Vec& o, const Vec& y) {
  require(o.size() == y.size(), "outputs and targets differ in length");
  Number sum = 0;
  for (std::size_t k = 0; k < o.size(); ++k)
    sum += (o[k] - y[k]) * (o[k] - y[k]);
  return 0.5 * sum;
}

Number softmax_binary_cross_entropy(const Vec& o, const Vec& y) {
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

Number loss_of(const std::string& output, const Vec& o, const Vec& y) {
  if (output == "softmax_cross_entropy") return softmax_cross_entropy(o, y);
  if (output == "sigmoid_cross_entropy") return sigmoid_cross_entropy(o, y);
  if (output == "linear_squared_error") return squared_error(o, y);
  require(output == "softmax_binary_cross_entropy",
          "no output '" + output + "'");
  return softmax_binary_cross_entropy(o, y);
}

Vec predicted(const std::string& output, const Vec& o) {
  if (output.rfind("softmax", 0) == 0) return softmax(o);
  return activate(output[0] == 's' ? "sigmoid" : "identity", o);
}

}  // namespace oracle
