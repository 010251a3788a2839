#include "chapters/04-clipping/exercises/4/task.hpp"

Gradient batch_gradient(const std::vector<Gradient>& sequences,
                        double threshold) {
  Gradient sum = sequences.at(0);
  for (std::size_t i = 1; i < sequences.size(); ++i)
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += sequences[i][j];
  clip(sum, threshold);
  return sum;
}
