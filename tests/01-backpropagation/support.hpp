// Layered networks for the tests, and their gradients from the oracle.
#pragma once
#include "chapters/01-backpropagation/network.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/layered.hpp"

namespace support {

using namespace unrolled;
using namespace unrolled::backprop;

// Layers of these sizes; pre-activations of order 1, so that nothing saturates.
inline Network<double> random_network(Random& random,
                                      const std::vector<Index>& sizes,
                                      Activation sigma) {
  Network<double> net;
  for (std::size_t l = 1; l < sizes.size(); ++l)
    net.push_back({random.uniform_matrix(sizes[l], sizes[l - 1], -0.8, 0.8),
                   random.uniform_matrix(sizes[l], 1, -0.5, 0.5), sigma});
  return net;
}

// Targets that suit the loss: each column sums to 1.
inline Matrix targets(Random& random, Index rows, Index cols) {
  Matrix y = random.uniform_matrix(rows, cols, 0.1, 1);
  y.each_row() /= Matrix(arma::sum(y, 0));
  return y;
}

// A network with an example, its forward and its backward pass.
struct Case {
  Network<double> net;
  Matrix x, y;
  Loss kind;
  Pass<double> pass;
  Gradient g;

  Case(Activation sigma, Loss loss_kind, std::uint64_t seed,
       const std::vector<Index>& sizes = {3, 5, 4, 2})
      : kind(loss_kind) {
    Random random(seed);
    net = random_network(random, sizes, sigma);
    x = random.uniform_matrix(sizes.front(), 1, -1, 1);
    y = targets(random, sizes.back(), 1);
    run();
  }
  void run() {
    pass = forward(net, x);
    g = backward(net, pass, kind, y);
  }
  double J() const { return loss(kind, forward(net, x), y); }

  oracle::Layered loops() const {
    oracle::Layered same;
    for (const Layer<double>& layer : net) {
      same.W.push_back(oracle::loops(layer.W));
      same.b.push_back(oracle::loops(layer.b));
      same.activation.push_back(name_of(layer.activation));
    }
    same.x = oracle::loops(arma::vec(x));
    same.y = oracle::loops(arma::vec(y));
    same.loss =
        kind == Loss::squared_error ? "squared_error" : "softmax_cross_entropy";
    return same;
  }
  // By complex steps through plain loops.
  Gradient truth() const {
    const oracle::LayeredGradients o = oracle::complex_step(loops());
    Gradient t{{{}}, {{}}, {{}}};
    for (std::size_t l = 0; l < net.size(); ++l) {
      t.delta.push_back(oracle::back(o.delta[l]));
      t.dW.push_back(oracle::back(o.dW[l]));
      t.db.push_back(oracle::back(o.db[l]));
    }
    return t;
  }
  // dz^{l+1}/dz^l, column by column, likewise.
  Matrix jacobian_of_z(std::size_t l) const {
    Matrix J(arma::size(net[l].W));
    for (Index j = 0; j < J.n_cols; ++j) {
      const auto t = oracle::run(loops(), {oracle::LayerPlace::kZ, l, j});
      for (Index i = 0; i < J.n_rows; ++i)
        J(i, j) = t.z[l][i].imag() / oracle::kStep;
    }
    return J;
  }
};

}  // namespace support
