// Says: The path that ends where the input came in
#include "chapters/02-three-steps/exercises/5/task.hpp"

double green_share() {
  return 0;
}

double purple_share() {
  return 0;
}

double orange_share() {
  return 1;
}

double green_share_of_tanh() {
  return 0.91;
}
