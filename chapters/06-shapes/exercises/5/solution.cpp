#include "tests/exercises/task.hpp"

// Steps taken back by BPTT(8; 1) and by BPTT(8; 4) over 50 steps.
double steps_8_1() { return 8 * 9 / 2 + 42 * 8; }
double steps_8_4() { return 4 + 12 * 8; }
// What is left of dL/dw: L = h(50), h(t) = 0.9 h(t-1), its last 8 steps swept.
double share_of_8() { return 8 / 50.0; }
