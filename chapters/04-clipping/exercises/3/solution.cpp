#include "tests/exercises/task.hpp"

double clip(std::vector<Matrix>& gradient, double threshold) {
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
