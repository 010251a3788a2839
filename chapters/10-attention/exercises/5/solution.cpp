#include "tests/exercises/task.hpp"

// The deviation of a score before it is divided by anything.
double d_16() { return std::sqrt(16); }
double d_1024() { return std::sqrt(1024); }
// The same for d = 64, where queries and keys have the deviation 3.
double d_64_three_times() { return 3 * 3 * std::sqrt(64); }
