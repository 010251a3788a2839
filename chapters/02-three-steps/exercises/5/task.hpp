/// \file
/// Exercise 2-5: what the answer defines. A share is a part of 1.
#pragma once

/// \return the green path's share, linear steps
double green_share();
/// \return the purple path's share, linear steps
double purple_share();
/// \return the orange path's share, linear steps
double orange_share();
/// \return the green path's share, tanh steps, Ws = 3
double green_share_of_tanh();
