/// \file
/// Exercise 4-1: what the answer defines.
#pragma once

/// \return the norm of the gradient over dU, dW, dV, db and dc
double norm();
/// \return the factor that clipping by the norm multiplies with
double scale();
/// \return dW after clipping by the norm
double clipped_dW();
/// \return dV after clipping each entry by itself
double dV_by_elements();
