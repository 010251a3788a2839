#include "tests/exercises/task.hpp"

// The weight of step 2, and what is read.
double weight_2() { return 3.0 / (1 + 3); }
double reads() { return 8 * 0.25 + 4 * 0.75; }
// The slopes of the loss by both scores.
double de_1() { return 0.25 * (8 - 5); }
double de_2() { return 0.75 * (4 - 5); }
