#include "tests/exercises/task.hpp"

// Symbols of which every stack is held exactly.
double base_4() { return std::floor(53.0 / 2); }
double base_8() { return std::floor(53.0 / 3); }
double base_4_in_a_float() { return std::floor(24.0 / 2); }
