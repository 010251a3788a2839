// Says: That is the natural logarithm
#include "chapters/04-clipping/exercises/5/task.hpp"

double best_weight() {
  return 0.9;
}

double power_of_0_9() {
  return -5.27;  // 50 log10(0.9)
}

double power_of_2() {
  return -39;  // 50 log10(0.166)
}
