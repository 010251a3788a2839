#include "tests/exercises/task.hpp"

// The loss J.
double loss_J() { return (3 * 3 + 2 * 2) / 2.0; }
// delta of unit 1 of layer 1.
double delta_1_of_layer_1() { return 1 * 3 + -2 * -2; }
// dJ/dW of layer 1, row 1, column 2.
double dW_12_of_layer_1() { return 7 * 2; }
// How many of the eight weights have the slope 0.
double weights_with_slope_0() { return 2 + 2; }
