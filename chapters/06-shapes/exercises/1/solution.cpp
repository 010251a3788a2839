#include "tests/exercises/task.hpp"

// dL/do(1) when the network's own output comes back.
double do_1() { return 1 + 2 * 1; }
// dL/dW, its own output fed back, and the teacher's.
double dW_own() { return 3 * 1 + 1 * 3; }
double dW_teacher() { return 1 * 1 + -1 * 2; }
