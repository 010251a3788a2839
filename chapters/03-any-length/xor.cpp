#include "chapters/03-any-length/xor.hpp"

namespace unrolled::bptt {

Matrix xor_stream(Random& random, Index triples) {
  Matrix bits(1, 3 * triples);
  for (Index i = 0; i < bits.n_elem; i += 3) {
    const Index a = random.below(2), b = random.below(2);
    bits(i) = static_cast<double>(a);
    bits(i + 1) = static_cast<double>(b);
    bits(i + 2) = static_cast<double>(a != b);
  }
  return bits;
}

Vector error_by_place(const Matrix& bits, const Matrix& y_hat) {
  Vector sum(3, arma::fill::zeros), count(3, arma::fill::zeros);
  for (Index i = 3; i < bits.n_elem; ++i) {
    const double miss = bits(i) - y_hat(i - 1);
    sum(i % 3) += miss * miss;
    count(i % 3) += 1;
  }
  return sum / count;
}

// [train-xor]
Parameters train_on_stream(Random& random, const Matrix& bits,
                           const XorSettings& set) {
  const auto draw = [&](Index rows, Index cols) {
    return random.uniform_matrix(rows, cols, -1, 1);
  };
  const Index H = set.hidden, tau = set.tau;
  Parameters p{draw(H, 1), draw(H, H), draw(1, H), draw(H, 1), draw(1, 1)};
  for (Index pass = 0; pass < set.passes; ++pass) {
    Matrix h0(H, 1, arma::fill::zeros);
    for (Index from = 0; from + tau < bits.n_elem; from += tau) {
      const Sequence x = Matrix(bits.cols(from, from + tau - 1));
      const Sequence y = Matrix(bits.cols(from + 1, from + tau));
      const LossAndGradient it = loss_and_gradient(xor_network, p, x, y, h0);
      update(p, it.by, set.rate / static_cast<double>(tau));
      h0 = it.h(tau);
    }
  }
  return p;
}
// [train-xor]

Matrix recurrent_says(const Parameters& p, const Matrix& bits) {
  const Sequence x = Matrix(bits.head_cols(bits.n_elem - 1));
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  const States s = forward(xor_network.hidden, p, x, h0);
  return predict(xor_network.output, s.o).columns();
}

namespace {

// The last `window` bits before each bit, and that bit as one of two classes.
backprop::Examples windows(const Matrix& bits, Index window) {
  const Index n = bits.n_elem - 1;
  backprop::Examples seen{Matrix(window, n, arma::fill::zeros),
                          Matrix(2, n, arma::fill::zeros)};
  for (Index i = 0; i < n; ++i) {
    for (Index back = 0; back < window && back <= i; ++back)
      seen.x(back, i) = bits(i - back);
    seen.y(bits(i + 1) > 0.5 ? 1 : 0, i) = 1;
  }
  return seen;
}

}  // namespace

backprop::Network<double> train_on_window(const Matrix& bits, Index window,
                                          Index hidden, std::uint64_t seed) {
  backprop::Settings settings;
  settings.rate = 0.2;
  settings.epochs = 20;
  settings.seed = seed;
  return backprop::train(backprop::start(window, hidden, 2, seed),
                         windows(bits, window), settings);
}

Matrix window_says(const backprop::Network<double>& network, const Matrix& bits,
                   Index window) {
  const backprop::Examples seen = windows(bits, window);
  return softmax(backprop::forward(network, seen.x).z.back()).row(1);
}

}  // namespace unrolled::bptt
