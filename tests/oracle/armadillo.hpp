// Between Armadillo, in which the book computes, and the oracle's plain loops.
#pragma once
#include <armadillo>
#include <string>

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

// Of networks whose numbers go by names. Takes the book's blocks: U, W and V
// are matrices, all others vectors.
template <class Net, class Blocks>
void take(Net& net, const Blocks& blocks) {
  for (const auto& [name, values] : blocks)
    if (std::string("UWV").find(name[0]) != std::string::npos)
      net.matrices[name] = loops(values);
    else
      net.vectors[name] = loops(arma::vec(values));
}
// The slope of a block, "dWq", by complex step; of a quantity, "dh", a column
// for each step. What ends in + steps hand back, from 0 on.
template <class Net>
arma::mat truth(const Net& net, const std::string& block) {
  const std::string of = block.substr(1);
  if (of == "x") return columns(gradient_of_x(net));
  if (net.matrices.contains(of)) return back(gradient_of_matrix(net, of));
  if (net.vectors.contains(of)) return back(gradient_of_vector(net, of));
  std::vector<RealVec> all;
  for (std::size_t t = of.back() == '+' ? 0 : 1; t <= net.x.size(); ++t)
    all.push_back(gradient_at(net, of, t));
  return columns(all);
}
// A quantity of its run, a column for each step from `first` on.
template <class Net>
arma::mat quantity(const Net& net, const std::string& name,
                   std::ptrdiff_t first = 1) {
  const std::vector<Vec> all = run(net).at.at(name);
  return columns(std::vector<Vec>(all.begin() + first, all.end()));
}

}  // namespace oracle
