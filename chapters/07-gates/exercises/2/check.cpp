// Differences of a loss that both ways lead to, extrapolated.
#include <answer.hpp>

namespace {

struct Numbers {
  Vector C, q, delta, f, dC;
};

// delta . h(t) + dC(t+1) . C(t+1), with everything else held.
double loss(const Numbers& n, const Vector& C) {
  return arma::dot(n.delta, n.q % arma::tanh(C)) + arma::dot(n.dC, n.f % C);
}

Vector slope(const Numbers& n) {
  Vector result = n.C;
  for (Index i = 0; i < n.C.n_elem; ++i) {
    const auto difference = [&](double h) {
      Vector above = n.C, below = n.C;
      above(i) += h;
      below(i) -= h;
      return (loss(n, above) - loss(n, below)) / (2 * h);
    };
    result(i) = (4 * difference(0.5e-3) - difference(1e-3)) / 3;
  }
  return result;
}

Test test(const std::string& name, Index H, bool last, std::uint64_t seed) {
  unrolled::Random random(seed);
  const auto vector = [&] { return Vector(random.normal_matrix(H, 1)); };
  const auto gate = [&] {
    return Vector(random.uniform_matrix(H, 1, 0.1, 0.9));
  };
  Numbers n{vector(), gate(), vector(), gate(), vector()};
  if (last) n.f.zeros(), n.dC.zeros();
  return {name, {{"dL/dC(t)", slope(n)}}, [n](const Answer& answer) {
            return answer.memory_slope(n.C, n.q, n.delta, n.f, n.dC);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("The last step", 3, true, 1),
          test("A step before", 4, false, 2)};
}
