#include "tests/exercises/task.hpp"

// The first T at which the variance is above 1, for p = 0.9, 0.99 and 0.5.
double keep_90() { return std::ceil(std::log(2) / 0.10536); }
double keep_99() { return std::ceil(std::log(2) / 0.01005); }
double keep_half() { return 1 + 1; }
