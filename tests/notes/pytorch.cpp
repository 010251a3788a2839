// Chapters 3 and 7 against PyTorch's nn.RNN, nn.LSTM and nn.GRU: the numbers
// that pytorch.py wrote.
#include <nlohmann/json.hpp>

#include "chapters/03-any-length/bptt.hpp"
#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"
#include "common/data.hpp"
#include "tests/near.hpp"
#include "tests/notes.hpp"

using namespace unrolled;
using Json = nlohmann::json;

namespace {

Matrix matrix(const Json& rows) {
  Matrix m(rows.size(), rows.at(0).size());
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j) m(i, j) = rows.at(i).at(j);
  return m;
}

Vector vector(const Json& values) {
  return Vector(values.get<std::vector<double>>());
}

Matrix block(const Json& values) {
  return values.at(0).is_array() ? matrix(values) : Matrix(vector(values));
}

// One sequence through a cell of PyTorch's, in the keys of ./book work 7.
struct CellBridge {
  Json torch;
  Sequence x, y;
  Matrix h0;

  explicit CellBridge(const std::string& cell)
      : torch(Json::parse(read_file(std::string(UNROLLED_SOURCE) +
                                    "/tests/notes/pytorch-" + cell + ".json"))),
        x(Matrix(matrix(torch["x"]).t())),
        y(Matrix(matrix(torch["y"]).t())),
        h0(block(torch["h0"])) {}

  template <class Parameters>
  Parameters filled(Parameters p) const {
    for (Block& b : p.blocks()) b.values = block(torch.at(b.name));
    return p;
  }
  // The largest error of a block of the gradient.
  double error(const ConstBlocks& gradient, const Matrix& dh0,
               const Sequence& dx) const {
    double worst =
        std::max(block_error(dh0, block(torch.at("dh0"))),
                 block_error(dx.columns(), Matrix(matrix(torch.at("dx")).t())));
    for (const auto& [name, values] : gradient)
      worst = std::max(worst, block_error(values, block(torch.at(name))));
    return worst;
  }
};

// PyTorch has time, sequence, entry; the book entry, sequence, time.
Sequence sequence(const Json& steps) {
  Sequence q(steps.at(0).at(0).size(), steps.at(0).size(), 1, steps.size());
  for (Index t = 1; t <= q.last(); ++t) q(t) = matrix(steps.at(t - 1)).t();
  return q;
}

struct Bridge {
  Json torch = Json::parse(
      read_file(std::string(UNROLLED_SOURCE) + "/tests/notes/pytorch.json"));
  bptt::Parameters p{matrix(torch["U"]), matrix(torch["W"]), matrix(torch["V"]),
                     vector(torch["b_ih"]) + vector(torch["b_hh"]),
                     vector(torch["c"])};
  Sequence x = sequence(torch["x"]), y = one_hot(torch["y"], p.V.n_rows);
  Matrix h0 = matrix(torch["h0"]).t();

  bptt::LossAndGradient run(const bptt::Parameters& q) const {
    return bptt::loss_and_gradient({}, q, x, y, h0);  // tanh and softmax
  }
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
  const Bridge e;
  const bptt::States s = bptt::forward(Activation::tanh, e.p, e.x, e.h0);
  const Sequence h = sequence(e.torch["h"]);  // without h(0)
  for (Index t = 1; t <= h.last(); ++t) CHECK_THAT(s.h(t), Near(h(t)));
  CHECK_THAT(s.o, Near(sequence(e.torch["o"])));
}

TEST_CASE("Chapter 3's loss and gradients have the numbers of PyTorch",
          "[3.13][3.14][3.15][3.9][3.8][3.16][3.17][B29]") {
  const Bridge e;
  const bptt::LossAndGradient it = e.run(e.p);
  const bptt::Gradient& g = it.by;
  const Json& torch = e.torch;
  double dx = 0;
  for (Index t = 1; t <= g.dx.last(); ++t)
    dx = std::max(dx, block_error(g.dx(t), sequence(torch["dx"])(t)));
  const double error =
      Vector{std::abs(it.loss / torch["loss"].get<double>() - 1),
             block_error(g.dU, matrix(torch["dU"])),
             block_error(g.dW, matrix(torch["dW"])),
             block_error(g.dV, matrix(torch["dV"])),
             block_error(g.db, vector(torch["db_ih"])),
             block_error(g.db, vector(torch["db_hh"])),
             block_error(g.dc, vector(torch["dc"])),
             block_error(g.dh0, matrix(torch["dh0"]).t()),
             dx}
          .max();
  notes::answered("B29", error);
}

TEST_CASE("PyTorch's gradients of one sequence, for the worked example",
          "[3.14][3.15][3.16][3.17][B29]") {
  const Json torch = Json::parse(read_file(std::string(UNROLLED_SOURCE) +
                                           "/tests/notes/pytorch-work.json"));
  const bptt::Parameters p{matrix(torch["U"]), matrix(torch["W"]),
                           matrix(torch["V"]), vector(torch["b"]),
                           vector(torch["c"])};
  const auto g = bptt::loss_and_gradient({}, p, Matrix(matrix(torch["x"]).t()),
                                         Matrix(matrix(torch["y"]).t()),
                                         vector(torch["h0"]))
                     .by;
  CHECK_THAT(g.dU, Near(matrix(torch["dU"])));
  CHECK_THAT(g.dW, Near(matrix(torch["dW"])));
  CHECK_THAT(g.dV, Near(matrix(torch["dV"])));
  CHECK_THAT(g.db, Near(vector(torch["db"])));
  CHECK_THAT(g.dc, Near(vector(torch["dc"])));
  CHECK_THAT(g.dh0, Near(vector(torch["dh0"])));
  CHECK_THAT(g.dx.columns(), Near(matrix(torch["dx"]).t()));
}

TEST_CASE("Chapter 7's LSTM has the gradients of PyTorch's",
          "[7.14][7.15][7.16][7.17][7.18][7.19][7.20]") {
  const CellBridge e("lstm");
  const auto error = [&](const gates::lstm::Parameters& p) {
    const gates::lstm::States s =
        gates::lstm::forward(p, e.x, e.h0, block(e.torch.at("C0")));
    const auto g =
        gates::loss_and_gradient(Output::softmax_cross_entropy, p, e.x, e.y, s)
            .by;
    return std::max(e.error(g.blocks(), g.dh0, g.dx),
                    block_error(g.dC0, block(e.torch.at("dC0"))));
  };
  gates::lstm::Parameters p = e.filled(gates::lstm::Parameters(2, 3, 4));
  CHECK(error(p) <= kTolerance);
  std::swap(p.i, p.f);
  CHECK(error(p) > 1e-3);
}

TEST_CASE("Chapter 7's GRU has the gradients of PyTorch's, reset after",
          "[7.17][7.18][7.19][7.36][7.37][7.38][7.39]") {
  using gates::gru::Reset;
  const CellBridge e("gru");
  const auto error = [&](const gates::gru::Parameters& p) {
    const gates::gru::States s = gates::gru::forward(p, e.x, e.h0);
    const auto g =
        gates::loss_and_gradient(Output::softmax_cross_entropy, p, e.x, e.y, s)
            .by;
    return e.error(g.blocks(), g.dh0, g.dx);
  };
  gates::gru::Parameters p =
      e.filled(gates::gru::Parameters(Reset::after, 2, 3, 4));
  CHECK(error(p) <= kTolerance);
  CHECK(error(e.filled(gates::gru::Parameters(Reset::before, 2, 3, 4))) > 1e-3);
  p.ca.zeros();
  CHECK(error(p) > 1e-3);
}

TEST_CASE("Another network than PyTorch's is told apart", "[B29]") {
  const Bridge e;
  const Matrix dW = matrix(e.torch["dW"]), dU = matrix(e.torch["dU"]);
  const auto error = [&](const bptt::Parameters& p, const Matrix& m_dU,
                         const Matrix& m_dW) {
    const bptt::Gradient g = e.run(p).by;
    return std::min(block_error(g.dU, m_dU), block_error(g.dW, m_dW));
  };
  bptt::Parameters wrong = e.p;
  wrong.W = e.p.W.t();
  CHECK(error(wrong, dU, dW) > 1e-3);
  wrong = e.p;
  wrong.b = vector(e.torch["b_ih"]);  // one of the two biases forgotten
  CHECK(error(wrong, dU, dW) > 1e-3);
}
