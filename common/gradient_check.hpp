/// \file
/// Gradients by differences, and the error of a gradient, block by block.
#pragma once
#include <functional>

#include "common/matrix.hpp"

namespace unrolled {

/// A real function of a matrix.
using RealFunction = std::function<double(const Matrix&)>;
/// The same function on complex numbers.
using ComplexFunction = std::function<Complex(const ComplexMatrix&)>;

/// (f(x + h) - f(x)) / h for each entry; error of order h.
Matrix forward_difference(const RealFunction& f, Matrix x, double h = 1e-8);

/// (f(x + h) - f(x - h)) / 2h for each entry; error of order h^2.
Matrix central_difference(const RealFunction& f, Matrix x, double h = 1e-5);

/// Im f(x + ih) / h for each entry (Squire and Trapp, 1998). Nothing is
/// subtracted, so h can be as small as 1e-200 and the error is rounding alone.
Matrix complex_step(const ComplexFunction& f, const Matrix& x,
                    double h = 1e-100);

/// Error of a gradient block: ||got - expected||_F / ||expected||_F. Where the
/// expected block is 0 the error is ||got||_F.
/// \throws std::invalid_argument when the shapes differ
double block_error(const Matrix& got, const Matrix& expected);

}  // namespace unrolled
