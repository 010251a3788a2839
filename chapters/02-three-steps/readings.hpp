/// \file
/// The 2-2-1 network of note D, section 2, in the note's symbols: in matrices,
/// unit by unit, and as the note's words have it.
///
/// Dimensions: two inputs x1, x2, two hidden units h1, h2 with ReLU, one linear
/// output y. W_xh 2 x 2, W_hh 2 x 2, W_hy 1 x 2, b_h 2: the book's U, W, V, b.
/// A shape that does not fit throws std::invalid_argument, naming the argument.
#pragma once
#include "common/matrix.hpp"

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// The numbers of the network, called as in the note.
struct ReluNet {
  double W11, W12, W21, W22;  ///< input to hidden
  double U11, U12, U21, U22;  ///< hidden to hidden
  double W31, W32;            ///< hidden to output
  double b1, b2, b3;          ///< biases of h1, h2 and y

  Matrix W_xh() const { return {{W11, W12}, {W21, W22}}; }  ///< book: U
  Matrix W_hh() const { return {{U11, U12}, {U21, U22}}; }  ///< book: W
  Matrix W_hy() const { return {{W31, W32}}; }              ///< book: V
  Vector b_h() const { return {b1, b2}; }                   ///< book: b
};

/// What a step of the network gives.
struct ReluStep {
  Vector h;  ///< h1 over h2
  double y;  ///< the output
};

/// The network of the page: small whole numbers; each hidden unit is on in one
/// step and the second is off in two.
ReluNet pencil_net();

/// A step in matrices, from the state `before`. They may be of other sizes than
/// the note's.
ReluStep step_in_matrices(const Matrix& W_xh, const Matrix& W_hh,
                          const Matrix& W_hy, const Vector& b_h, double b_3,
                          const Vector& x, const Vector& before);

/// A step of the 2-2-1 network in matrices.
ReluStep step_in_matrices(const ReluNet& p, const Vector& x,
                          const Vector& before);

/// A step of the 2-2-1 network, unit by unit.
ReluStep step_by_unit(const ReluNet& p, const Vector& x, const Vector& before);

/// A step as the note's words have it: W11 and W12 go from x1 to h1 and h2.
/// This is not what the note's formulas compute.
ReluStep step_by_words(const ReluNet& p, const Vector& x, const Vector& before);

}  // namespace unrolled::three_steps
