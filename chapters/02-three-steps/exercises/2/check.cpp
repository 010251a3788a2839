// The true path is the derivative of L_3 in step 2's own copy of W.
#include <answer.hpp>

namespace {

using namespace unrolled;
using namespace unrolled::exercises;

Test test(const std::string& name, Index n, Index K, std::uint64_t seed) {
  const Recurrence r = random_recurrence(2, n, K, 3, seed);
  const auto D = [&](Index t) {
    return Matrix(arma::diagmat(1 - arma::square(r.h.col(t))));
  };
  const Factors f{r.W,           r.V,        D(1),       D(2),      D(3),
                  r.dLdo.col(2), r.h.col(0), r.h.col(1), r.h.col(2)};
  return {name, {{"path", r.path(3, 2)}}, [f](const Answer& answer) {
            return Matrices{answer.purple_path(f)};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("The purple path, three units and three outputs", 3, 3, 1),
          test("The purple path, four units and two outputs", 4, 2, 2)};
}
