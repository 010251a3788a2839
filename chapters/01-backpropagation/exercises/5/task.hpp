/// \file
/// Exercise 1-5: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

/// The power of ten, -8 for 1e-8, of the step with the smallest error in single
/// precision, of the forward difference (1.17).
double best_power_forward();
/// The same of the central difference (1.18).
double best_power_central();
