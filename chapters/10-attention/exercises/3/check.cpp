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
  const oracle::AttentionTrace trace = oracle::run(net);
  const auto all = [&](const std::string& quantity) {
    const std::vector<oracle::Vec>& steps = trace.at.at(quantity);
    return oracle::columns(
        std::vector<oracle::Vec>(steps.begin() + 1, steps.end()));
  };
  const States s{x, all("q"), all("k"), all("v"), all("a")};
  std::vector<oracle::RealVec> delta_of;
  for (Index t = 1; t <= tau; ++t) delta_of.push_back(gradient_at(net, "h", t));
  const Matrix delta = oracle::columns(delta_of);
  const auto slope = [&](const std::string& block) {
    return Matrix(oracle::back(gradient_of_matrix(net, block)));
  };
  return {name,
          {{"dWq", slope("Wq")}, {"dWk", slope("Wk")}, {"dWv", slope("Wv")}},
          [s, delta](const Answer& answer) {
            const Slopes it = answer.attend_back(s, delta);
            return Matrices{it.dWq, it.dWk, it.dWv};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One step", 1, 1), test("Two steps", 2, 2),
          test("Three steps", 3, 3), test("Six steps", 6, 4)};
}
