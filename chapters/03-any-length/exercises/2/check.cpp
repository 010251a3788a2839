// In a run of two steps, delta(1) and what it is made of are all known.
#include <answer.hpp>

namespace {

using namespace unrolled;
using namespace unrolled::exercises;

Test test(const std::string& name, Index H, Index K, std::uint64_t seed) {
  const Recurrence r = random_recurrence(2, H, K, 2, seed);
  return {name, {{"delta(t)", r.delta.col(1)}}, [r](const Answer& answer) {
            return Matrices{answer.delta_before(r.W, r.V, r.delta.col(2),
                                                r.h.col(2), r.dLdo.col(0))};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("Three units and three outputs", 3, 3, 1),
          test("Four units and two outputs", 4, 2, 2)};
}
