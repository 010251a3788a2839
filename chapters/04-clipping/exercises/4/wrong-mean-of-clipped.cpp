// Says: It is the mean of clipped gradients.
#include "chapters/04-clipping/exercises/4/task.hpp"

Gradient batch_gradient(const std::vector<Gradient>& sequences,
                        double threshold) {
  Gradient sum = sequences.at(0);
  clip(sum, threshold);
  for (std::size_t i = 1; i < sequences.size(); ++i) {
    Gradient next = sequences[i];
    clip(next, threshold);
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += next[j];
  }
  for (Matrix& block : sum) block /= double(sequences.size());
  return sum;
}
