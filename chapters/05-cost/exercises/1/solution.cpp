#include "tests/exercises/task.hpp"

// C(10, 1), C(10, 2) and C(10, 10): blocks run forward with 1, 2 and 10 slots.
double one_slot() { return 10 * 11 / 2; }
double two_slots() { return 10 + 3 * 10 - 10; }
double ten_slots() { return 10 + 1 * 10 - 1; }
// After how many blocks the first checkpoint is put, with 2 slots.
double checkpoint() { return 6; }
