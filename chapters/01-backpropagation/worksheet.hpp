/// \file
/// What a file for "book work 1" holds.
#pragma once

namespace unrolled::backprop {

/// A layered network and one example, as a table for keys_of().
inline constexpr char layered_keys[] = R"(
    activation: L layers of sigmoid | tanh | relu | identity
    loss: squared_error | softmax_cross_entropy
    W: L layers of n rows of n-1
    b?: L layers of n
    x: n0
    y: nL
    gradients: W b)";

}  // namespace unrolled::backprop
