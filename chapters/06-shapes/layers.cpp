#include "chapters/06-shapes/layers.hpp"

namespace unrolled::shapes {

namespace {

void require_each(std::string_view name, std::size_t got, std::size_t wanted) {
  if (got != wanted)
    throw std::invalid_argument(std::string(name) + ": expected " +
                                std::to_string(wanted) + ", got " +
                                std::to_string(got));
}

}  // namespace

Parameters states_alone(const Matrix& U, const Matrix& W, const Vector& b) {
  const Index H = W.n_rows;
  return {U, W, Matrix(H, H, arma::fill::eye), b, Vector(H, arma::fill::zeros)};
}

Sequence from_first(const Sequence& h) {
  return Cube(h.slices().tail_slices(h.steps() - 1));
}

Sequence reversed(const Sequence& q) {
  Sequence r = q;
  for (Index t = q.first(); t <= q.last(); ++t)
    r(t) = q(q.last() + q.first() - t);
  return r;
}

// [stacked]
Layers stacked(const Network& net, const std::vector<Parameters>& p,
               const Sequence& x, const Sequence& y,
               const std::vector<Matrix>& h0) {
  if (p.empty())
    throw std::invalid_argument("p: expected at least one layer, got none");
  require_each("h0", h0.size(), p.size());
  const std::size_t n = p.size();
  std::vector<Sequence> in{x};
  std::vector<bptt::States> s;
  for (std::size_t l = 0; l < n; ++l) {
    s.push_back(bptt::forward(net.hidden, p[l], in[l], h0[l]));
    in.push_back(from_first(s[l].h));  // (6.33)
  }
  const Sequence& o = s.back().o;
  const Sequence y_hat = predict(net.output, o);

  Layers it{loss(net.output, o, y), std::vector<Gradient>(n), y_hat, {}};
  Sequence dLdo = output_delta(y_hat, y);
  for (std::size_t l = n; l-- > 0;) {
    it.by[l] = bptt::backward(net.hidden, p[l], in[l], s[l], dLdo);
    dLdo = it.by[l].dx;  // (6.34)
  }
  it.dx = dLdo;
  return it;
}
// [stacked]

// [two-way]
Layers two_way(const Network& net, const std::vector<Parameters>& p,
               const Sequence& x, const Sequence& y,
               const std::vector<Matrix>& h0) {
  require_each("p", p.size(), 2);
  require_each("h0", h0.size(), 2);
  const Sequence x_back = reversed(x);
  const bptt::States there = bptt::forward(net.hidden, p[0], x, h0[0]),
                     back = bptt::forward(net.hidden, p[1], x_back, h0[1]);
  Sequence o = there.o;
  o.slices() += reversed(back.o).slices();  // (6.35)
  const Sequence y_hat = predict(net.output, o), dLdo = output_delta(y_hat, y);

  Layers it{loss(net.output, o, y),
            {bptt::backward(net.hidden, p[0], x, there, dLdo),
             bptt::backward(net.hidden, p[1], x_back, back, reversed(dLdo))},
            y_hat,
            {}};
  it.dx = it.by[0].dx;
  it.dx.slices() += reversed(it.by[1].dx).slices();  // (6.36)
  return it;
}
// [two-way]

// [read-then-write]
Layers read_then_write(const Network& net, const std::vector<Parameters>& p,
                       const std::vector<Sequence>& x, const Sequence& y,
                       const Matrix& h0) {
  require_each("p", p.size(), 2);
  require_each("x", x.size(), 2);
  const bptt::States reads = bptt::forward(net.hidden, p[0], x[0], h0);
  const Index tau = x[0].last();
  const Matrix handed = reads.h(tau);  // (6.37)
  const bptt::LossAndGradient writes =
      bptt::loss_and_gradient(net, p[1], x[1], y, handed);
  const Sequence dLdo = at_the_end(writes.by.dh0, tau);  // (6.38)
  const Gradient g = bptt::backward(net.hidden, p[0], x[0], reads, dLdo);
  return {writes.loss, {g, writes.by}, writes.y_hat, g.dx};
}
// [read-then-write]

}  // namespace unrolled::shapes
