/// \file
/// Exercise 4-5: what the answer defines.
#pragma once

/// \return the weight of 0.5, 0.9, 1.1, 2, 5 with the largest dh(50)/dh(0)
double best_weight();
/// \return the power of ten of dh(50)/dh(0) for w = 0.9: -3 for 0.001
double power_of_0_9();
/// \return the same for w = 2
double power_of_2();
