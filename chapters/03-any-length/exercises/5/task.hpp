/// \file
/// Exercise 3-5: what the answer defines.
#pragma once

/// \return products of two H x H matrices in the sum over k, tau = 10
double matrix_products_10();
/// \return the same, tau = 100
double matrix_products_100();
/// \return products of W^T with a vector in delta(100) .. delta(1), tau = 100
double vector_products_100();
