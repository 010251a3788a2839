#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/attention.hpp"

namespace {

Test test(const std::string& name, Index tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  oracle::Attention net{false, "linear_squared_error", {}, {}, {}, {}};
  const auto normal = [&](Index rows, Index cols) {
    return oracle::loops(random.normal_matrix(rows, cols));
  };
  net.matrices = {{"Wq", normal(3, 2)},
                  {"Wk", normal(3, 2)},
                  {"Wv", normal(3, 2)},
                  {"V", normal(2, 3)}};
  const Matrix x = random.normal_matrix(2, tau);
  net.x = oracle::steps(x);
  net.y = oracle::steps(random.normal_matrix(2, tau));
  const States s{x, quantity(net, "q"), quantity(net, "k"), quantity(net, "v"),
                 quantity(net, "a")};
  return {name,
          {{"dWq", truth(net, "dWq")},
           {"dWk", truth(net, "dWk")},
           {"dWv", truth(net, "dWv")}},
          [s, delta = truth(net, "dh")](const Answer& answer) {
            const Slopes it = answer.attend_back(s, delta);
            return Matrices{it.dWq, it.dWk, it.dWv};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One step", 1, 1), test("Two steps", 2, 2),
          test("Three steps", 3, 3), test("Six steps", 6, 4)};
}
