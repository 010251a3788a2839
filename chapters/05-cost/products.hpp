/// \file
/// Matrix products that add into what is there, without a temporary.
#pragma once
#include "common/matrix.hpp"

namespace unrolled::cost {

/// Whether a factor stands transposed.
enum class As : char { is = 'N', transposed = 'T' };

/// C <- A B + keep C, with A or B transposed on request: one call of BLAS.
/// \param A     first factor
/// \param as_A  as it is, or transposed
/// \param B     second factor
/// \param as_B  as it is, or transposed
/// \param keep  0 overwrites C, 1 adds to it
/// \param C     the result, already of the right shape
inline void multiply(const Matrix& A, As as_A, const Matrix& B, As as_B,
                     double keep, Matrix& C) {
  using arma::blas_int;
  const char a = static_cast<char>(as_A), b = static_cast<char>(as_B);
  const auto m = static_cast<blas_int>(C.n_rows);
  const auto n = static_cast<blas_int>(C.n_cols);
  const auto k = static_cast<blas_int>(as_A == As::is ? A.n_cols : A.n_rows);
  const auto lda = static_cast<blas_int>(A.n_rows);
  const auto ldb = static_cast<blas_int>(B.n_rows);
  const double one = 1;
  const blas_int step = 1;
  if (n == 1 && as_B == As::is) {
    const auto cols = static_cast<blas_int>(A.n_cols);
    arma::blas::gemv(&a, &lda, &cols, &one, A.memptr(), &lda, B.memptr(), &step,
                     &keep, C.memptr(), &step);
    return;
  }
  arma::blas::gemm(&a, &b, &m, &n, &k, &one, A.memptr(), &lda, B.memptr(), &ldb,
                   &keep, C.memptr(), &m);
}

/// Some slices of a cube, sharing its memory.
/// \param cube  rows x n x steps
/// \param from  first slice
/// \param to    slice after the last
/// \return rows x n x (to - from)
inline Cube part(Cube& cube, Index from, Index to) {
  return Cube(cube.slice_memptr(from), cube.n_rows, cube.n_cols, to - from,
              false, true);
}
/// The same of a constant cube.
/// \param cube  rows x n x steps
/// \param from  first slice
/// \param to    slice after the last
/// \return rows x n x (to - from)
inline const Cube part(const Cube& cube, Index from, Index to) {
  // Armadillo has no view of constant memory; the result is constant instead.
  return part(const_cast<Cube&>(cube), from, to);
}

/// All slices side by side as one matrix, sharing the cube's memory.
/// \param cube  rows x n x steps
/// \return rows x (n steps)
inline Matrix side_by_side(Cube& cube) {
  return Matrix(cube.memptr(), cube.n_rows, cube.n_cols * cube.n_slices, false,
                true);
}
/// The same of a constant cube.
/// \param cube  rows x n x steps
/// \return rows x (n steps)
inline const Matrix side_by_side(const Cube& cube) {
  return side_by_side(const_cast<Cube&>(cube));
}

}  // namespace unrolled::cost
