/// \file
/// Elman's task (1990): two random bits, then their exclusive or, then two
/// random bits again, without end. Predict the next bit from the bits so far.
///
/// A stream is 1 x T, its bits 0 or 1. A prediction is 1 x (T-1): the first is
/// about the second bit.
#pragma once
#include "chapters/01-backpropagation/training.hpp"
#include "chapters/03-any-length/bptt.hpp"
#include "common/random.hpp"

namespace unrolled::bptt {

/// A stream of triples.
Matrix xor_stream(Random& random, Index triples);

/// The mean squared error by the predicted bit's place in its triple: three
/// numbers. The first triple counts for nothing: a window may not fit into it.
Vector error_by_place(const Matrix& bits, const Matrix& y_hat);

/// The knobs of the recurrent network's training.
struct XorSettings {
  Index hidden = 8;   ///< sigmoid units
  Index tau = 10;     ///< steps of a piece of the stream; 1 is Elman's training
  Index passes = 60;  ///< passes over the stream
  double rate = 0.5;  ///< learning rate, on a piece's mean loss
};

/// The network of the task: sigmoid units, one sigmoid output.
inline constexpr Network xor_network{Activation::sigmoid,
                                     Output::sigmoid_cross_entropy};

/// Trains a recurrent network on a stream, piece by piece, from weights in
/// [-1, 1). A piece begins in the state in which the one before it ended, but
/// its gradient stops there.
Parameters train_on_stream(Random& random, const Matrix& bits,
                           const XorSettings& set);

/// What a trained recurrent network says of a stream, from h(0) = 0.
Matrix recurrent_says(const Parameters& p, const Matrix& bits);

/// Trains chapter 1's network, which has no memory, on the last `window` bits:
/// two classes, the next bit is 0 or is 1. What lies before the stream is 0.
backprop::Network<double> train_on_window(const Matrix& bits, Index window,
                                          Index hidden, std::uint64_t seed);

/// What a network with a window says of a stream: the probability of a 1.
Matrix window_says(const backprop::Network<double>& network, const Matrix& bits,
                   Index window);

}  // namespace unrolled::bptt
