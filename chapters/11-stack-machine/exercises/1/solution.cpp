#include "tests/exercises/task.hpp"

// The number of the stack 1, 1, 0, the 0 on top.
double q() { return 1.0 / 4 + 3.0 / 16 + 3.0 / 64; }
// After a 1 is put on it; after its top was taken away instead.
double pushed() { return q() / 4 + 3.0 / 4; }
double popped() { return 4 * q() - 1; }
// What the flag for a 1 on top says of that last one.
double flag() { return 1; }
