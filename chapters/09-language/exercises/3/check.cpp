// The same means with all their weights written out, number by number.
#include <answer.hpp>

#include "common/random.hpp"

namespace {

Test test(const std::string& name, Index updates, double size) {
  unrolled::Random random(12);
  const Vector p = random.normal_matrix(3, 1);
  const Matrix slopes = random.normal_matrix(3, updates, size);
  Vector came = p;
  for (Index t = 1; t <= updates; ++t)
    for (Index i = 0; i < 3; ++i) {
      double mean = 0, square = 0, w = 0, v = 0;
      for (Index k = 1; k <= t; ++k) {
        const double g = slopes(i, k - 1), age = double(t - k);
        mean += std::pow(0.9, age) * g, w += std::pow(0.9, age);
        square += std::pow(0.999, age) * g * g, v += std::pow(0.999, age);
      }
      came(i) -= 0.05 * mean / w / (std::sqrt(square / v) + 1e-8);
    }
  return {name, {{"p", came}}, [p, slopes](const Answer& answer) {
            return Matrix(answer.adam(p, slopes, 0.05));
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One update", 1, 1), test("Six updates", 6, 1),
          test("Six updates, large slopes", 6, 1000)};
}
