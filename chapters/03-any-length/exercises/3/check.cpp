// The true slopes come from the oracle: complex steps of a forward pass.
#include "chapters/03-any-length/exercises/3/task.hpp"
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

enum class Slip { recurrence, transpose, same_h, last_only, slope_after };

// A way back with a slip in it.
Slopes slipped(const Problem& p, Slip slip) {
  const Network& n = p.net;
  const Matrix& h = p.h;
  Slopes s{Matrix(H, D, arma::fill::zeros), Matrix(H, H, arma::fill::zeros),
           Matrix(K, H, arma::fill::zeros), Vector(H, arma::fill::zeros),
           Vector(K, arma::fill::zeros),    Vector()};
  Vector from_later(H, arma::fill::zeros);
  for (Index t = n.x.n_cols; t >= 1; --t) {
    const Vector e = p.dLdo.col(t - 1);
    const Vector slope = 1 - arma::square(h.col(t));
    const Vector delta = n.V.t() * e + from_later;
    const Vector dz = slope % delta;
    s.dc += e;
    s.dV += e * h.col(t).t();
    s.db += dz;
    s.dW += dz * h.col(slip == Slip::same_h ? t : t - 1).t();
    s.dU += dz * n.x.col(t - 1).t();
    from_later = (slip == Slip::transpose ? n.W : Matrix(n.W.t())) * dz;
    if (slip == Slip::slope_after) from_later = slope % (n.W.t() * delta);
    s.dh0 = from_later;
    if (slip == Slip::recurrence) from_later.zeros();
    if (slip == Slip::last_only) break;
  }
  return s;
}

void check(std::size_t tau) {
  const Problem p = problem(tau);
  const Slopes s = backward(p.net, p.h, p.dLdo);
  const Slopes lone = slipped(p, Slip::recurrence),
               untransposed = slipped(p, Slip::transpose),
               same = slipped(p, Slip::same_h),
               last = slipped(p, Slip::last_only),
               after = slipped(p, Slip::slope_after);
  const auto block = [&](const std::string& name, const Matrix& came,
                         const Matrix& truth, const auto member) {
    expect(judge(
        name + " of " + std::to_string(tau) + " steps", came, truth,
        {{"Your " + name + " is the true one without its recurrent term.",
          Matrix(lone.*member)},
         {"Your " + name + " is made with W in place of its transpose.",
          Matrix(untransposed.*member)},
         {"Your " + name + " pairs dz(t) with h(t); W stands beside h(t-1).",
          Matrix(same.*member)},
         {"Your " + name + " is that of the last loss and step alone.",
          Matrix(last.*member)},
         {"Your " + name + " is made with tanh' after W^T; it belongs before.",
          Matrix(after.*member)}}));
  };
  block("dc", s.dc, column_of(p.truth.dc), &Slopes::dc);
  block("dV", s.dV, matrix_of(p.truth.dV), &Slopes::dV);
  block("db", s.db, column_of(p.truth.db), &Slopes::db);
  block("dW", s.dW, matrix_of(p.truth.dW), &Slopes::dW);
  block("dU", s.dU, matrix_of(p.truth.dU), &Slopes::dU);
  block("dh0", s.dh0, column_of(p.truth.dh0), &Slopes::dh0);
}

}  // namespace

TEST_CASE("One step", "[exercise-3-3]") {
  check(1);
}

TEST_CASE("Three steps", "[exercise-3-3]") {
  check(3);
}

TEST_CASE("Seven steps", "[exercise-3-3]") {
  check(7);
}
