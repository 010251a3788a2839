#include "chapters/04-clipping/one_unit.hpp"

#include "chapters/04-clipping/clipping.hpp"

namespace unrolled::clipping {

// [error]
double error(const OneUnit& problem, double w, double b) {
  double x = problem.start;
  for (Index t = 1; t <= problem.steps; ++t) x = w * sigmoid(x) + b;  // (4.13)
  const double miss = sigmoid(x) - problem.target;
  return miss * miss;  // (4.14)
}
// [error]

// [gradient]
Vector gradient(const OneUnit& problem, double w, double b) {
  const Index tau = problem.steps;
  const bptt::Parameters p{Matrix{0.0}, Matrix{w}, Matrix{1.0}, Vector{b},
                           Vector{0.0}};
  const Sequence no_input(1, 1, 1, tau);
  const Matrix h0{sigmoid(problem.start)};
  const bptt::States s = bptt::forward(Activation::sigmoid, p, no_input, h0);

  Sequence dEdo(1, 1, 1, tau);
  dEdo(tau) = 2 * (s.h(tau) - problem.target);  // (4.15)
  const bptt::Gradient g =
      bptt::backward(Activation::sigmoid, p, no_input, s, dEdo);
  return {g.dW(0), g.db(0)};
}
// [gradient]

// [wall]
double wall(const OneUnit& problem, double w) {
  return problem.start - w * sigmoid(problem.start);  // (4.16)
}
// [wall]

// [least-weight]
double least_weight(const OneUnit& problem) {
  const double h = sigmoid(problem.start);
  return 1 / (h * (1 - h));  // (4.17)
}
// [least-weight]

Matrix descend(const OneUnit& problem, Vector at, double rate, double threshold,
               Index updates) {
  Matrix path(updates + 1, 2);
  path.row(0) = at.t();
  for (Index i = 1; i <= updates; ++i) {
    Vector g = gradient(problem, at(0), at(1));
    if (threshold > 0) clip_by_norm({{"dE", g}}, threshold);
    at -= rate * g;
    path.row(i) = at.t();
  }
  return path;
}

}  // namespace unrolled::clipping
