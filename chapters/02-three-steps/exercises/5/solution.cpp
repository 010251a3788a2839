#include "chapters/02-three-steps/exercises/5/task.hpp"

double green_share() {
  return 0.5;
}

double purple_share() {
  return 0.5;
}

double orange_share() {
  return 0;
}

double green_share_of_tanh() {
  return 0.91;
}
