// The true delta is a derivative of J by z, found without a way back: J is made
// linear in z_next, with the slope delta_next.
#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, Index n, Index n_next, Index m,
                       std::uint64_t seed) -> Test {
    Random random(seed);
    const Matrix W = random.normal_matrix(n_next, n);
    const Matrix delta = random.normal_matrix(n_next, m);
    const Matrix z = random.normal_matrix(n, m);
    const ComplexFunction J = [&](const ComplexMatrix& z_) {
      return Complex(arma::accu(delta % (W * arma::tanh(z_))));
    };
    return {name, {{"delta", complex_step(J, z)}}, [=](const Answer& answer) {
              return answer.delta_of_hidden(W, delta, z);
            }};
  };
  return {test("delta where every layer has three units", 3, 3, 1, 2),
          test("delta of four examples side by side", 3, 3, 4, 3),
          test("delta below two units, three units, one example", 3, 2, 1, 1)};
}
