// The true delta is a derivative of J by z, found without a way back: J is made
// linear in z_next, with the slope delta_next.
#include "chapters/01-backpropagation/exercises/2/task.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

struct Layers {
  Matrix W, delta, z;
};

Layers layers(Index n, Index n_next, Index m, std::uint64_t seed) {
  Random random(seed);
  return {random.normal_matrix(n_next, n), random.normal_matrix(n_next, m),
          random.normal_matrix(n, m)};
}

Matrix by_complex_step(const Layers& s) {
  const ComplexFunction J = [&](const ComplexMatrix& z) {
    const ComplexMatrix z_next = as<Complex>(s.W) * arma::tanh(z);
    return Complex(arma::accu(as<Complex>(s.delta) % z_next));
  };
  return complex_step(J, s.z);
}

std::vector<Mistake> mistakes(const Layers& s) {
  const Matrix a = arma::tanh(s.z);
  const Matrix slope = 1 - arma::square(a);
  const Matrix back = s.W.t() * s.delta;
  std::vector<Mistake> all{
      {"Your delta is the true one without tanh'(z).", back},
      {"Your tanh' is taken at a = tanh(z) in place of z.",
       back % (1 - arma::square(arma::tanh(a)))},
      {"Your delta has a(z) where tanh'(z) belongs.", back % a}};
  if (s.W.is_square()) {
    all.push_back({"Your W is not transposed.", s.W * s.delta % slope});
    all.push_back({"Your tanh' is multiplied before W^T; it belongs after.",
                   s.W.t() * (s.delta % slope)});
  }
  return all;
}

void check(const std::string& what, const Layers& s) {
  expect(judge(what, delta_of_hidden(s.W, s.delta, s.z), by_complex_step(s),
               mistakes(s)));
}

}  // namespace

TEST_CASE("delta below two units, three units, one example", "[exercise-1-2]") {
  check("delta, 3 x 1", layers(3, 2, 1, 1));
}

TEST_CASE("delta where every layer has three units", "[exercise-1-2]") {
  check("delta, 3 x 1", layers(3, 3, 1, 2));
}

TEST_CASE("delta of four examples side by side", "[exercise-1-2]") {
  check("delta, 3 x 4", layers(3, 3, 4, 3));
}
