#include "tests/exercises/task.hpp"

// Letters of a word in the mean, and the least bits per letter.
double letters_of_a_word() { return 2 / 2.0 + 3 / 4.0 + 4 / 4.0; }
double bits_per_letter() { return 1.5 / 2.75; }
// Bits of a blank at the first letter of a word, read from the left.
double bits_of_a_blank() { return 1 / 2.0 + 2 / 4.0 + 2 / 4.0; }
