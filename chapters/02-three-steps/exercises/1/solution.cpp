#include "tests/exercises/task.hpp"

// The path of L_3 to W that stays in step 3.
double green() { return 2 * 2 * 4; }
// The path of L_3 to W that goes one step back.
double purple() { return 2 * 2 * 3 * 2; }
// The path of L_3 to W that goes two steps back.
double orange() { return 2 * 2 * 3 * 3 * 2; }
// dL/dU, the sum of its three paths.
double dU() { return 2 * 2 * (-5 + 3 * -1 + 3 * 3 * -2); }
