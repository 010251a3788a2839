// Random recurrent networks in the book's form and in the oracle's, and the
// one check that judges every gradient of this chapter.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "chapters/03-any-length/bptt.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/oracle/recurrent.hpp"

namespace any_length_test {

using namespace unrolled;
using namespace unrolled::bptt;

// What rounding may do to a block, relative to its norm.
inline constexpr double kTolerance = 1e-12;
// A wrong version is a million tolerances off, not at the edge of one.
inline constexpr double kFarOff = 1e-6;

// A network and a sequence. W is a random matrix scaled so that its largest
// singular value is 0.9; no activation here has a slope above 1, so every
// dh(t)/dh(t-1) shrinks vectors to at most 0.9 of their length and rounding
// errors die out instead of growing. All else is of order 1, h(0) included.
struct Case {
  Network net;
  Parameters<> p;
  Matrix x, y;
  Vector h0;

  States<> states() const { return forward(net.hidden, p, x, h0); }
  Matrix dLdo() const {
    return output_delta(predict(net.output, states().o), y);
  }
  Gradient gradient() const { return loss_and_gradient(net, p, x, y, h0).by; }
};

inline Case random_case(const Network& net, Index tau, std::uint64_t seed,
                        Index D = 2, Index H = 4, Index K = 3) {
  Random r(seed);
  Matrix W = r.normal_matrix(H, H);
  W *= 0.9 / arma::norm(W);  // arma::norm of a matrix: largest singular value
  Case c{net,
         {r.normal_matrix(H, D, 0.6), W, r.normal_matrix(K, H, 0.8),
          r.normal_matrix(H, 1, 0.3), r.normal_matrix(K, 1, 0.3)},
         r.normal_matrix(D, tau),
         r.uniform_matrix(K, tau, 0.05, 1),
         r.normal_matrix(H, 1)};
  c.y.each_row() /= Matrix(arma::sum(c.y, 0));
  return c;
}

inline oracle::Vec loops(const Vector& v) {
  oracle::Vec same;
  for (const double number : v) same.push_back(number);
  return same;
}
inline oracle::Mat loops(const Matrix& m) {
  oracle::Mat rows;
  for (Index i = 0; i < m.n_rows; ++i)
    rows.push_back(loops(Vector(m.row(i).t())));
  return rows;
}
inline std::vector<oracle::Vec> steps(const Matrix& m) {
  std::vector<oracle::Vec> columns;
  for (Index t = 0; t < m.n_cols; ++t)
    columns.push_back(loops(Vector(m.col(t))));
  return columns;
}
inline oracle::Recurrent loops(const Case& c) {
  oracle::Recurrent net;
  net.U = loops(c.p.U);
  net.W = loops(c.p.W);
  net.V = loops(c.p.V);
  net.b = loops(c.p.b);
  net.c = loops(c.p.c);
  net.h0 = loops(c.h0);
  net.x = steps(c.x);
  net.y = steps(c.y);
  net.hidden = name_of(c.net.hidden);
  net.output = name_of(c.net.output);
  return net;
}

inline Vector back(const oracle::RealVec& v) {
  return Vector(v);
}
inline Matrix back(const oracle::RealMat& rows) {
  Matrix m(rows.size(), rows[0].size());
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j) m(i, j) = rows[i][j];
  return m;
}

// One block of a gradient, by its name.
struct Block {
  std::string name;
  Matrix value;
};
using Blocks = std::vector<Block>;

inline Blocks blocks(const Gradient& g) {
  return {{"dU", g.dU}, {"dW", g.dW},       {"dV", g.dV},
          {"db", g.db}, {"dc", g.dc},       {"dh0", g.dh0},
          {"dx", g.dx}, {"delta", g.delta}, {"dz", g.dz}};
}

// The same blocks by complex step through plain loops: no backward pass.
inline Blocks truth(const oracle::Recurrent& net) {
  using namespace oracle;
  Recurrent moved = net;
  const auto L = [&moved] { return run(moved).loss; };
  const std::size_t tau = net.x.size(), H = net.h0.size();
  Matrix dx(net.x[0].size(), tau), delta(H, tau), dz(H, tau);
  for (std::size_t t = 1; t <= tau; ++t) {
    dx.col(t - 1) = back(oracle::gradient(L, moved.x[t - 1]));
    delta.col(t - 1) = back(total_derivative(net, Place::kH, t, H));
    dz.col(t - 1) = back(total_derivative(net, Place::kZ, t, H));
  }
  return {{"dU", back(oracle::gradient(L, moved.U))},
          {"dW", back(oracle::gradient(L, moved.W))},
          {"dV", back(oracle::gradient(L, moved.V))},
          {"db", back(oracle::gradient(L, moved.b))},
          {"dc", back(oracle::gradient(L, moved.c))},
          {"dh0", back(oracle::gradient(L, moved.h0))},
          {"dx", dx},
          {"delta", delta},
          {"dz", dz}};
}

// The error of each block, in the order of blocks().
inline std::vector<double> errors(const Blocks& got, const Blocks& expected) {
  std::vector<double> e;
  for (std::size_t i = 0; i < got.size(); ++i)
    e.push_back(block_error(got[i].value, expected[i].value));
  return e;
}
inline double worst(const Blocks& got, const Blocks& expected) {
  const std::vector<double> e = errors(got, expected);
  return *std::max_element(e.begin(), e.end());
}

inline const std::vector<Activation> kHidden{Activation::tanh, Activation::relu,
                                             Activation::sigmoid,
                                             Activation::identity};
inline const std::vector<Output> kOutputs{Output::softmax_cross_entropy,
                                          Output::sigmoid_cross_entropy,
                                          Output::linear_squared_error};

}  // namespace any_length_test
