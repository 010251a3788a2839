#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, Index tau) -> Test {
    const Recurrence r = random_recurrence(2, 3, 2, tau, 11);
    const ::Network net{r.U, r.W, r.V, r.b, r.c, r.h0, r.x};
    return {name,
            {{"dc", r.dc},
             {"dV", r.dV},
             {"db", r.db},
             {"dW", r.dW},
             {"dU", r.dU},
             {"dh0", r.dh0}},
            [net, h = Sequence(r.h, 0), e = Sequence(r.dLdo)](const Answer& a) {
              const Slopes s = a.backward(net, h, e);
              return Matrices{s.dc, s.dV, s.db, s.dW, s.dU, s.dh0};
            }};
  };
  return {test("One step", 1), test("Two steps", 2), test("Three steps", 3),
          test("Seven steps", 7)};
}
