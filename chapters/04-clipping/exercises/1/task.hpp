/// \file
/// Exercise 4-1: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

double norm();            ///< of the gradient, over dU, dW, dV, db and dc
double scale();           ///< the factor of clipping by the norm
double clipped_dW();      ///< dW after clipping by the norm
double dV_by_elements();  ///< dV after clipping each entry by itself
