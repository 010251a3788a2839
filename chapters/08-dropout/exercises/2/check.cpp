// A network of three steps in plain loops, whose state is moved at one of them.
#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace {

Vector drawn(unrolled::Random& random, Index size) {
  Vector m(size);
  for (double& entry : m) entry = random.uniform() < 0.6 ? 1 / 0.6 : 0;
  return m;
}

Test test(const std::string& name, std::size_t t, std::uint64_t seed) {
  unrolled::Random random(seed);
  const auto normal = [&](Index rows, Index cols) {
    return Matrix(random.normal_matrix(rows, cols, 0.8));
  };
  const Matrix V = normal(3, 4), W = normal(4, 4);
  oracle::Recurrent net;
  net.U = oracle::loops(normal(4, 2));
  net.W = oracle::loops(W), net.V = oracle::loops(V);
  net.b = oracle::loops(Vector(normal(4, 1)));
  net.c = oracle::loops(Vector(normal(3, 1)));
  net.h0 = oracle::loops(Vector(normal(4, 1)));
  net.output = "linear_squared_error";
  std::vector<Vector> m_h, m_o;
  for (int step = 0; step < 3; ++step) {
    net.x.push_back(oracle::loops(Vector(normal(2, 1))));
    net.y.push_back(oracle::loops(Vector(normal(3, 1))));
    m_h.push_back(drawn(random, 4)), m_o.push_back(drawn(random, 4));
    net.mask_h.push_back(oracle::loops(m_h.back()));
    net.mask_o.push_back(oracle::loops(m_o.back()));
  }
  using oracle::Place;
  const auto slope = [&](Place place, std::size_t at, std::size_t size) {
    return Vector(oracle::back(total_derivative(net, place, at, size)));
  };
  const Vector dLdo = slope(Place::kO, t, 3), none(4, arma::fill::zeros);
  const Vector dz_next = t < 3 ? slope(Place::kZ, t + 1, 4) : none;
  const Vector m_next = t < 3 ? m_h[t] : none;
  return {name,
          {{"dL/dh(t)", slope(Place::kH, t, 4)}},
          [=, m = m_o[t - 1]](const Answer& answer) {
            return answer.slope_of_state(V, W, dLdo, dz_next, m, m_next);
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("The last step", 3, 1), test("A step before", 2, 2),
          test("The first step", 1, 3)};
}
