#include "tests/exercises/task.hpp"

// The norm of the gradient, over dU, dW, dV, db and dc.
double norm() { return 10; }
// The factor of clipping by the norm, and dW after it.
double scale() { return 5 / 10.0; }
double clipped_dW() { return 5 * 0.5; }
// dV after clipping each entry by itself.
double dV_by_elements() { return -5; }
