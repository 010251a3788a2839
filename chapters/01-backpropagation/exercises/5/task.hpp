/// \file
/// Exercise 1-5: what the answer defines.
#pragma once

/// The step of the forward difference (1.17) with the smallest error in single
/// precision.
/// \return its power of ten: -8 for 1e-8
double best_power_forward();

/// The same of the central difference (1.18).
/// \return its power of ten
double best_power_central();
