// The true slopes are the oracle's, which has no way back.
#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, Index D, Index H, Index K,
                       Index tau) -> Test {
    const Recurrence r = random_recurrence(D, H, K, tau, 4);
    const Matrix Z =
        (1 - arma::square(r.h.tail_cols(tau))) % r.delta.tail_cols(tau);
    return {name,
            {{"dV", r.dV},
             {"dW", r.dW},
             {"dU", r.dU},
             {"db", r.db},
             {"dc", r.dc}},
            [r, Z](const Answer& answer) {
              const Slopes s = answer.sums(r.dLdo, Z, r.h, r.x);
              return Matrices{s.dV, s.dW, s.dU, s.db, s.dc};
            }};
  };
  return {test("Three of everything", 3, 3, 3, 3),
          test("One step", 2, 3, 2, 1),
          test("Seven steps, two inputs, four units, three outputs", 2, 4, 3,
               7)};
}
