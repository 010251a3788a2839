// Says: Your blocks are clipped one by one
#include <cmath>

#include "chapters/04-clipping/exercises/3/task.hpp"

double clip(std::vector<Matrix>& gradient, double threshold) {
  double largest = 0;
  for (const Matrix& block : gradient)
    largest = std::max(largest, arma::abs(block).max());
  if (largest == 0) return 0;
  double sum = 0;
  for (const Matrix& block : gradient)
    sum += arma::accu(arma::square(block / largest));
  for (Matrix& block : gradient) {
    const double size = arma::abs(block).max();
    const double own = size * std::sqrt(arma::accu(arma::square(block / size)));
    if (own > threshold) block *= threshold / own;
  }
  return largest * std::sqrt(sum);
}
