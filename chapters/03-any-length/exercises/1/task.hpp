/// \file
/// Exercise 3-1: what the answer defines.
#pragma once

/// \return dL/dh(1), unit 1
double delta_1_of_unit_1();
/// \return dL/dh(1), unit 2
double delta_1_of_unit_2();
/// \return dL/dW, row 1, column 1
double dW_11();
/// \return dL/dU, row 1
double dU_1();
