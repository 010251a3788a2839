#include "tests/exercises/task.hpp"

// Clips a gradient by the norm over all its blocks, of any shapes; they are
// changed in place. The threshold, above 0, is the largest norm let through.
// Returns the norm before. arma::accu(arma::square(m)) is the sum of the
// squares of a matrix; arma::abs(m).max() its largest magnitude.
double clip(std::vector<Matrix>& gradient, double threshold) {
//=   return 0;
  double largest = 0;
  for (const Matrix& block : gradient)
    largest = std::max(largest, arma::abs(block).max());
  if (largest == 0) return 0;
  double sum = 0;
  for (const Matrix& block : gradient)
    sum += arma::accu(arma::square(block / largest));
  const double norm = largest * std::sqrt(sum);
  if (norm < threshold) return norm;
  for (Matrix& block : gradient) block *= threshold / norm;
  return norm;
}
