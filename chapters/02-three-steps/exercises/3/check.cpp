// The true path is the derivative of one step's loss in one step's own copy of
// W.
#include <answer.hpp>

namespace {

Run run_of(const Recurrence& r) {
  Run run{r.W, r.V, {Matrix()}, {Vector()}, {r.h0}};
  const Sequence e(r.dLdo);
  for (Index t = 1; t <= r.x.n_cols; ++t) {
    run.h.push_back(r.h.col(t));
    run.D.push_back(r.slope(t));
    run.e.push_back(e(t));
  }
  return run;
}

Test path(const std::string& name, Index tau, Index t, Index k) {
  const Recurrence r = random_recurrence(2, 3, 2, tau, 7);
  const std::string call =
      "path(run, " + std::to_string(t) + ", " + std::to_string(k) + ")";
  return {name,
          {{call, r.path(t, k)}},
          [run = run_of(r), t, k](const Answer& answer) {
            return answer.path(run, t, k);
          }};
}

Test sum(const std::string& name, Index tau) {
  const Recurrence r = random_recurrence(2, 3, 2, tau, 7);
  return {name, {{"sum", r.dW}}, [run = run_of(r)](const Answer& answer) {
            return answer.sum_of_paths(run);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {path("A path that stays in its step", 3, 2, 2),
          path("A path one step back", 3, 3, 2),
          path("A path four steps back", 5, 5, 1),
          sum("The sum for a single step", 1),
          sum("The sum for three steps", 3),
          sum("The sum for five steps", 5)};
}
