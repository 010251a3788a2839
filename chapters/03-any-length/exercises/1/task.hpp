/// \file
/// Exercise 3-1: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

double delta_1_of_unit_1();  ///< dL/dh(1), unit 1
double delta_1_of_unit_2();  ///< dL/dh(1), unit 2
double dW_11();              ///< dL/dW, row 1, column 1
double dU_1();               ///< dL/dU, row 1
