// PyTorch's C++ library, two ways: its own layer, and a loop by hand.
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
  cost::Gradient gradient() const {
    cost::Gradient g;
    g.dU = back_transposed(U.grad()).t(), g.dW = back_transposed(W.grad()).t();
    g.dV = back_transposed(V.grad()).t(), g.db = back_transposed(b.grad());
    g.dc = back_transposed(c.grad()), g.dh0 = back_transposed(h0.grad());
    return g;
  }
};

Contender way(const std::string& name, void (Network::*pass)()) {
  return {"PyTorch, " + name, "PyTorch",
          [pass](const cost::Problem& q) -> Runner {
            auto net = std::make_shared<Network>(q);
            return {[net, pass] { (net.get()->*pass)(); },
                    [net] { return net->gradient(); }};
          }};
}

}  // namespace

Peer pytorch() {
  return {"PyTorch",
          TORCH_VERSION,
          {way("its layer", &Network::by_layer),
           way("a loop by hand", &Network::by_hand)},
          [](int threads) { torch::set_num_threads(threads); }};
}

}  // namespace unrolled::bench
