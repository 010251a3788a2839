#include "tests/exercises/task.hpp"

// Steps after which at most half of a memory is left.
double bias_0() { return 1; }
double bias_2() { return std::ceil(std::log(2) / 0.1269); }
double bias_4() { return std::ceil(std::log(2) / 0.01815); }
