#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/gated.hpp"

namespace {

Test test(const std::string& name, Index tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  const auto normal = [&](Index rows, Index cols) {
    return oracle::loops(random.normal_matrix(rows, cols, 0.7));
  };
  oracle::Gated net{"lstm", "linear_squared_error", {}, {}, {}, {}, {}};
  for (const std::string g : {"f", "i", "q", "a"}) {
    net.matrices["U" + g] = normal(3, 2);
    net.matrices["W" + g] = normal(3, 3);
    net.vectors["b" + g] = oracle::loops(Vector(random.normal_matrix(3, 1)));
  }
  net.matrices["V"] = normal(2, 3);
  net.vectors["h0"] = oracle::loops(Vector(random.normal_matrix(3, 1)));
  net.vectors["C0"] = oracle::loops(Vector(random.normal_matrix(3, 1)));
  for (Index t = 0; t < tau; ++t) {
    net.x.push_back(oracle::loops(Vector(random.normal_matrix(2, 1))));
    net.y.push_back(oracle::loops(Vector(random.normal_matrix(2, 1))));
  }
  const States s{quantity(net, "f"), quantity(net, "i"), quantity(net, "q"),
                 quantity(net, "a"), Sequence(quantity(net, "C", 0), 0)};
  const auto matrix = [&](const std::string& name) {
    return Matrix(oracle::back(net.matrices.at(name)));
  };
  const Weights w{matrix("Wf"), matrix("Wi"), matrix("Wq"), matrix("Wa")};
  Sequence from_scores(3, 1, 1, tau);
  for (Index t = 1; t <= tau; ++t)
    from_scores(t) = matrix("V").t() *
                     oracle::back(oracle::gradient_at(net, "o", t));
  return {name,
          {{"dh0", truth(net, "dh0")}, {"dC0", truth(net, "dC0")}},
          [w, s, from_scores](const Answer& answer) {
            const First first = answer.backward(w, s, from_scores);
            return Matrices{first.dh0, first.dC0};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One step", 1, 1), test("Two steps", 2, 2),
          test("Three steps", 3, 3), test("Six steps", 6, 4)};
}
