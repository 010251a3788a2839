// Says: Your way back is gone
#include "chapters/02-three-steps/exercises/4/task.hpp"

double total(const Chain& p, const ChainStates<double>& s, std::size_t k) {
  return k == 0 ? 0 : s.S[k - 1] + p.Ws * total(p, s, k - 1);
}

double dL_dWs(const Chain& p, std::size_t t) {
  const ChainStates<double> s = unrolled::three_steps::forward(p);
  double sum = 0;
  for (std::size_t k = t; k >= 1; --k) {
    sum += (s.O[t] - p.Y[t]) * p.W0 * total(p, s, k);
  }
  return sum;
}
