#include "tests/exercises/task.hpp"

// The green, the purple and the orange path's share, linear steps: a part of 1.
double green_share() { return 0.5; }
double purple_share() { return 0.5; }
double orange_share() { return 0; }
// The green path's, tanh steps, Ws = 3.
double green_share_of_tanh() { return 0.91; }
