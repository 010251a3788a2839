#include "tests/exercises/task.hpp"

// The weight of 0.5, 0.9, 1.1, 2, 5 with the largest dh(50)/dh(0).
double best_weight() { return 0.9; }
// The power of ten of dh(50)/dh(0) for w = 0.9 (-3 for 0.001), and for w = 2.
double power_of_0_9() { return -2.3; }  // 50 log10(0.9)
double power_of_2() { return -39; }     // 50 log10(0.166)
