/// \file
/// The 2-2-1 network of note D, section 2, in the note's symbols: in matrices,
/// unit by unit, and as the note's words have it.
///
/// Dimensions: two inputs x1, x2, two hidden units h1, h2 with ReLU, one linear
/// output y. W_xh 2 x 2, W_hh 2 x 2, W_hy 1 x 2, b_h 2: the book's U, W, V, b.
#pragma once
#include "common/activation.hpp"
#include "common/matrix.hpp"

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// The numbers of the network, called as in the note.
struct ReluNet {
  double W11, W12, W21, W22;  ///< input to hidden
  double U11, U12, U21, U22;  ///< hidden to hidden
  double W31, W32;            ///< hidden to output
  double b1, b2, b3;          ///< biases of h1, h2 and y

  /// \return (W11, W12; W21, W22)
  Matrix W_xh() const { return {{W11, W12}, {W21, W22}}; }
  /// \return (U11, U12; U21, U22)
  Matrix W_hh() const { return {{U11, U12}, {U21, U22}}; }
  /// \return (W31, W32)
  Matrix W_hy() const { return {{W31, W32}}; }
  /// \return b1 over b2
  Vector b_h() const { return {b1, b2}; }
};

/// What a step of the network gives.
struct ReluStep {
  Vector h;  ///< h1 over h2
  double y;  ///< the output
};

/// The network of the page: small whole numbers; each hidden unit is on in one
/// step and the second is off in two.
/// \return weights and biases
inline ReluNet pencil_net() {
  return {.W11 = 1,
          .W12 = 2,
          .W21 = -1,
          .W22 = 1,
          .U11 = 1,
          .U12 = -1,
          .U21 = 1,
          .U22 = -2,
          .W31 = 1,
          .W32 = -2,
          .b1 = 0,
          .b2 = 1,
          .b3 = 4};
}

/// A step in matrices. They may be of other sizes than the note's.
/// \param W_xh    input to hidden, n x d
/// \param W_hh    hidden to hidden, n x n
/// \param W_hy    hidden to output, 1 x n
/// \param b_h     n
/// \param b_3     bias of the output
/// \param x       input, d
/// \param before  h of the step before, n
/// \return h and y
/// \throws std::invalid_argument when a shape does not fit
// [matrices]
inline ReluStep step_in_matrices(const Matrix& W_xh, const Matrix& W_hh,
                                 const Matrix& W_hy, const Vector& b_h,
                                 double b_3, const Vector& x,
                                 const Vector& before) {
  const Index n = before.n_elem;
  require_shape("W_xh", W_xh, n, x.n_elem);
  require_shape("W_hh", W_hh, n, n);
  require_shape("W_hy", W_hy, 1, n);
  require_shape<double>("b_h", b_h, n, 1);
  const Vector z = W_xh * x + W_hh * before + b_h;
  ReluStep s;
  s.h = activate<double>(Activation::relu, z);  // (2.21)
  s.y = arma::as_scalar(W_hy * s.h) + b_3;      // (2.22)
  return s;
}
// [matrices]

/// A step of the 2-2-1 network in matrices.
/// \param p       weights and biases
/// \param x       x1 over x2
/// \param before  h of the step before
/// \return h and y
/// \throws std::invalid_argument when a shape does not fit
inline ReluStep step_in_matrices(const ReluNet& p, const Vector& x,
                                 const Vector& before) {
  return step_in_matrices(p.W_xh(), p.W_hh(), p.W_hy(), p.b_h(), p.b3, x,
                          before);
}

/// A step of the 2-2-1 network, unit by unit.
/// \param p       weights and biases
/// \param x       x1 over x2
/// \param before  h of the step before
/// \return h and y
/// \throws std::invalid_argument when a shape does not fit
// [units]
inline ReluStep step_by_unit(const ReluNet& p, const Vector& x,
                             const Vector& before) {
  require_shape<double>("x", x, 2, 1);
  require_shape<double>("before", before, 2, 1);
  const auto& [W11, W12, W21, W22, U11, U12, U21, U22, W31, W32, b1, b2, b3] =
      p;
  const double x1 = x(0), x2 = x(1), g1 = before(0), g2 = before(1);
  double h1 = relu(W11 * x1 + W12 * x2 + U11 * g1 + U12 * g2 + b1);  // (2.23)
  double h2 = relu(W21 * x1 + W22 * x2 + U21 * g1 + U22 * g2 + b2);  // (2.24)
  double y = W31 * h1 + W32 * h2 + b3;                               // (2.25)
  return {{h1, h2}, y};
}
// [units]

/// A step as the note's words have it: W11 and W12 go from x1 to h1 and h2.
/// This is not what the note's formulas compute.
/// \param p       weights and biases
/// \param x       x1 over x2
/// \param before  h of the step before
/// \return h and y
/// \throws std::invalid_argument when a shape does not fit
// [words]
inline ReluStep step_by_words(const ReluNet& p, const Vector& x,
                              const Vector& before) {
  return step_in_matrices(p.W_xh().t(), p.W_hh().t(), p.W_hy(), p.b_h(), p.b3,
                          x, before);
}
// [words]

}  // namespace unrolled::three_steps
