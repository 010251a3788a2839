#include "chapters/08-dropout/training.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "chapters/06-shapes/one_output.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

namespace unrolled::dropout {
namespace {

constexpr Activation tanh_units = Activation::tanh;

Matrix zeros(const Matrix& V, const Sequence& x) {
  return Matrix(V.n_cols, x.n(), arma::fill::zeros);
}

// From the states of a forward pass: backward(dLdo) is the gradient.
void descend(const Blocks& p, Adam& adam, Output output, const Batch& b,
             const Sequence& o, const Step& how, const auto& backward) {
  const Index tau = b.x.last();
  const Matrix error = output_delta(predict(output, o(tau)), b.y);
  auto g =
      backward(shapes::at_the_end(error / static_cast<double>(b.x.n()), tau));
  const Blocks slopes = g.blocks();
  for (std::size_t i = 0; i < p.size(); ++i)
    if (std::string("UWV").find(p[i].name[0]) != std::string::npos)
      slopes[i].values += how.decay * p[i].values;
  clipping::clip_by_norm(slopes, how.threshold);
  adam.step(p, slopes, how.rate);
}

}  // namespace

Batch first_input(Keep what, Index n, Index tau, Random& random) {
  Batch b{{1, n, 1, tau}, random.uniform_matrix(1, n, -1, 1)};
  if (what == Keep::sign) b.y = arma::sign(b.y);
  b.x(1) = b.y;
  return b;
}

Batch digits_by_rows(const Digits& digits, Index from, Index to) {
  Batch b{{8, to - from, 1, 8}, Matrix(10, to - from, arma::fill::zeros)};
  for (Index t = 1; t <= 8; ++t)
    b.x(t) = digits.pixels.submat(8 * (t - 1), from, 8 * t - 1, to - 1);
  for (Index i = from; i < to; ++i) b.y(digits.labels(i), i - from) = 1;
  return b;
}

Batch chosen(const Batch& b, const arma::uvec& which) {
  Batch some{{b.x.rows(), which.n_elem, 1, b.x.last()}, b.y.cols(which)};
  for (Index t = 1; t <= b.x.last(); ++t) some.x(t) = b.x(t).cols(which);
  return some;
}

bptt::Parameters first_weights(Index D, Index H, Index K, Random& random) {
  return {xavier(random, H, D), orthogonal(random, H), xavier(random, K, H),
          Vector(H, arma::fill::zeros), Vector(K, arma::fill::zeros)};
}

gates::gru::Parameters first_weights(Index D, Index H, Index K, double keep,
                                     Random& random) {
  gates::gru::Parameters p(gates::gru::Reset::before, D, H, K);
  gates::draw_weights(p.blocks(), 1, random);
  p.u.b.fill(keep);
  return p;
}

void learn(bptt::Parameters& p, Adam& adam, Output output, const Batch& b,
           const Masks& m, const Step& how) {
  const bptt::States s = forward(tanh_units, p, b.x, zeros(p.V, b.x), m);
  descend(p.blocks(), adam, output, b, s.o, how, [&](const Sequence& dLdo) {
    return backward(tanh_units, p, b.x, s, dLdo, m);
  });
}

void learn(gates::gru::Parameters& p, Adam& adam, Output output, const Batch& b,
           const gated::Masks& m, const Step& how) {
  const gates::gru::States s = forward(p, b.x, zeros(p.V, b.x), m);
  descend(p.blocks(), adam, output, b, s.o, how,
          [&](const Sequence& dLdo) { return backward(p, b.x, s, dLdo, m); });
}

Matrix last_scores(const bptt::Parameters& p, const Sequence& x) {
  note_judged(arma::accu(x.slices()));
  return bptt::forward(tanh_units, p, x, zeros(p.V, x)).o(x.last());
}

Matrix last_scores(const gates::gru::Parameters& p, const Sequence& x) {
  note_judged(arma::accu(x.slices()));
  return gates::gru::forward(p, x, zeros(p.V, x)).o(x.last());
}

}  // namespace unrolled::dropout
