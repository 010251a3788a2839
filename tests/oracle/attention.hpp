// Self-attention, run forward in plain loops; its derivatives by complex step,
// one entry at a time. No backward pass.
//
// q, k, v(t) = W. x(t)    e(t,s) = q(t).k(s) / sqrt(d)
// a(t,s) = exp e(t,s) / sum over the steps r that t may see of exp e(t,r)
// h(t) = sum over s of a(t,s) v(s), one head's below the other's
// o(t) = V h(t) + c    L = sum_t loss(o(t), y(t))
//
// Steps count from 1, vectors from 0: x[t-1] is x(t).
#pragma once

#include "tests/oracle/named.hpp"

namespace oracle {

// All numbers by the names that a file has for them; of several heads "Wq1",
// "Wq2", ... What is not there is zero.
struct Attention {
  bool causal = false;
  std::string output;  // as of oracle::Recurrent
  std::map<std::string, Mat> matrices;
  std::map<std::string, Vec> vectors;  // "c"
  std::vector<Vec> x, y;
};

// Every quantity by its name, at each step: "q", "k", "v", "e", "a", "h", "o",
// "y_hat"; [t] is step t. e and a have tau entries, those of steps that t may
// not see are 0. Of several heads "q1", "q2", ..., and "h" is all of them.
NamedTrace run(const Attention& net, const NamedNudge& nudge = {});

}  // namespace oracle
