#include "chapters/11-stack-machine/exercises/4/task.hpp"

double judge(const Vector& word) {
  double q = 0;
  for (const double sign : word) {
    const double is_there = flag(q, 0);
    if (sign > 0 && is_there == 0) return 0;
    q = sign > 0 ? 4 * q - 1 : (q + 1) / 4;
  }
  return 1 - flag(q, 0);
}
