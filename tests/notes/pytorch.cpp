// Chapter 3 against PyTorch's nn.RNN: the numbers that pytorch.py wrote.
#include <nlohmann/json.hpp>

#include "chapters/03-any-length/lengths.hpp"
#include "common/gradient_check.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace unrolled;
using Json = nlohmann::json;

namespace {

constexpr double tight = 1e-12;

Matrix matrix(const Json& rows) {
  Matrix m(rows.size(), rows.at(0).size());
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j) m(i, j) = rows.at(i).at(j);
  return m;
}

Vector vector(const Json& values) {
  return Vector(values.get<std::vector<double>>());
}

// PyTorch has time, sequence, entry; the book entry, sequence, time.
Sequence sequence(const Json& steps) {
  Sequence q(steps.at(0).at(0).size(), steps.at(0).size(), 1, steps.size());
  for (Index t = 1; t <= q.last(); ++t) q(t) = matrix(steps.at(t - 1)).t();
  return q;
}

// The worst error of the time steps.
double worst(const Sequence& got, const Sequence& expected) {
  double error = 0;
  for (Index t = 1; t <= expected.last(); ++t)
    error = std::max(error, block_error(got(t), expected(t)));
  return error;
}

struct Example {
  Json torch = Json::parse(
      read_file(std::string(UNROLLED_SOURCE) + "/tests/notes/pytorch.json"));
  bptt::Parameters p{matrix(torch["U"]), matrix(torch["W"]), matrix(torch["V"]),
                     vector(torch["b_ih"]) + vector(torch["b_hh"]),
                     vector(torch["c"])};
  bptt::Batch batch{sequence(torch["x"]), one_hot(torch["y"], p.V.n_rows),
                    matrix(torch["h0"]).t(), Cube(1, 2, 4, arma::fill::ones)};
  bptt::Network net{Activation::tanh, Output::softmax_cross_entropy};

  static Sequence one_hot(const Json& classes, Index K) {
    Sequence y(K, classes.at(0).size(), 1, classes.size());
    for (Index t = 1; t <= y.last(); ++t)
      for (Index j = 0; j < y.n(); ++j)
        y(t)(classes.at(t - 1).at(j).get<Index>(), j) = 1;
    return y;
  }
};

}  // namespace

TEST_CASE("Chapter 3's forward pass has the numbers of PyTorch",
          "[3.1][3.2][3.3][B29]") {
  const Example e;
  const bptt::States s =
      bptt::forward(Activation::tanh, e.p, e.batch.x, e.batch.h0);
  CHECK(worst(s.h, sequence(e.torch["h"])) <= tight);
  CHECK(worst(s.o, sequence(e.torch["o"])) <= tight);
}

TEST_CASE("Chapter 3's loss and gradients have the numbers of PyTorch",
          "[3.13][3.14][3.15][3.9][3.8][3.16][3.17][B29]") {
  const Example e;
  const auto [loss, g, y_hat, h] = bptt::loss_and_gradient(e.net, e.p, e.batch);
  const Json& torch = e.torch;
  const double error = Vector{std::abs(loss / torch["loss"].get<double>() - 1),
                              block_error(g.dU, matrix(torch["dU"])),
                              block_error(g.dW, matrix(torch["dW"])),
                              block_error(g.dV, matrix(torch["dV"])),
                              block_error(g.db, vector(torch["db_ih"])),
                              block_error(g.db, vector(torch["db_hh"])),
                              block_error(g.dc, vector(torch["dc"])),
                              block_error(g.dh0, matrix(torch["dh0"]).t()),
                              worst(g.dx, sequence(torch["dx"]))}
                           .max();
  notes::restored("B29", error, tight);
}

TEST_CASE("PyTorch's gradients of one sequence, for the worked example",
          "[3.14][3.15][3.16][3.17][B29]") {
  const Json torch = Json::parse(read_file(std::string(UNROLLED_SOURCE) +
                                           "/tests/notes/pytorch-work.json"));
  const bptt::Parameters p{matrix(torch["U"]), matrix(torch["W"]),
                           matrix(torch["V"]), vector(torch["b"]),
                           vector(torch["c"])};
  const auto g = bptt::loss_and_gradient(
                     {Activation::tanh, Output::softmax_cross_entropy}, p,
                     Matrix(matrix(torch["x"]).t()),
                     Matrix(matrix(torch["y"]).t()), vector(torch["h0"]))
                     .by;
  CHECK(block_error(g.dU, matrix(torch["dU"])) <= tight);
  CHECK(block_error(g.dW, matrix(torch["dW"])) <= tight);
  CHECK(block_error(g.dV, matrix(torch["dV"])) <= tight);
  CHECK(block_error(g.db, vector(torch["db"])) <= tight);
  CHECK(block_error(g.dc, vector(torch["dc"])) <= tight);
  CHECK(block_error(g.dh0, vector(torch["dh0"])) <= tight);
  CHECK(block_error(g.dx.columns(), Matrix(matrix(torch["dx"]).t())) <= tight);
}

TEST_CASE("Another network than PyTorch's is told apart", "[B29]") {
  const Example e;
  const Matrix dW = matrix(e.torch["dW"]), dU = matrix(e.torch["dU"]);
  const auto error = [&](const bptt::Parameters& p, const Matrix& m_dU,
                         const Matrix& m_dW) {
    const auto g = bptt::loss_and_gradient(e.net, p, e.batch).by;
    return std::min(block_error(g.dU, m_dU), block_error(g.dW, m_dW));
  };
  bptt::Parameters wrong = e.p;
  wrong.W = e.p.W.t();
  CHECK(error(wrong, dU, dW) > 1e-3);
  wrong = e.p;
  wrong.b = vector(e.torch["b_ih"]);  // one of the two biases forgotten
  CHECK(error(wrong, dU, dW) > 1e-3);
}
