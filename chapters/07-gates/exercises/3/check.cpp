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
  const oracle::GatedTrace trace = oracle::run(net);
  const auto sequence = [&](const std::string& name, Index first) {
    const std::vector<oracle::Vec>& all = trace.at.at(name);
    return Sequence(oracle::columns(std::vector<oracle::Vec>(
                        all.begin() + static_cast<long>(first), all.end())),
                    first);
  };
  const States s{sequence("f", 1), sequence("i", 1), sequence("q", 1),
                 sequence("a", 1), sequence("C", 0)};
  const auto matrix = [&](const std::string& name) {
    return Matrix(oracle::back(net.matrices.at(name)));
  };
  const Weights w{matrix("Wf"), matrix("Wi"), matrix("Wq"), matrix("Wa")};
  Sequence from_scores(3, 1, 1, tau);
  for (Index t = 1; t <= tau; ++t)
    from_scores(t) = matrix("V").t() *
                     oracle::back(oracle::gradient_at(net, "o", t));
  return {name,
          {{"dh0", oracle::back(oracle::gradient_of_vector(net, "h0"))},
           {"dC0", oracle::back(oracle::gradient_of_vector(net, "C0"))}},
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
