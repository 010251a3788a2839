#include "common/matrix.hpp"

#include <limits>

namespace unrolled {

double frobenius_norm(const Matrix& m) {
  if (m.has_nan()) return std::numeric_limits<double>::quiet_NaN();
  const double largest = m.is_empty() ? 0 : arma::abs(m).max();
  if (largest == 0 || !std::isfinite(largest)) return largest;
  return largest * std::sqrt(arma::accu(arma::square(m / largest)));
}

Matrix medians(const Matrix& m) {
  const Matrix sorted = arma::sort(m);
  return (sorted.row((m.n_rows - 1) / 2) + sorted.row(m.n_rows / 2)) / 2;
}

}  // namespace unrolled
