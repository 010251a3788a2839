/// \file
/// Exercise 1-1: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

double loss_J();                ///< the loss J
double delta_1_of_layer_1();    ///< delta of unit 1 of layer 1
double dW_12_of_layer_1();      ///< dJ/dW of layer 1, row 1, column 2
double weights_with_slope_0();  ///< of the eight, how many
