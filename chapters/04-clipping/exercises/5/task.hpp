/// \file
/// Exercise 4-5: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

/// The weight of 0.5, 0.9, 1.1, 2, 5 with the largest dh(50)/dh(0).
double best_weight();
/// The power of ten of dh(50)/dh(0) for w = 0.9: -3 for 0.001.
double power_of_0_9();
/// The same for w = 2.
double power_of_2();
