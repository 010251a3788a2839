// The true path is the derivative of L_3 in step 2's own copy of W.
#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, Index n, Index K,
                       std::uint64_t seed) -> Test {
    const Recurrence r = random_recurrence(2, n, K, 3, seed);
    const Factors f{r.W,        r.V,        r.slope(1),
                    r.slope(2), r.slope(3), r.dLdo.col(2),
                    r.h.col(0), r.h.col(1), r.h.col(2)};
    return {name, {{"path", r.path(3, 2)}}, [f](const Answer& answer) {
              return answer.purple_path(f);
            }};
  };
  return {test("The purple path, three units and three outputs", 3, 3, 1),
          test("The purple path, four units and two outputs", 4, 2, 2)};
}
