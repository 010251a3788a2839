/// \file
/// Exercise 2-1: what the answer defines.
#pragma once

/// \return the path of L_3 to W that stays in step 3
double green();
/// \return the path of L_3 to W that goes one step back
double purple();
/// \return the path of L_3 to W that goes two steps back
double orange();
/// \return dL/dU, the sum of its three paths
double dU();
