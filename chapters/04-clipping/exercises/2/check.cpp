// The true derivative comes from the oracle, which runs the network with h(k)
// moved by a complex step.
#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, Index t, Index k) -> Test {
    const Recurrence r = random_recurrence(1, 3, 1, 6, 3);
    const std::string what =
        "dh(" + std::to_string(t) + ")/dh(" + std::to_string(k) + ")";
    return {name,
            {{what, r.jacobian(t, k)}},
            [W = r.W, h = Sequence(r.h, 0), t, k](const Answer& answer) {
              return answer.state_by_state(W, h, t, k);
            }};
  };
  return {test("From a state to itself", 4, 4),
          test("From a state to the next", 3, 2),
          test("From the first state to the last", 6, 0)};
}
