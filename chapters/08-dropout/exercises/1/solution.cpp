#include "tests/exercises/task.hpp"

// Of o over all masks: its mean, and its variance.
double mean_of_o() { return 1 * 1 + 2 * 0.5 - 1 * 3 + 2; }
double variance_of_o() { return 1 * 1 + 1 * 1 + 3 * 3; }
// With the mask that keeps the first two units: o, and dL/da_2.
double o_masked() { return 2 * 1 * 1 + 2 * 2 * 0.5 + 2; }
double da_2() { return 3 * 2 * 2; }
