/// \file
/// Exercise 2-5: what the answer defines. A share is a part of 1.
#pragma once
#include "tests/exercises/unknown.hpp"

double green_share();          ///< the green path's share, linear steps
double purple_share();         ///< the purple path's share, linear steps
double orange_share();         ///< the orange path's share, linear steps
double green_share_of_tanh();  ///< the green path's, tanh steps, Ws = 3
