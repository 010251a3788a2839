#include <answer.hpp>

namespace {

// The same network and sequence after an update of W of this size.
Recurrence updated(Index tau, double size) {
  const Recurrence r = random_recurrence(2, 3, 2, tau, 9);
  return r.with_W(r.W + Random(1).normal_matrix(3, 3, size));
}

// The last of some passes, each after an update of this size, with one memory.
Test test(const std::string& name, Index tau, Index block,
          const std::vector<double>& updates) {
  std::vector<Recurrence> passes;
  for (const double size : updates) passes.push_back(updated(tau, size));
  return {name, {{"dW", passes.back().dW}}, [=](const Answer& answer) {
            std::vector<Vector> kept;
            Matrix dW;
            for (const Recurrence& r : passes)
              dW = answer.dW_in_blocks({r.U, r.W, r.V, r.b, r.h0, r.x}, r.dLdo,
                                       block, kept);
            return dW;
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("The first pass, seven steps in blocks of three", 7, 3, {0}),
          test("A second pass, with the same weights", 7, 3, {0, 0}),
          test("A second pass, after an update", 7, 3, {0, 0.3}),
          test("A third pass, after two", 7, 2, {0, 0.3, 0.1}),
          test("A second pass over a single block", 3, 4, {0, 0.3})};
}
