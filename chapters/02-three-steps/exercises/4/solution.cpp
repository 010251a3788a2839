#include "chapters/02-three-steps/exercises/4/task.hpp"

// dS_k/dWs: Ws stands beside S_{k-1}, which is held fixed.
double dS_dWs(const Chain& p, const States& s, std::size_t k) {
  return s.S[k - 1];
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
