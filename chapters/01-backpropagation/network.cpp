#include "chapters/01-backpropagation/network.hpp"

namespace unrolled::backprop {
namespace {

template <class T>
void require_network(const Network<T>& network, const arma::Mat<T>& x) {
  if (network.empty())
    throw std::invalid_argument("network: expected at least one layer, got 0");
  require_not_empty("x", x);
  require_finite("x", x);
  Index before = x.n_rows;
  for (std::size_t l = 1; l <= network.size(); ++l) {
    const Layer<T>& layer = network[l - 1];
    const std::string number = "[" + std::to_string(l) + "]";
    require_not_empty("W" + number, layer.W);
    require_shape("W" + number, layer.W, layer.W.n_rows, before);
    require_shape("b" + number, layer.b, layer.W.n_rows, 1);
    require_finite("W" + number, layer.W);
    require_finite("b" + number, layer.b);
    before = layer.W.n_rows;
  }
}

}  // namespace

// [forward]
template <class T>
Pass<T> forward(const Network<T>& network, const arma::Mat<T>& x) {
  require_network(network, x);
  Pass<T> pass{{{}}, {x}};
  for (const Layer<T>& layer : network) {
    arma::Mat<T> z = layer.W * pass.a.back();
    z.each_col() += layer.b;  // (1.1)
    pass.z.push_back(z);
    pass.a.push_back(activate(layer.activation, z));  // (1.2)
  }
  return pass;
}
// [forward]

// [loss]
template <class T>
T loss(Loss kind, const Pass<T>& pass, const Matrix& y) {
  require_shape("y", y, pass.a.back().n_rows, pass.a.back().n_cols);
  if (kind == Loss::squared_error)
    return squared_error(pass.a.back(), y);        // (1.3)
  return softmax_cross_entropy(pass.z.back(), y);  // (1.4)
}
// [loss]

namespace {

// [last_delta]
Matrix last_delta(Loss kind, Activation activation, const Matrix& z,
                  const Matrix& a, const Matrix& y) {
  if (kind == Loss::squared_error)
    return (a - y) % derivative(activation, z);  // (1.5)
  return softmax(z) - y;                         // (1.6)
}
// [last_delta]

// [delta]
Matrix delta_below(const Layer<double>& above, const Matrix& delta,
                   Activation activation, const Matrix& z) {
  return (above.W.t() * delta) % derivative(activation, z);  // (1.10)
}
// [delta]

}  // namespace

// [backward]
Gradient backward(const Network<double>& network, const Pass<double>& pass,
                  Loss kind, const Matrix& y) {
  const std::size_t L = network.size();
  require_shape("y", y, pass.a[L].n_rows, pass.a[L].n_cols);
  std::vector<Matrix> delta(L + 1), dW(L + 1);
  std::vector<Vector> db(L + 1);
  for (std::size_t l = L; l >= 1; --l) {
    const Activation sigma = network[l - 1].activation;
    delta[l] = l == L ? last_delta(kind, sigma, pass.z[L], pass.a[L], y)
                      : delta_below(network[l], delta[l + 1], sigma, pass.z[l]);
    dW[l] = delta[l] * pass.a[l - 1].t();  // (1.11)
    db[l] = arma::sum(delta[l], 1);        // (1.12)
  }
  return {delta, dW, db};
}
// [backward]

Blocks Gradient::blocks() {
  Blocks all;
  for (std::size_t l = 1; l < dW.size(); ++l) {
    all.push_back({"dW[" + std::to_string(l) + "]", dW[l]});
    all.push_back({"db[" + std::to_string(l) + "]", db[l]});
  }
  return all;
}

// [update]
void update(Network<double>& network, const Gradient& gradient, double rate) {
  for (std::size_t l = 1; l <= network.size(); ++l) {
    network[l - 1].W -= rate * gradient.dW[l];  // (1.13)
    network[l - 1].b -= rate * gradient.db[l];  // (1.14)
  }
}
// [update]

template Pass<double> forward(const Network<double>&, const Matrix&);
template Pass<Complex> forward(const Network<Complex>&, const ComplexMatrix&);
template double loss(Loss, const Pass<double>&, const Matrix&);
template Complex loss(Loss, const Pass<Complex>&, const Matrix&);

}  // namespace unrolled::backprop
