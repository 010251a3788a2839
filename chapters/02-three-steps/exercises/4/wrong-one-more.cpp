// Says: Your way back has one Ws too many
#include "chapters/02-three-steps/exercises/4/task.hpp"

double immediate(const ChainStates<double>& s, std::size_t k) {
  return s.S[k - 1];
}

double dL_dWs(const Chain& p, std::size_t t) {
  const ChainStates<double> s = unrolled::three_steps::forward(p);
  double sum = 0, back = p.Ws;
  for (std::size_t k = t; k >= 1; --k) {
    sum += (s.O[t] - p.Y[t]) * p.W0 * back * immediate(s, k);
    back *= p.Ws;
  }
  return sum;
}
