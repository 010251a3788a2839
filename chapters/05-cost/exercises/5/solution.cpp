#include "tests/exercises/task.hpp"

// How often a block is run forward on average, of 1000 blocks, with 100 slots,
// with 10 and with 1.
double runs_with_100_slots() { return 2.9; }  // 1 + 2 - 102/1000
double runs_with_10_slots() { return 4.6; }   // 1 + 4 - 364/1000
double runs_with_1_slot() { return 500; }     // (1000 + 1)/2
