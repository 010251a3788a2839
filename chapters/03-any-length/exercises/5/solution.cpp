#include "tests/exercises/task.hpp"

// Products of two H x H matrices in the sum over k, tau = 10 and tau = 100.
double matrix_products_10() { return 10 * 9 / 2; }
double matrix_products_100() { return 100 * 99 / 2; }
// Products of W^T with a vector in delta(100) .. delta(1), tau = 100.
double vector_products_100() { return 99; }
