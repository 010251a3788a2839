#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/gated.hpp"

namespace {

Test test(const std::string& name, std::uint64_t seed, bool from_zero) {
  unrolled::Random random(seed);
  const auto vector = [&](Index size) {
    return oracle::loops(Vector(random.normal_matrix(size, 1)));
  };
  oracle::Gated net{"gru", "linear_squared_error", {}, {}, {}, {}, {}};
  for (const std::string g : {"u", "r", "a"}) {
    net.matrices["U" + g] = oracle::loops(random.normal_matrix(3, 2));
    net.matrices["W" + g] = oracle::loops(random.normal_matrix(3, 3));
    net.vectors["b" + g] = vector(3);
  }
  net.matrices["V"] = oracle::loops(random.normal_matrix(3, 3));
  net.vectors["h0"] = from_zero ? oracle::Vec(3) : vector(3);
  net.x = {vector(2)};
  net.y = {vector(3)};
  const oracle::NamedTrace trace = oracle::run(net);
  const auto state = [&](const std::string& of, Index t) {
    return Vector(oracle::back(oracle::real(trace.at.at(of)[t])));
  };
  const auto slope = [&](const std::string& of) {
    return Vector(oracle::back(oracle::gradient_at(net, of, 1)));
  };
  const auto matrix = [&](const std::string& of) {
    return Matrix(oracle::back(net.matrices.at(of)));
  };
  const Step s{state("u", 1), state("r", 1), state("a", 1), state("h", 0)};
  const Weights w{matrix("Wu"), matrix("Wr"), matrix("Wa")};
  return {name,
          {{"dzu", slope("zu")},
           {"dzr", slope("zr")},
           {"dza", slope("za")},
           {"what goes back to h(t-1)",
            oracle::back(oracle::gradient_of_vector(net, "h0"))}},
          [w, s, delta = slope("h")](const Answer& answer) {
            const Slopes it = answer.gru_back(w, s, delta);
            return Matrices{it.dzu, it.dzr, it.dza, it.back};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("From any state", 1, false),
          test("From a state of zeros", 2, true)};
}
