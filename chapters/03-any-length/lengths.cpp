#include "chapters/03-any-length/lengths.hpp"

namespace unrolled::bptt {
namespace {

// The longest of sequences that fit each other.
Index longest(const std::vector<Labelled>& sequences) {
  if (sequences.empty())
    throw std::invalid_argument("sequences: expected at least one, got none");
  const Labelled& first = sequences.front();
  Index tau = first.x.steps();
  for (const Labelled& s : sequences) {
    const Index steps = s.x.steps();
    if (steps == 0)
      throw std::invalid_argument(
          "x: expected at least one time step, got none");
    require_sequence("x", s.x, first.x.rows(), 1, 1, steps);
    require_sequence("y", s.y, first.y.rows(), 1, 1, steps);
    require_shape("h0", Matrix(s.h0), first.h0.n_elem, 1);
    tau = std::max(tau, steps);
  }
  return tau;
}

}  // namespace

// [side-by-side]
Batch side_by_side(const std::vector<Labelled>& sequences) {
  const Index n = sequences.size(), tau = longest(sequences);
  const Labelled& first = sequences.front();
  Batch b{Sequence(first.x.rows(), n, 1, tau),
          Sequence(first.y.rows(), n, 1, tau), Matrix(first.h0.n_elem, n),
          Sequence(1, n, 1, tau)};
  for (Index j = 0; j < n; ++j) {
    const Labelled& s = sequences[j];
    b.h0.col(j) = s.h0;
    for (Index t = 1; t <= s.x.last(); ++t) {
      b.x(t).col(j) = s.x(t);
      b.y(t).col(j) = s.y(t);
      b.m(t)(j) = 1;  // (3.35)
    }
  }
  return b;
}
// [side-by-side]

// [batch]
OutputLoss output_loss(const Network& net, const Sequence& o, const Sequence& y,
                       const Sequence& m) {
  const Index n = o.n(), tau = o.last();
  require_sequence("m", m, 1, n, 1, tau);
  const Sequence y_hat = predict(net.output, o);
  Sequence dLdo = output_delta(y_hat, y);
  double L = 0;
  for (Index t = 1; t <= tau; ++t) {
    for (Index j = 0; j < n; ++j) {
      const Matrix o_j = o(t).col(j), y_j = y(t).col(j);
      L += m(t)(j) * loss(net.output, o_j, y_j);  // (3.36)
    }
    dLdo(t).each_row() %= m(t);  // (3.37)
  }
  return {L, y_hat, dLdo};
}

LossAndGradient loss_and_gradient(const Network& net, const Parameters& p,
                                  const Batch& b) {
  const States s = forward(net.hidden, p, b.x, b.h0);
  const auto [L, y_hat, dLdo] = output_loss(net, s.o, b.y, b.m);
  return {L, backward(net.hidden, p, b.x, s, dLdo), y_hat, s.h};
}
// [batch]

}  // namespace unrolled::bptt
