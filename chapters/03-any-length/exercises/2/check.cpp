// In a run of two steps, delta(1) and what it is made of are all known.
#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, Index H, Index K,
                       std::uint64_t seed) -> Test {
    const Recurrence r = random_recurrence(2, H, K, 2, seed);
    return {name, {{"delta(t)", r.delta.col(1)}}, [r](const Answer& answer) {
              return answer.delta_before(r.W, r.V, r.delta.col(2), r.h.col(2),
                                         r.dLdo.col(0));
            }};
  };
  return {test("Three units and three outputs", 3, 3, 1),
          test("Four units and two outputs", 4, 2, 2)};
}
