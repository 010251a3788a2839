#include "chapters/03-any-length/addition.hpp"

namespace unrolled::bptt {
namespace {

// Eight steps, the lowest bit first.
Matrix bits(Index n) {
  Matrix row(1, 8);
  for (Index i = 0; i < 8; ++i) row(i) = static_cast<double>(n >> i & 1);
  return row;
}
Index number(const Matrix& row) {
  Index n = 0;
  for (Index i = 0; i < 8; ++i) n += static_cast<Index>(row(i)) << i;
  return n;
}

}  // namespace

Adder::Adder(std::uint32_t seed, Index hidden) : random_(seed) {
  const auto draw = [this](Index n_in, Index n_out) -> Matrix {
    const Matrix synapse = 2 * random_.random_sample(n_in, n_out) - 1;
    return synapse.t();
  };
  p.U = draw(2, hidden);
  p.V = draw(hidden, 1);
  p.W = draw(hidden, hidden);
  p.b.zeros(hidden);
  p.c.zeros(1);
}

// [addition]
Addition Adder::learn(double rate) {
  const Index a = random_.randint(128), b = random_.randint(128);
  const Sequence x = arma::join_cols(bits(a), bits(b)).eval();
  const Sequence y = bits(a + b);
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  const States s = forward(Activation::sigmoid, p, x, h0);
  const Sequence y_hat = predict(Output::sigmoid_cross_entropy, s.o);
  Sequence dLdo = y_hat;
  for (Index t = 1; t <= 8; ++t)
    dLdo(t) = (y_hat(t) - y(t)) % y_hat(t) % (1 - y_hat(t));  // (3.44)
  Gradient g = backward(Activation::sigmoid, p, x, s, dLdo);
  g.db.zeros();  // the published network has no biases
  g.dc.zeros();
  update(p, g, rate);
  const Matrix said = y_hat.columns(), sum = y.columns();
  return {a, b, number(arma::round(said)), arma::accu(arma::abs(sum - said))};
}
// [addition]

}  // namespace unrolled::bptt
