// Random recurrent networks in the book's form and in the oracle's, and the
// one check that judges every gradient of this chapter.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "chapters/03-any-length/as_printed.hpp"
#include "tests/near.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/recurrent.hpp"

namespace any_length_test {

using namespace unrolled;
using namespace unrolled::bptt;
using oracle::back;
using oracle::loops;

using Case = Example;
inline std::string named(const Case& c) {
  return name_of(c.net.hidden) + ", " + name_of(c.net.output) + ", tau " +
         std::to_string(c.x.last());
}

// Each activation, each matched pair, in turn; with any_case() at five lengths.
inline Activation any_hidden() {
  return GENERATE(Activation::tanh, Activation::relu, Activation::sigmoid,
                  Activation::identity);
}
inline Output any_output() {
  return GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
                  Output::linear_squared_error);
}
inline Case any_case(std::uint64_t seed) {
  const Network net{any_hidden(), any_output()};
  const Index tau = GENERATE(1u, 2u, 3u, 10u, 50u);
  return example_of(net, tau, seed);
}

inline oracle::Recurrent loops(const Case& c) {
  oracle::Recurrent net;
  net.U = loops(c.p.U);
  net.W = loops(c.p.W);
  net.V = loops(c.p.V);
  net.b = loops(c.p.b);
  net.c = loops(c.p.c);
  net.h0 = loops(Vector(c.h0));
  net.x = oracle::steps(c.x.columns());
  net.y = oracle::steps(c.y.columns());
  net.hidden = name_of(c.net.hidden);
  net.output = name_of(c.net.output);
  return net;
}

// A vector for each time as a sequence.
template <class V>
Sequence sequence(const std::vector<V>& steps, Index first = 1) {
  return {oracle::columns(steps), first};
}

// dL by the parameters of a network that L runs, block by block.
template <class Net>
void by_parameters(ParameterGradient& g, const auto& L, Net& net) {
  g.dU = back(oracle::gradient(L, net.U));
  g.dW = back(oracle::gradient(L, net.W));
  g.dV = back(oracle::gradient(L, net.V));
  g.db = back(oracle::gradient(L, net.b));
  g.dc = back(oracle::gradient(L, net.c));
}

// dL by everything, by complex step through plain loops: no backward pass.
inline Gradient truth(const oracle::Recurrent& net) {
  using namespace oracle;
  Recurrent moved = net;
  const auto L = [&moved] { return oracle::run(moved).loss; };
  std::vector<RealVec> dx, delta, dz;
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    dx.push_back(gradient(L, moved.x[t - 1]));
    delta.push_back(total_derivative(net, Place::kH, t, net.h0.size()));
    dz.push_back(total_derivative(net, Place::kZ, t, net.h0.size()));
  }
  dz.push_back(RealVec(net.h0.size()));  // of tau+1: nothing comes from there
  Gradient g;
  by_parameters(g, L, moved);
  g.dh0 = back(gradient(L, moved.h0));
  g.dx = sequence(dx);
  g.delta = sequence(delta);
  g.dz = sequence(dz);
  return g;
}
inline Gradient truth(const Case& c) {
  return truth(loops(c));
}

// Every block by its name; a column for each time.
using Named = std::vector<std::pair<std::string, Matrix>>;
inline Named all_blocks(const Gradient& g) {
  Named all;
  for (const ConstBlock& b : g.blocks()) all.push_back({b.name, b.values});
  all.push_back({"dh0", g.dh0});
  all.push_back({"dx", g.dx.columns()});
  all.push_back({"delta", g.delta.columns()});
  all.push_back({"dz", g.dz.columns()});
  return all;
}

// The one check: every block is the true one.
inline void check_named(const Named& got, const Named& want,
                        double tolerance = kTolerance) {
  REQUIRE(got.size() == want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    INFO(got[i].first);
    CHECK_THAT(got[i].second, Near(want[i].second, tolerance));
  }
}
inline void check_same(const Gradient& got, const Gradient& truth) {
  check_named(all_blocks(got), all_blocks(truth));
}
inline void check_gradient(const Case& c) {
  INFO(named(c));
  check_same(c.gradient(), truth(c));
}

// What it would refuse: "dW dU " and by how much at worst.
struct Wrong {
  std::string blocks;
  double worst = 0;
};
inline Wrong wrong(const Gradient& got, const Gradient& truth) {
  const Named g = all_blocks(got), want = all_blocks(truth);
  Wrong found;
  for (std::size_t i = 0; i < g.size(); ++i) {
    const double error = block_error(g[i].second, want[i].second);
    if (error > kTolerance) found.blocks += g[i].first + " ";
    found.worst = std::max(found.worst, error);
  }
  return found;
}

}  // namespace any_length_test
