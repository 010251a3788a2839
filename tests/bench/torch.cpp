// PyTorch's C++ library, two ways: its own layer, and a loop by hand; its LSTM
// and its GRU; its own attention, and softmax between two products.
#include <torch/torch.h>
#include <torch/version.h>

#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using torch::Tensor;

// Armadillo's columns are PyTorch's rows: D x n x tau is tau x n x D, in the
// same memory.
Tensor of(const Sequence& q) {
  const Cube& c = q.slices();
  const auto size = [](Index i) { return static_cast<std::int64_t>(i); };
  return torch::from_blob(const_cast<double*>(c.memptr()),
                          {size(c.n_slices), size(c.n_cols), size(c.n_rows)},
                          torch::kDouble);
}
// A matrix becomes its transpose, without one its very self.
Tensor transposed(const Matrix& m) {
  return torch::from_blob(const_cast<double*>(m.memptr()),
                          {static_cast<std::int64_t>(m.n_cols),
                           static_cast<std::int64_t>(m.n_rows)},
                          torch::kDouble)
      .clone();
}
Tensor same(const Matrix& m) {
  return transposed(m).t().contiguous();
}
Tensor parameter(const Tensor& t) {
  return t.clone().set_requires_grad(true);
}

// The tensor's memory is the matrix of the transpose.
Matrix back_transposed(const Tensor& t) {
  const Tensor c = t.contiguous();
  return Matrix(c.data_ptr<double>(), static_cast<Index>(c.size(-1)),
                static_cast<Index>(c.dim() > 1 ? c.size(-2) : 1));
}

// The gradient of a parameter that is the matrix itself.
Matrix back(const Tensor& parameter) {
  return back_transposed(parameter.grad()).t();
}

struct Network {
  Tensor U, W, V, b, c, none, h0, x, y;

  explicit Network(const cost::Problem& q)
      : U(parameter(same(q.p.U))),
        W(parameter(same(q.p.W))),
        V(parameter(same(q.p.V))),
        b(parameter(transposed(q.p.b).flatten())),
        c(parameter(transposed(q.p.c).flatten())),
        none(torch::zeros_like(b).detach()),
        h0(parameter(transposed(q.h0))),
        x(of(q.x)),
        y(of(q.y)) {}

  void loss_of(const Tensor& h) {
    for (Tensor* t : {&U, &W, &V, &b, &c, &h0}) t->mutable_grad() = Tensor();
    const Tensor o = torch::linear(h, V, c);
    (0.5 * (o - y).square().sum()).backward();
  }
  void by_layer() {
    loss_of(std::get<0>(torch::rnn_tanh(x, h0.unsqueeze(0), {U, W, b, none},
                                        true, 1, 0.0, true, false, false)));
  }
  void by_hand() {
    const Tensor first = torch::linear(x, U, b);
    const Tensor W_t = W.t();
    std::vector<Tensor> h;
    Tensor now = h0;
    for (const Tensor& z : first.unbind(0))
      h.push_back(now = torch::tanh(torch::addmm(z, now, W_t)));
    loss_of(torch::stack(h));
  }
  Gradient gradient() const {
    return {back(U),
            back(W),
            back(V),
            back_transposed(b.grad()),
            back_transposed(c.grad()),
            back_transposed(h0.grad())};
  }
};

// Gates one below the other, in PyTorch's order, with both its biases, and
// behind them the Linear of the scores.
struct Cell {
  Tensor U, W, b, b_h, V, c, h0, C0, x, y;
  std::vector<Index> ours;  // where each of the book's gates stands

  Cell(const cost::Problem& q, const std::vector<const gates::Gate*>& gates,
       std::vector<Index> order, const Vector& ca)
      : V(parameter(same(q.p.V))),
        c(parameter(transposed(q.p.c).flatten())),
        h0(parameter(transposed(q.h0))),
        C0(parameter(transposed(q.h0))),
        x(of(q.x)),
        y(of(q.y)),
        ours(std::move(order)) {
    Matrix all_U, all_W;
    Vector all_b, all_b_h(q.h0.n_rows * gates.size(), arma::fill::zeros);
    for (const gates::Gate* g : gates) {
      all_U = arma::join_cols(all_U, g->U);
      all_W = arma::join_cols(all_W, g->W);
      all_b = arma::join_cols(all_b, g->b);
    }
    if (!ca.is_empty()) all_b_h.tail(ca.n_elem) = ca;
    U = parameter(same(all_U)), W = parameter(same(all_W));
    b = parameter(transposed(all_b).flatten());
    b_h = transposed(all_b_h).flatten().set_requires_grad(!ca.is_empty());
  }

  void loss_of(const Tensor& h) {
    for (Tensor* t : {&U, &W, &b, &b_h, &V, &c, &h0, &C0})
      t->mutable_grad() = Tensor();
    const Tensor o = torch::linear(h, V, c);
    (0.5 * (o - y).square().sum()).backward();
  }
  void lstm() {
    loss_of(std::get<0>(torch::lstm(x, {h0.unsqueeze(0), C0.unsqueeze(0)},
                                    {U, W, b, b_h}, true, 1, 0.0, true, false,
                                    false)));
  }
  void gru() {
    loss_of(std::get<0>(torch::gru(x, h0.unsqueeze(0), {U, W, b, b_h}, true, 1,
                                   0.0, true, false, false)));
  }
  Gradient gradient() const {
    const Matrix dU = back(U), dW = back(W), db = back_transposed(b.grad());
    const Index H = dW.n_cols;
    Gradient g;
    for (const Index at : ours)
      for (const Matrix* all : {&dU, &dW, &db})
        g.push_back(all->rows(at * H, at * H + H - 1));
    g.push_back(back(V));
    g.push_back(back_transposed(c.grad()));
    if (b_h.requires_grad())
      g.push_back(back_transposed(b_h.grad()).tail_rows(H));
    g.push_back(back_transposed(h0.grad()));
    if (C0.grad().defined()) g.push_back(back_transposed(C0.grad()));
    return g;
  }
};

Contender cell(const std::string& network, Cell (*of)(const cost::Problem&),
               void (Cell::*pass)()) {
  return {network, "PyTorch, its layer", "PyTorch",
          [of, pass](const cost::Problem& q) -> Runner {
            auto net = std::make_shared<Cell>(of(q));
            return {[net, pass] { (net.get()->*pass)(); },
                    [net] { return net->gradient(); }};
          }};
}
Cell lstm_cell(const cost::Problem& q) {
  const gates::lstm::Parameters p = lstm_of(q);
  return {q, {&p.i, &p.f, &p.a, &p.q}, {1, 0, 3, 2}, {}};
}
Cell gru_cell(const cost::Problem& q) {
  const gates::gru::Parameters p = gru_of(q);
  return {q, {&p.r, &p.u, &p.a}, {1, 0, 2}, p.ca};
}

// One head; the one sequence is a batch of 1.
struct Attention {
  Tensor Wq, Wk, Wv, V, c, x, y, hidden;
  bool causal;

  Attention(const cost::Problem& q, bool masked)
      : x(of(q.x).transpose(0, 1)), y(of(q.y).transpose(0, 1)), causal(masked) {
    const attention::Parameters p = attention_of(q);
    Wq = parameter(same(p.heads[0].Wq)), Wk = parameter(same(p.heads[0].Wk));
    Wv = parameter(same(p.heads[0].Wv)), V = parameter(same(p.V));
    c = parameter(transposed(p.c).flatten());
    hidden = torch::full({x.size(1), x.size(1)}, -INFINITY, torch::kDouble);
    hidden = hidden.triu(1);
  }

  void loss_of(Tensor (Attention::*read)(const Tensor&, const Tensor&,
                                         const Tensor&)) {
    for (Tensor* t : {&Wq, &Wk, &Wv, &V, &c}) t->mutable_grad() = Tensor();
    const Tensor h = (this->*read)(torch::linear(x, Wq), torch::linear(x, Wk),
                                   torch::linear(x, Wv));
    const Tensor o = torch::linear(h, V, c);
    (0.5 * (o - y).square().sum()).backward();
  }
  Tensor by_function(const Tensor& q, const Tensor& k, const Tensor& v) {
#if TORCH_VERSION_MAJOR < 2
    return std::get<0>(
        at::_scaled_dot_product_attention(q, k, v, {}, 0.0, false, causal));
#else
    return at::scaled_dot_product_attention(q, k, v, {}, 0.0, causal);
#endif
  }
  Tensor by_hand(const Tensor& q, const Tensor& k, const Tensor& v) {
    Tensor e =
        q.matmul(k.transpose(1, 2)) / std::sqrt(static_cast<double>(q.size(2)));
    if (causal) e = e + hidden;
    return e.softmax(-1).matmul(v);
  }
  Gradient gradient() const {
    return {back(Wq), back(Wk), back(Wv), back(V), back_transposed(c.grad())};
  }
};

std::vector<Contender> attention_ways() {
  std::vector<Contender> all;
  for (const bool causal : {false, true})
    for (const bool own : {true, false})
      all.push_back({causal ? "causal" : "attention",
                     own ? "PyTorch, its attention" : "PyTorch, by hand",
                     "PyTorch",
                     [causal, own](const cost::Problem& q) -> Runner {
                       auto net = std::make_shared<Attention>(q, causal);
                       const auto read =
                           own ? &Attention::by_function : &Attention::by_hand;
                       return {[net, read] { net->loss_of(read); },
                               [net] { return net->gradient(); }};
                     }});
  return all;
}

Contender way(const std::string& name, void (Network::*pass)()) {
  return {"tanh", "PyTorch, " + name, "PyTorch",
          [pass](const cost::Problem& q) -> Runner {
            auto net = std::make_shared<Network>(q);
            return {[net, pass] { (net.get()->*pass)(); },
                    [net] { return net->gradient(); }};
          }};
}

}  // namespace

Peer pytorch() {
  std::vector<Contender> ways = attention_ways();
  ways.insert(ways.end(), {way("its layer", &Network::by_layer),
                           way("a loop by hand", &Network::by_hand),
                           cell("LSTM", lstm_cell, &Cell::lstm),
                           cell("GRU", gru_cell, &Cell::gru)});
  return {"PyTorch", TORCH_VERSION, ways,
          [](int threads) { torch::set_num_threads(threads); }};
}

}  // namespace unrolled::bench
