// Networks in the book's form and in the oracle's.
#pragma once
#include <string>
#include <vector>

#include "chapters/01-backpropagation/network.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/oracle/layered.hpp"

namespace support {

using namespace unrolled;
using namespace unrolled::backprop;

inline oracle::Vec vec(const Matrix& m, Index column = 0) {
  oracle::Vec v;
  for (Index i = 0; i < m.n_rows; ++i) v.push_back(m(i, column));
  return v;
}

inline oracle::Mat mat(const Matrix& m) {
  oracle::Mat rows;
  for (Index i = 0; i < m.n_rows; ++i) rows.push_back(vec(m.row(i).t()));
  return rows;
}

inline Matrix back(const oracle::RealMat& rows) {
  Matrix m(rows.size(), rows[0].size());
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j) m(i, j) = rows[i][j];
  return m;
}

inline Vector back(const oracle::RealVec& v) {
  Vector m(v.size());
  for (Index i = 0; i < m.n_elem; ++i) m(i) = v[i];
  return m;
}

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

inline oracle::Layered in_loops(const Network<double>& net, const Matrix& x,
                                const Matrix& y, Loss kind, Index column = 0) {
  oracle::Layered same;
  for (const Layer<double>& layer : net) {
    same.W.push_back(mat(layer.W));
    same.b.push_back(vec(layer.b));
    same.activation.push_back(name_of(layer.activation));
  }
  same.x = vec(x, column);
  same.y = vec(y, column);
  same.loss =
      kind == Loss::squared_error ? "squared_error" : "softmax_cross_entropy";
  return same;
}

// Targets that suit the loss: each column sums to 1.
inline Matrix targets(Random& random, Index rows, Index cols) {
  Matrix y = random.uniform_matrix(rows, cols, 0.1, 1);
  y.each_row() /= Matrix(arma::sum(y, 0));
  return y;
}

// The largest block error of a gradient against the oracle's.
inline double worst_error(const Gradient& g, const oracle::Layered& truth) {
  const oracle::LayeredGradients o = oracle::complex_step(truth);
  double worst = 0;
  for (std::size_t l = 1; l < g.dW.size(); ++l) {
    worst = std::max(worst, block_error(g.dW[l], back(o.dW[l - 1])));
    worst = std::max(worst, block_error(g.db[l], back(o.db[l - 1])));
    worst = std::max(worst, block_error(g.delta[l], back(o.delta[l - 1])));
  }
  return worst;
}

}  // namespace support
