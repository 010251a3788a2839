/// \file
/// Exercise 2-1: what the answer defines.
#pragma once
#include "tests/exercises/unknown.hpp"

double green();   ///< the path of L_3 to W that stays in step 3
double purple();  ///< the path of L_3 to W that goes one step back
double orange();  ///< the path of L_3 to W that goes two steps back
double dU();      ///< dL/dU, the sum of its three paths
