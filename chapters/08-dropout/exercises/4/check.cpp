#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace {

Test test(const std::string& name, Index H, Index tau, double p,
          std::uint64_t seed) {
  unrolled::Random random(seed);
  const auto normal = [&](Index rows, Index cols) {
    return Matrix(random.normal_matrix(rows, cols, 0.8));
  };
  const Matrix V = normal(2, H), W = normal(H, H);
  oracle::Recurrent net;
  net.U = oracle::loops(normal(H, 2));
  net.W = oracle::loops(W), net.V = oracle::loops(V);
  net.b = oracle::loops(Vector(normal(H, 1)));
  net.c = oracle::loops(Vector(normal(2, 1)));
  net.h0 = oracle::loops(Vector(normal(H, 1)));
  net.output = "linear_squared_error";
  Sequence m(H, 1, 1, tau);
  for (Index t = 1; t <= tau; ++t) {
    net.x.push_back(oracle::loops(Vector(normal(2, 1))));
    net.y.push_back(oracle::loops(Vector(normal(2, 1))));
    for (double& entry : m(t)) entry = random.uniform() < p ? 1 / p : 0;
    net.mask_h.push_back(oracle::loops(Vector(m(t))));
  }
  const oracle::Gradients truth = complex_step(net);
  const Sequence h(oracle::columns(run(net).h), 0);
  Sequence from_output(H, 1, 1, tau);
  for (Index t = 1; t <= tau; ++t)
    from_output(t) = V.t() * oracle::back(truth.do_[t - 1]);
  return {name,
          {{"dh0", oracle::back(truth.dh0)}},
          [=](const Answer& answer) {
            return answer.slope_of_first(W, h, m, from_output);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One unit", 1, 3, 0.7, 1), test("Nothing dropped", 3, 3, 1, 2),
          test("One step, two units", 2, 1, 0.5, 4),
          test("Four steps, three units", 3, 4, 0.6, 5)};
}
