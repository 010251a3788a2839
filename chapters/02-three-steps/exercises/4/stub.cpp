// Exercise 2-4: a program with a bug. Then: ./book exercise 2-4
#include "chapters/02-three-steps/exercises/4/task.hpp"

// dS_k/dWs: Ws stands beside S_{k-1}, and S_{k-1} depends on it as well.
double dS_dWs(const Chain& p, const States& s, std::size_t k) {
  if (k == 0) return 0;
  return s.S[k - 1] + p.Ws * dS_dWs(p, s, k - 1);
}

double dL_dWs(const Chain& p, std::size_t t) {
  const States s = forward(p);
  double sum = 0, back = 1;  // back = dS_t/dS_k
  for (std::size_t k = t; k >= 1; --k) {
    sum += (s.O[t] - p.Y[t]) * p.W0 * back * dS_dWs(p, s, k);
    back *= p.Ws;
  }
  return sum;
}
