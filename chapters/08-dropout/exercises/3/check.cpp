// All masks, unit by unit; of many units, one mean and one square at a time.
#include <answer.hpp>

namespace {

struct Layer {
  Matrix W;
  Vector b, a, y;
  double p;
};

// Over the masks of the units from i on, with what the others have given.
double by_all_masks(const Layer& layer, Index i, const Vector& off) {
  if (i == layer.a.n_elem) return arma::dot(off, off) / 2;
  const Vector kept = off + layer.W.col(i) * layer.a(i) / layer.p;
  return layer.p * by_all_masks(layer, i + 1, kept) +
         (1 - layer.p) * by_all_masks(layer, i + 1, off);
}

// Output by output: its mean, and the mean of its square, unit by unit.
double by_moments(const Layer& layer) {
  double sum = 0;
  for (Index k = 0; k < layer.y.n_elem; ++k) {
    double mean = layer.b(k) - layer.y(k), square = mean * mean;
    for (Index i = 0; i < layer.a.n_elem; ++i) {
      const double in = layer.W(k, i) * layer.a(i);
      square += 2 * mean * in + in * in / layer.p;
      mean += in;
    }
    sum += square / 2;
  }
  return sum;
}

Test test(const std::string& name, Index n, double p, std::uint64_t seed) {
  unrolled::Random random(seed);
  const Layer layer{random.normal_matrix(3, n), random.normal_matrix(3, 1),
                    random.normal_matrix(n, 1), random.normal_matrix(3, 1), p};
  const double truth = n > 20
                           ? by_moments(layer)
                           : by_all_masks(layer, 0, layer.b - layer.y);
  return {name,
          {{"mean_loss", Matrix{truth}}},
          [layer](const Answer& answer) {
            return answer.mean_loss(layer.W, layer.b, layer.a, layer.y,
                                    layer.p);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("Two units, half of them kept", 2, 0.5, 1),
          test("Ten units, most of them kept", 10, 0.8, 2),
          test("Sixty units", 60, 0.3, 3)};
}
