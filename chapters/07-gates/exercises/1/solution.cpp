#include "tests/exercises/task.hpp"

// The memory after two steps.
double C_2() { return 0.5 * (0.5 * 2 + 0.4) - 0.1; }
// dL/dC(2), dL/dC(0) and dL/da(1).
double dC_2() { return 0.5 * 0.3; }
double dC_0() { return 0.5 * 0.5 * 0.15; }
double da_1() { return 0.5 * 0.15 * 1; }
