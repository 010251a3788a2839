// Between Armadillo, in which the book computes, and the oracle's plain loops.
#pragma once
#include <armadillo>

#include "tests/oracle/number.hpp"

namespace oracle {

inline Vec loops(const arma::vec& v) {
  return {v.begin(), v.end()};
}
inline Mat loops(const arma::cx_mat& m) {
  Mat rows;
  for (arma::uword i = 0; i < m.n_rows; ++i)
    rows.emplace_back(m.begin_row(i), m.end_row(i));
  return rows;
}
inline Mat loops(const arma::mat& m) {
  return loops(arma::conv_to<arma::cx_mat>::from(m));
}
// A sequence, one column a time step, as a vector for each step.
inline std::vector<Vec> steps(const arma::cx_mat& m) {
  return loops(arma::cx_mat(m.st()));
}
inline std::vector<Vec> steps(const arma::mat& m) {
  return loops(arma::mat(m.t()));
}

// Back again: `back` takes rows, `columns` a vector for each step.
inline arma::vec back(const RealVec& v) {
  return arma::vec(v);
}
inline arma::mat columns(const std::vector<RealVec>& list) {
  arma::mat m(list.empty() ? 0 : list[0].size(), list.size());
  for (arma::uword j = 0; j < m.n_cols; ++j) m.col(j) = back(list[j]);
  return m;
}
inline arma::mat back(const RealMat& rows) {
  return columns(rows).t();
}

// Of what ran forward: the real part.
inline arma::vec back(const Vec& v) {
  return arma::vec(real(v));
}
inline arma::mat columns(const std::vector<Vec>& list) {
  std::vector<RealVec> parts;
  for (const Vec& v : list) parts.push_back(real(v));
  return columns(parts);
}
inline arma::mat back(const Mat& rows) {
  return columns(rows).t();
}

}  // namespace oracle
