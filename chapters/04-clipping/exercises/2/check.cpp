// The true derivative comes from the oracle, which runs the network with h(k)
// moved by a complex step.
#include "chapters/04-clipping/exercises/2/task.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"
#include "tests/oracle/recurrent.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

constexpr std::size_t H = 3, tau = 6;

oracle::Mat columns(const Matrix& m) {
  oracle::Mat out;
  for (Index j = 0; j < m.n_cols; ++j)
    out.push_back({m.colptr(j), m.colptr(j) + m.n_rows});
  return out;
}

template <class M>
Matrix matrix_of(const M& rows) {
  Matrix out(rows.size(), rows[0].size());
  for (Index i = 0; i < out.n_rows; ++i)
    for (Index j = 0; j < out.n_cols; ++j) out(i, j) = std::real(rows[i][j]);
  return out;
}

oracle::Recurrent network() {
  Random random(3);
  oracle::Recurrent net;
  net.U = columns(random.normal_matrix(1, H, 0.7));
  net.W = columns(random.normal_matrix(H, H, 0.9));
  net.V = columns(random.normal_matrix(H, 1));
  net.b = columns(random.normal_matrix(H, 1, 0.2))[0];
  net.c = {0};
  net.h0 = columns(random.normal_matrix(H, 1, 0.5))[0];
  net.x = columns(random.normal_matrix(1, tau));
  net.y = columns(random.normal_matrix(1, tau));
  net.output = "linear_squared_error";
  return net;
}

enum class Slip { order, time, W_first, transpose, no_slope };

Matrix slipped(const Matrix& W, const Matrix& h, Index t, Index k, Slip slip) {
  Matrix product(W.n_rows, W.n_rows, arma::fill::eye);
  for (Index j = k + 1; j <= t; ++j) {
    const Vector slope =
        1 - arma::square(h.col(slip == Slip::time ? j - 1 : j));
    Matrix J = arma::diagmat(slope) * W;
    if (slip == Slip::W_first) J = W * arma::diagmat(slope);
    if (slip == Slip::no_slope) J = W;
    product = slip == Slip::order ? Matrix(product * J) : Matrix(J * product);
  }
  return slip == Slip::transpose ? Matrix(product.t()) : product;
}

void check(Index t, Index k) {
  const oracle::Recurrent net = network();
  const Matrix W = matrix_of(net.W), h = matrix_of(oracle::run(net).h).t();
  const auto with = [&](Slip slip) { return slipped(W, h, t, k, slip); };
  expect(judge(
      "dh(" + std::to_string(t) + ")/dh(" + std::to_string(k) + ")",
      state_by_state(W, h, t, k), matrix_of(oracle::jacobian(net, t, k)),
      {{"Your product is in the wrong order: the latest step stands on the "
        "left.",
        with(Slip::order)},
       {"Your slopes are one step too early: a step's slope is that of the "
        "state it comes to.",
        with(Slip::time)},
       {"Your W stands left of the slopes: h(t-1) meets W first, tanh after "
        "it.",
        with(Slip::W_first)},
       {"Your matrix is transposed: it takes a delta back, not a state "
        "forward.",
        with(Slip::transpose)},
       {"Your product has no slopes: it is a power of W.",
        with(Slip::no_slope)}}));
}

}  // namespace

TEST_CASE("From a state to itself", "[exercise-4-2]") {
  check(4, 4);
}

TEST_CASE("From a state to the next", "[exercise-4-2]") {
  check(3, 2);
}

TEST_CASE("From the first state to the last", "[exercise-4-2]") {
  check(6, 0);
}
