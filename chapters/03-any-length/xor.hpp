/// \file
/// Elman's task (1990): two random bits, then their exclusive or, then two
/// random bits again, without end. Predict the next bit from the bits so far.
///
/// A stream is 1 x T, its bits 0 or 1; what predicts bit t stands in column
/// t-1 of the predictions, 1 x (T-1).
#pragma once
#include "chapters/01-backpropagation/training.hpp"
#include "chapters/03-any-length/bptt.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

/// A stream of triples.
/// \param random   source of bits
/// \param triples  how many
/// \return 1 x 3 triples
inline Matrix xor_stream(Random& random, Index triples) {
  Matrix bits(1, 3 * triples);
  for (Index i = 0; i < bits.n_elem; i += 3) {
    const Index a = random.below(2), b = random.below(2);
    bits(i) = static_cast<double>(a);
    bits(i + 1) = static_cast<double>(b);
    bits(i + 2) = static_cast<double>(a != b);
  }
  return bits;
}

/// The mean squared error by the predicted bit's place in its triple. The first
/// triple counts for nothing: a window may not fit into it.
/// \param bits   the stream
/// \param y_hat  predictions of its bits from the second on
/// \return three numbers
inline Vector error_by_place(const Matrix& bits, const Matrix& y_hat) {
  Vector sum(3, arma::fill::zeros), count(3, arma::fill::zeros);
  for (Index t = 3; t < bits.n_elem; ++t) {
    const double miss = bits(t) - y_hat(t - 1);
    sum(t % 3) += miss * miss;
    count(t % 3) += 1;
  }
  return sum / count;
}

/// The knobs of the recurrent network's training.
struct XorSettings {
  Index hidden = 8;    ///< sigmoid units
  Index tau = 10;      ///< steps of a piece of the stream
  Index passes = 140;  ///< passes over the stream
  double rate = 0.3;   ///< learning rate, on a piece's mean loss
};

/// The network of the task: sigmoid units, one sigmoid output.
inline constexpr Network xor_network{Activation::sigmoid,
                                     Output::sigmoid_cross_entropy};

/// Trains a recurrent network on a stream, piece by piece. A piece begins in
/// the state in which the one before it ended, but its gradient stops there.
/// \param random  source of the first weights, all in [-1, 1)
/// \param bits    the stream
/// \param set     the knobs
/// \return parameters
// [train-xor]
inline Parameters<> train_on_stream(Random& random, const Matrix& bits,
                                    const XorSettings& set) {
  const auto draw = [&](Index rows, Index cols) {
    return random.uniform_matrix(rows, cols, -1, 1);
  };
  const Index H = set.hidden, tau = set.tau;
  Parameters<> p{draw(H, 1), draw(H, H), draw(1, H), draw(H, 1), draw(1, 1)};
  for (Index pass = 0; pass < set.passes; ++pass) {
    Vector h0(H, arma::fill::zeros);
    for (Index from = 0; from + tau < bits.n_elem; from += tau) {
      const Matrix x = bits.cols(from, from + tau - 1);
      const Matrix y = bits.cols(from + 1, from + tau);
      const LossAndGradient it = loss_and_gradient(xor_network, p, x, y, h0);
      update(p, it.by, set.rate / static_cast<double>(tau));
      h0 = it.h.tail_cols(1);
    }
  }
  return p;
}
// [train-xor]

/// What a trained recurrent network says of a stream, from h(0) = 0.
/// \param p     parameters
/// \param bits  the stream
/// \return 1 x (T-1)
inline Matrix recurrent_says(const Parameters<>& p, const Matrix& bits) {
  const Matrix x = bits.head_cols(bits.n_elem - 1);
  const States<> s =
      forward(xor_network.hidden, p, x, Vector(p.W.n_rows, arma::fill::zeros));
  return predict(xor_network.output, s.o);
}

/// The last `window` bits before each bit, and that bit as one of two classes.
/// What lies before the stream counts as 0.
/// \param bits    the stream
/// \param window  bits that the network sees, at least 1
/// \return inputs, window x (T-1), and targets, 2 x (T-1)
inline backprop::Examples windows(const Matrix& bits, Index window) {
  const Index n = bits.n_elem - 1;
  backprop::Examples seen{Matrix(window, n, arma::fill::zeros),
                          Matrix(2, n, arma::fill::zeros)};
  for (Index t = 0; t < n; ++t) {
    for (Index back = 0; back < window && back <= t; ++back)
      seen.x(back, t) = bits(t - back);
    seen.y(bits(t + 1) > 0.5 ? 1 : 0, t) = 1;
  }
  return seen;
}

/// Trains chapter 1's network, which has no memory, on a window of the stream.
/// \param bits    the stream
/// \param window  bits that it sees
/// \param hidden  tanh units
/// \param seed    of weights and order
/// \return a network with two classes: the next bit is 0, is 1
inline backprop::Network<double> train_on_window(const Matrix& bits,
                                                 Index window, Index hidden,
                                                 std::uint64_t seed) {
  backprop::Settings settings;
  settings.rate = 0.2;
  settings.epochs = 20;
  settings.seed = seed;
  return backprop::train(backprop::start(window, hidden, 2, seed),
                         windows(bits, window), settings);
}

/// What a network with a window says of a stream.
/// \param network  from train_on_window()
/// \param bits     the stream
/// \param window   bits that it sees
/// \return the probability of a 1, 1 x (T-1)
inline Matrix window_says(const backprop::Network<double>& network,
                          const Matrix& bits, Index window) {
  const backprop::Examples seen = windows(bits, window);
  return softmax(backprop::forward(network, seen.x).z.back()).row(1);
}

}  // namespace unrolled::bptt
