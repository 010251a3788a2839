#include "tests/exercises/task.hpp"

// Bits per character, and the perplexity.
double bits() { return (1 + 2 + 2 + 4) / 4.0; }
double perplexity() { return 4.7568; }  // 2^2.25
// The length of Adam's second step.
double second_step() { return 0.1 * 2.05263 / 2.23651; }
