/// \file
/// Exercise 2-4: what the answer defines.
#pragma once
#include <array>

#include "tests/exercises/task.hpp"

/// Three linear steps and their numbers. Entry t of a list is time t.
struct Chain {
  double Wx, Ws, W0, b1, b2;
  double S0;
  std::array<double, 4> X, Y;  ///< entry 0 is not used
};

/// S_0 .. S_3, and O_1 .. O_3 in the entries 1 to 3.
struct States {
  std::array<double, 4> S{}, O{};
};

/// S_t = Wx X_t + Ws S_{t-1} + b1 and O_t = W0 S_t + b2.
inline States forward(const Chain& p) {
  States s;
  s.S[0] = p.S0;
  for (std::size_t t = 1; t <= 3; ++t) {
    s.S[t] = p.Wx * p.X[t] + p.Ws * s.S[t - 1] + p.b1;
    s.O[t] = p.W0 * s.S[t] + p.b2;
  }
  return s;
}

/// dL_t/dWs, where L_t = 1/2 (O_t - Y_t)^2, t = 1 .. 3.
double dL_dWs(const Chain& p, std::size_t t);
