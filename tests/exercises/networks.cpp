#include "tests/exercises/networks.hpp"

#include "common/random.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/layered.hpp"
#include "tests/oracle/recurrent.hpp"

namespace unrolled::exercises {

using oracle::back;
using oracle::columns;

Recurrence::Recurrence(const oracle::Recurrent& given)
    : net(std::make_shared<oracle::Recurrent>(given)),
      U(back(given.U)),
      W(back(given.W)),
      V(back(given.V)),
      b(back(given.b)),
      c(back(given.c)),
      h0(back(given.h0)),
      x(columns(given.x)),
      y(columns(given.y)) {
  const oracle::Trace trace = oracle::run(given);
  const oracle::Gradients g = oracle::complex_step(given);
  h = columns(trace.h);
  dLdo = columns(g.do_);
  dU = back(g.dU);
  dW = back(g.dW);
  dV = back(g.dV);
  db = back(g.db);
  dc = back(g.dc);
  dh0 = back(g.dh0);
  delta = columns(g.dh);
}

Recurrence Recurrence::with_W(const Matrix& other) const {
  oracle::Recurrent changed = *net;
  changed.W = oracle::loops(other);
  return Recurrence(changed);
}

Matrix Recurrence::slope(Index t) const {
  return arma::diagmat(1 - arma::square(h.col(t)));
}

Matrix Recurrence::jacobian(Index t, Index k) const {
  return back(oracle::jacobian(*net, t, k));
}

Matrix Recurrence::path(Index t, Index k) const {
  oracle::Recurrent one = *net;
  one.weights.assign(one.x.size(), 0);
  one.weights[t - 1] = 1;
  return back(oracle::complex_step(one).dW_at[k - 1]);
}

Recurrence random_recurrence(Index D, Index H, Index K, Index tau,
                             std::uint64_t seed) {
  Random random(seed);
  const auto normal = [&](Index rows, Index cols, double size) {
    return Matrix(random.normal_matrix(rows, cols, size));
  };
  const auto vector = [&](Index rows, double size) {
    return oracle::loops(Vector(normal(rows, 1, size)));
  };
  oracle::Recurrent net;
  net.U = oracle::loops(normal(H, D, 0.8));
  net.W = oracle::loops(normal(H, H, 0.8));
  net.V = oracle::loops(normal(K, H, 0.8));
  net.b = vector(H, 0.3);
  net.c = vector(K, 0.3);
  net.h0 = vector(H, 0.5);
  net.x = oracle::steps(normal(D, tau, 1));
  net.y = oracle::steps(normal(K, tau, 1));
  net.output = "linear_squared_error";
  return Recurrence(net);
}

Layers random_layers(const std::vector<Index>& widths, Index examples,
                     std::uint64_t seed, double bias) {
  Random random(seed);
  Layers l;
  oracle::Layered net;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    l.W.push_back(random.normal_matrix(widths[i], widths[i - 1], 0.8));
    l.b.push_back(Vector(random.normal_matrix(widths[i], 1, bias)));
    l.dW.push_back(0 * l.W.back());
    l.db.push_back(0 * l.b.back());
    net.W.push_back(oracle::loops(l.W.back()));
    net.b.push_back(oracle::loops(l.b.back()));
    net.activation.push_back("tanh");
  }
  l.x = random.normal_matrix(widths.front(), examples);
  l.y = random.normal_matrix(widths.back(), examples, 0.5);
  for (Index j = 0; j < examples; ++j) {
    net.x = oracle::steps(l.x)[j];
    net.y = oracle::steps(l.y)[j];
    const oracle::LayeredGradients g = oracle::complex_step(net);
    for (std::size_t i = 0; i < l.W.size(); ++i) {
      l.dW[i] += back(g.dW[i]);
      l.db[i] += back(g.db[i]);
    }
  }
  return l;
}

Matrix row_of(const std::vector<Matrix>& blocks) {
  Matrix all;
  for (const Matrix& block : blocks) all = arma::join_rows(all, block.as_row());
  return all;
}

}  // namespace unrolled::exercises
