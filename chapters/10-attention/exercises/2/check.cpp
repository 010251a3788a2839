// Complex steps of da . softmax(e).
#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"

namespace {

Test test(const std::string& name, const Vector& e, const Vector& da) {
  Vector slope = e;
  for (Index i = 0; i < e.n_elem; ++i) {
    const oracle::Vec a = oracle::softmax(oracle::stepped(oracle::loops(e), i));
    slope(i) = 0;
    for (Index s = 0; s < e.n_elem; ++s)
      slope(i) += da(s) * a[s].imag() / oracle::kStep;
  }
  const Vector a = unrolled::softmax(Matrix(e));
  return {name, {{"dL/de", slope}}, [a, da](const Answer& answer) {
            return answer.scores_back(a, da);
          }};
}

}  // namespace

std::vector<Test> tests() {
  unrolled::Random random(1);
  const Vector e = random.normal_matrix(5, 1), da = random.normal_matrix(5, 1);
  return {test("Two scores", {0, 1}, {3, -1}), test("Five scores", e, da),
          test("One score alone", {2}, {0.5})};
}
