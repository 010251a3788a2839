// The true slopes come from the oracle: complex steps of a forward pass.
#include "chapters/03-any-length/exercises/4/task.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

constexpr std::size_t D = 2, H = 3, K = 2;

oracle::Mat columns(const Matrix& m) {
  oracle::Mat out;
  for (Index j = 0; j < m.n_cols; ++j)
    out.push_back({m.colptr(j), m.colptr(j) + m.n_rows});
  return out;
}

oracle::Vec numbers(const Vector& v) {
  return {v.begin(), v.end()};
}

template <class M>
Matrix matrix_of(const M& rows) {
  Matrix out(rows.size(), rows[0].size());
  for (Index i = 0; i < out.n_rows; ++i)
    for (Index j = 0; j < out.n_cols; ++j) out(i, j) = std::real(rows[i][j]);
  return out;
}

Matrix column_of(const oracle::RealVec& v) {
  return Matrix(Vector(v));
}

struct Problem {
  Network net;
  Matrix h, dLdo;
  oracle::Gradients truth;
};

Problem problem(std::size_t tau) {
  Random random(11);
  Problem p;
  Network& n = p.net;
  n.U = random.normal_matrix(H, D, 0.8);
  n.W = random.normal_matrix(H, H, 0.8);
  n.V = random.normal_matrix(K, H, 0.8);
  n.b = random.normal_matrix(H, 1, 0.3);
  n.c = random.normal_matrix(K, 1, 0.3);
  n.h0 = random.normal_matrix(H, 1, 0.5);
  n.x = random.normal_matrix(D, tau);
  const Matrix y = random.normal_matrix(K, tau);
  oracle::Recurrent net{columns(n.U.t()), columns(n.W.t()), columns(n.V.t()),
                        numbers(n.b),     numbers(n.c),     numbers(n.h0),
                        columns(n.x),     columns(y)};
  net.output = "linear_squared_error";
  const oracle::Trace trace = oracle::run(net);
  p.h = matrix_of(trace.h).t();
  p.dLdo = matrix_of(trace.o).t() - y;
  p.truth = oracle::complex_step(net);
  return p;
}

enum class Slip { none, no_slope, slope_after, before };

// db with a slip in its recurrent part; the other blocks follow it.
Matrix slipped_db(const Problem& p, Slip slip) {
  const Network& n = p.net;
  const auto slope = [&](Index t) {
    return Vector(1 - arma::square(p.h.col(t)));
  };
  Vector db(H, arma::fill::zeros), later(H, arma::fill::zeros);
  for (Index t = n.x.n_cols; t >= 1; --t) {
    const bool last = t == n.x.n_cols;
    Vector back = last ? later : Vector(slope(t + 1) % later);
    if (slip == Slip::no_slope) back = later;
    if (slip == Slip::before && !last) back = slope(t - 1) % later;
    Vector delta = n.V.t() * p.dLdo.col(t - 1) + n.W.t() * back;
    if (slip == Slip::slope_after && !last)
      delta = n.V.t() * p.dLdo.col(t - 1) + slope(t + 1) % (n.W.t() * later);
    db += slope(t) % delta;
    later = delta;
  }
  return db;
}

void check(std::size_t tau) {
  const Problem p = problem(tau);
  const Slopes s = backward(p.net, p.h, p.dLdo);
  const std::string of = " of " + std::to_string(tau) + " steps";
  expect(judge("dc" + of, s.dc, column_of(p.truth.dc)));
  expect(judge("dV" + of, s.dV, matrix_of(p.truth.dV)));
  expect(judge(
      "db" + of, s.db, column_of(p.truth.db),
      {{"The way back has lost its slope: W^T delta(t+1) alone.",
        slipped_db(p, Slip::no_slope)},
       {"The slope is of the right step now, and multiplied after W^T; it "
        "belongs before.",
        slipped_db(p, Slip::slope_after)},
       {"The slope went the wrong way: it is of step t-1 now.",
        slipped_db(p, Slip::before)}}));
  expect(judge("dW" + of, s.dW, matrix_of(p.truth.dW)));
  expect(judge("dU" + of, s.dU, matrix_of(p.truth.dU)));
  expect(judge("dh0" + of, s.dh0, column_of(p.truth.dh0)));
}

}  // namespace

TEST_CASE("One step", "[exercise-3-4]") {
  check(1);
}

TEST_CASE("Two steps", "[exercise-3-4]") {
  check(2);
}

TEST_CASE("Six steps", "[exercise-3-4]") {
  check(6);
}
