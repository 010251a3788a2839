// The true norm is that of all entries in one long vector, by long doubles.
#include <answer.hpp>

namespace {

std::vector<Matrix> gradient(double size) {
  Random random(2);
  return {random.normal_matrix(3, 2, size), random.normal_matrix(3, 3, size),
          random.normal_matrix(2, 3, 4 * size),
          random.normal_matrix(3, 1, size), random.normal_matrix(2, 1, size)};
}

Test test(const std::string& name, const std::vector<Matrix>& g,
          double threshold) {
  long double sum = 0;  // its range holds the squares of 1e200
  for (const double v : row_of(g)) sum += static_cast<long double>(v) * v;
  const double norm = static_cast<double>(std::sqrt(sum));
  const double factor = norm < threshold ? 1 : threshold / norm;
  return {name,
          {{"entries", row_of(g) * factor, 1e-12},
           {"norm returned", Matrix{norm}, 1e-12}},
          [g, threshold](const Answer& answer) {
            std::vector<Matrix> clipped = g;
            const double returned = answer.clip(clipped, threshold);
            return Matrices{row_of(clipped), Matrix{returned}};
          }};
}

}  // namespace

std::vector<Test> tests() {
  const std::vector<Matrix> zeros{Matrix(2, 2, arma::fill::zeros),
                                  Matrix(2, 1, arma::fill::zeros)};
  return {test("A gradient above the threshold 2.5", gradient(1), 2.5),
          test("A gradient below the threshold 2.5", gradient(0.01), 2.5),
          test("A gradient of zeros", zeros, 1),
          test("A gradient of 1e200", gradient(1e200), 2.5)};
}
