/// \file
/// Exercise 3-5: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

/// Products of two H x H matrices in the sum over k, tau = 10.
double matrix_products_10();
/// The same, tau = 100.
double matrix_products_100();
/// Products of W^T with a vector in delta(100) .. delta(1), tau = 100.
double vector_products_100();
