/// \file
/// What a file for "book work 6" holds.
#pragma once

namespace unrolled::shapes {

/// A network in one of the shapes and one sequence, as a table for keys_of().
inline constexpr char shape_keys[] = R"(
    shape: elman | jordan | one_output
    hidden: tanh | relu | sigmoid | identity
    output: softmax_cross_entropy | sigmoid_cross_entropy | linear_squared_error
    feedback: own | teacher if jordan
    U notes Wx W_xh: H rows of N
    W notes Ws W_hh: H rows of H if elman one_output
    W notes Ws W_hh: H rows of K if jordan
    V notes W0 W_hy: K rows of H
    b? notes b1 b_h: H
    c? notes b2 b_3: K
    h0? notes S0 S_0 h_0: H if elman one_output
    y0? notes f0 Y0 y_0: K if jordan
    x: tau steps of N
    y: tau steps of K if elman jordan
    y: K if one_output
    back?: number if elman
    every?: number if elman
    gradients: U W V b c h0 y0
    gradients: x if !back)";

}  // namespace unrolled::shapes
