#include "common/matrix.hpp"

#include <limits>

namespace unrolled {

double frobenius_norm(const Matrix& m) {
  if (m.has_nan()) return std::numeric_limits<double>::quiet_NaN();
  const double largest = m.is_empty() ? 0 : arma::abs(m).max();
  if (largest == 0 || !std::isfinite(largest)) return largest;
  return largest * std::sqrt(arma::accu(arma::square(m / largest)));
}

}  // namespace unrolled
