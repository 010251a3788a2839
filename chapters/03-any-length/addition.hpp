/// \file
/// The published network that learns to add: A. Trask, "Anyone can learn to
/// code an LSTM-RNN in Python" (2015), NumPy's generator seeded with 0.
///
/// Two bits in, 16 sigmoid units, one sigmoid bit out, eight steps, the lowest
/// bit first; squared error, no biases. Its matrices are the transposes of U,
/// V and W.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

/// One addition and what the network made of it.
struct Addition {
  Index a;       ///< first number, below 128
  Index b;       ///< second number, below 128
  Index said;    ///< the sum that the network's rounded bits spell
  double error;  ///< the sum of |y - y_hat| over the eight bits
};

/// The training run, one addition at a time.
class Adder {
 public:
  /// \param seed    of NumPy's generator
  /// \param hidden  hidden units
  Adder(std::uint32_t seed, Index hidden) : random_(seed) {
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

  /// Draws two numbers, adds them, and learns from the error.
  /// \param rate  learning rate
  /// \return the addition, as it came out before the update
  // [addition]
  Addition learn(double rate) {
    const Index a = random_.randint(128), b = random_.randint(128);
    const Matrix x = arma::join_cols(bits(a), bits(b)), y = bits(a + b);
    const States<> s = forward(Activation::sigmoid, p, x,
                               Vector(p.W.n_rows, arma::fill::zeros));
    const Matrix y_hat = activate(Activation::sigmoid, s.o);
    const Matrix dLdo = (y_hat - y) % y_hat % (1 - y_hat);  // (3.44)
    Gradient g = backward(Activation::sigmoid, p, x, s, dLdo);
    g.db.zeros();  // the published network has no biases
    g.dc.zeros();
    update(p, g, rate);
    return {a, b, number(arma::round(y_hat)), arma::accu(arma::abs(y - y_hat))};
  }
  // [addition]

  Parameters<> p;  ///< as learnt so far

 private:
  static Matrix bits(Index n) {
    Matrix row(1, 8);
    for (Index t = 0; t < 8; ++t) row(t) = static_cast<double>(n >> t & 1);
    return row;
  }
  static Index number(const Matrix& row) {
    Index n = 0;
    for (Index t = 0; t < 8; ++t) n += row(t) > 0.5 ? Index{1} << t : Index{0};
    return n;
  }

  NumpyRandom random_;
};

}  // namespace unrolled::bptt
