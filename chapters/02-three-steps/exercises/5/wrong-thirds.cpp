// Says: Three paths, but not a third each
#include "chapters/02-three-steps/exercises/5/task.hpp"

double green_share() {
  return 1 / 3.0;
}

double purple_share() {
  return 1 / 3.0;
}

double orange_share() {
  return 1 / 3.0;
}

double green_share_of_tanh() {
  return 0.91;
}
