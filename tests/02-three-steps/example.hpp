// Random three-step networks, and the same network for the oracle.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chapters/02-three-steps/paths.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/oracle/recurrent.hpp"

namespace three_steps_test {

using unrolled::Activation;
using unrolled::Index;
using unrolled::Matrix;
using unrolled::Output;
using unrolled::Vector;
using unrolled::three_steps::Gradients;
using unrolled::three_steps::Kind;
using unrolled::three_steps::Path;
using unrolled::three_steps::ThreeSteps;
using unrolled::three_steps::Weights;

// What every block's error is held to.
inline constexpr double kTolerance = 1e-12;

struct Example {
  Kind kind;
  Weights<double> weights;
  Vector h0;
  Matrix x, y;

  ThreeSteps steps() const { return ThreeSteps(kind, weights, h0, x, y); }
};

// W is scaled so that its largest singular value is 0.9: as no hidden kind has
// a slope above 1, every dh(t)/dh(t-1) then shrinks what it is given. Two
// inputs, three hidden units and four outputs: no two sizes agree, so that a
// matrix in the wrong place does not fit.
inline Example random_example(Activation hidden, Output output,
                              std::uint64_t seed) {
  const Index d = 2, n = 3, K = 4;
  unrolled::Random random(seed);
  Example e;
  e.kind = {hidden, output};
  e.weights.U = random.normal_matrix(n, d);
  e.weights.W = random.normal_matrix(n, n);
  e.weights.W *= 0.9 / arma::norm(e.weights.W, 2);
  e.weights.V = random.normal_matrix(K, n);
  e.weights.b = random.normal_matrix(n, 1, 0.5);
  e.weights.c = random.normal_matrix(K, 1, 0.5);
  e.h0 = random.normal_matrix(n, 1);
  e.x = random.normal_matrix(d, 3);
  e.y = random.uniform_matrix(K, 3, 0.1, 0.9);
  if (output == Output::softmax_cross_entropy)
    for (Index t = 0; t < 3; ++t) e.y.col(t) /= arma::accu(e.y.col(t));
  return e;
}

inline oracle::Vec to_oracle(const Vector& v) {
  oracle::Vec result;
  for (const double value : v) result.push_back(value);
  return result;
}

inline oracle::Mat rows_of(const Matrix& m) {
  oracle::Mat result;
  for (Index i = 0; i < m.n_rows; ++i)
    result.push_back(to_oracle(m.row(i).t()));
  return result;
}

inline std::vector<oracle::Vec> columns_of(const Matrix& m) {
  std::vector<oracle::Vec> result;
  for (Index j = 0; j < m.n_cols; ++j) result.push_back(to_oracle(m.col(j)));
  return result;
}

inline oracle::Recurrent to_oracle(const Example& e) {
  oracle::Recurrent net;
  net.U = rows_of(e.weights.U);
  net.W = rows_of(e.weights.W);
  net.V = rows_of(e.weights.V);
  net.b = to_oracle(e.weights.b);
  net.c = to_oracle(e.weights.c);
  net.h0 = to_oracle(e.h0);
  net.x = columns_of(e.x);
  net.y = columns_of(e.y);
  net.hidden = unrolled::name_of(e.kind.hidden);
  net.output = unrolled::name_of(e.kind.output);
  return net;
}

// The oracle's gradients of L_t alone.
inline oracle::Gradients true_gradients_of_step(const Example& e, Index t) {
  oracle::Recurrent net = to_oracle(e);
  net.weights = {0, 0, 0};
  net.weights[t - 1] = 1;
  return oracle::complex_step(net);
}

inline Matrix matrix(const oracle::RealMat& rows) {
  Matrix m(rows.size(), rows.at(0).size());
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j) m(i, j) = rows[i].at(j);
  return m;
}

inline Vector vector(const oracle::RealVec& values) {
  return Vector(values);
}

inline Matrix columns(const std::vector<oracle::RealVec>& list) {
  return matrix(oracle::RealMat(list)).t();
}

// The largest block error of a set of gradients against the oracle's.
inline double worst_error(const Gradients& g, const oracle::Gradients& truth) {
  using unrolled::block_error;
  std::vector<oracle::RealVec> dh(truth.dh.begin() + 1, truth.dh.end());
  return Vector{block_error(g.dU, matrix(truth.dU)),
                block_error(g.dW, matrix(truth.dW)),
                block_error(g.dV, matrix(truth.dV)),
                block_error(g.db, vector(truth.db)),
                block_error(g.dc, vector(truth.dc)),
                block_error(g.dh0, vector(truth.dh0)),
                block_error(g.dx, columns(truth.dx)),
                block_error(g.delta, columns(dh))}
      .max();
}

}  // namespace three_steps_test
