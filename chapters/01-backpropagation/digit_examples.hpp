/// \file
/// The digits as examples, and the split that both programs share.
#pragma once
#include "chapters/01-backpropagation/training.hpp"
#include "common/data.hpp"

namespace unrolled::backprop {

inline constexpr Index train_rows = 1200;      ///< the rest is the test part
inline constexpr Index validation_rows = 200;  ///< last of the training rows

/// Rows of the digits file as inputs and one-hot targets.
/// \param digits  from read_digits()
/// \param from    first row
/// \param to      row after the last
/// \return x 64 x (to - from), y 10 x (to - from)
inline Examples examples(const Digits& digits, Index from, Index to) {
  Matrix y(10, to - from, arma::fill::zeros);
  for (Index i = from; i < to; ++i) y(digits.labels(i), i - from) = 1;
  return {digits.pixels.cols(from, to - 1), y};
}

/// The settings that lost least on the validation rows (see the program
/// `digits`, which tries them).
/// \return rate 1, batches of 20, 20 epochs
inline Settings chosen_settings() {
  return {1.0, 20, 20, 1};
}

}  // namespace unrolled::backprop
