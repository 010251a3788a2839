#include "chapters/10-attention/tasks.hpp"

namespace unrolled::attention {
namespace {

// n symbols, drawn each of so many from one on.
Symbols drawn(Random& random, Index n, Index first, Index choices) {
  Symbols s(n);
  for (Index& one : s) one = first + random.below(choices);
  return s;
}

}  // namespace

Task recall(Random& random, Index n, Index lag) {
  Task task;
  task.s.push_back(drawn(random, n, Recall::sign, 4));
  task.y.push_back(task.s[0]);
  for (Index t = 0; t < lag; ++t)
    task.s.push_back(drawn(random, n, Recall::noise, 4));
  task.s.push_back(drawn(random, n, Recall::question, 1));
  return task;
}

Task parity(Random& random, Index n, Index tau) {
  Task task;
  Symbols odd(n, arma::fill::zeros);
  for (Index t = 0; t < tau; ++t) {
    task.s.push_back(drawn(random, n, 0, 2));
    for (Index j = 0; j < n; ++j) odd(j) = odd(j) != task.s[t](j);
    task.y.push_back(odd);
  }
  return task;
}

}  // namespace unrolled::attention
