/// \file
/// Exercise 1-1: what the answer defines.
#pragma once

/// \return the loss J
double loss_J();
/// \return delta of unit 1 of layer 1
double delta_1_of_layer_1();
/// \return dJ/dW of layer 1, row 1, column 2
double dW_12_of_layer_1();
/// \return how many of the eight weights have the slope 0
double weights_with_slope_0();
