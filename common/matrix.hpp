/// \file
/// Matrices, vectors, cubes, and shapes that are checked by name.
///
/// (What has a value at each time step is a Sequence, see sequence.hpp.)
#pragma once
#include <armadillo>
#include <cmath>
#include <complex>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

/// What every chapter shares.
namespace unrolled {

using Matrix = arma::mat;              ///< real matrix, column-major
using Vector = arma::vec;              ///< real column vector
using Cube = arma::cube;               ///< stack of matrices of one shape
using Index = arma::uword;             ///< row, column, slice or time
using Complex = std::complex<double>;  ///< the number type of a complex step
using ComplexMatrix = arma::cx_mat;    ///< what a complex step runs on

/// The shape of a matrix in words: "3 x 2".
template <class T>
std::string shape(const arma::Mat<T>& m) {
  return std::to_string(m.n_rows) + " x " + std::to_string(m.n_cols);
}

/// Demands a shape.
/// \throws std::invalid_argument that names the argument and both shapes
template <class T>
void require_shape(std::string_view name, const arma::Mat<T>& m, Index rows,
                   Index cols) {
  if (m.n_rows == rows && m.n_cols == cols) return;
  throw std::invalid_argument(std::string(name) + ": expected " +
                              std::to_string(rows) + " x " +
                              std::to_string(cols) + ", got " + shape(m));
}

/// Demands at least one row and one column.
/// \throws std::invalid_argument when the matrix is empty
template <class T>
void require_not_empty(std::string_view name, const arma::Mat<T>& m) {
  if (!m.is_empty()) return;
  throw std::invalid_argument(
      std::string(name) + ": expected at least one number, got " + shape(m));
}

/// Demands finite numbers.
/// \throws std::invalid_argument that names the first entry that is not finite
template <class T>
void require_finite(std::string_view name, const arma::Mat<T>& m) {
  if (m.is_finite()) return;
  for (Index j = 0; j < m.n_cols; ++j)
    for (Index i = 0; i < m.n_rows; ++i)
      if (arma::Mat<T>(m.submat(i, j, i, j)).has_nan() ||
          arma::Mat<T>(m.submat(i, j, i, j)).has_inf())
        throw std::invalid_argument(
            std::string(name) + ": expected finite numbers, got one that is " +
            "not in row " + std::to_string(i + 1) + ", column " +
            std::to_string(j + 1));
}

/// A real matrix in the number type of the forward pass.
template <class T>
arma::Mat<T> as(const Matrix& m) {
  return arma::conv_to<arma::Mat<T>>::from(m);
}

/// One number of each in a list: column(runs, &Run::error).
template <class List, class Part>
Vector column(const List& list, Part part) {
  Vector numbers(list.size());
  Index i = 0;
  for (const auto& one : list)
    numbers(i++) = static_cast<double>(std::invoke(part, one));
  return numbers;
}

/// The Frobenius norm: the root of the sum of the squares of all entries.
/// (arma::norm of a matrix is its largest singular value, another number.)
/// The largest entry is taken out first, so that no square overflows.
double frobenius_norm(const Matrix& m);

/// The median of each column, as a row; arma::median of two infinite numbers
/// is NaN, and this one infinite.
Matrix medians(const Matrix& m);

}  // namespace unrolled
