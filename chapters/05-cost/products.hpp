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

/// Steps of a sequence, sharing its memory: their columns side by side.
/// \param cube  rows x n x tau
/// \param from  first step, from 0
/// \param to    step after the last
/// \return rows x (n (to - from))
inline Matrix steps(Cube& cube, Index from, Index to) {
  return Matrix(cube.memptr() + from * cube.n_elem_slice, cube.n_rows,
                cube.n_cols * (to - from), false, true);
}
/// The same of a constant sequence.
/// \param cube  rows x n x tau
/// \param from  first step, from 0
/// \param to    step after the last
/// \return rows x (n (to - from))
inline const Matrix steps(const Cube& cube, Index from, Index to) {
  // Armadillo has no view of constant memory; the result is constant instead.
  return steps(const_cast<Cube&>(cube), from, to);
}
/// Some columns of a matrix, sharing its memory.
/// \param m     any
/// \param from  first column, from 0
/// \param to    column after the last
/// \return rows x (to - from)
inline Matrix columns(Matrix& m, Index from, Index to) {
  return Matrix(m.colptr(from), m.n_rows, to - from, false, true);
}

}  // namespace unrolled::cost
