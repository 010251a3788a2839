// Exercise 4-4: a program with a bug. Then: ./book exercise 4-4
#include "chapters/04-clipping/exercises/4/task.hpp"

Gradient batch_gradient(const std::vector<Gradient>& sequences,
                        double threshold) {
  Gradient sum;
  for (Gradient gradient : sequences) {
    clip(gradient, threshold);
    if (sum.empty())
      sum = gradient;
    else
      for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += gradient[j];
  }
  return sum;
}
