// Random cells in the book's form and in the oracle's, and the one check that
// judges every gradient of this chapter.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "chapters/07-gates/gru.hpp"
#include "chapters/07-gates/lstm.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/gated.hpp"

namespace gates_test {

using namespace unrolled;
using namespace unrolled::gates;
using gru::Reset;

// Three units, two inputs, four outputs: no two sizes agree.
struct Sizes {
  Index D = 2, H = 3, K = 4;
};

inline Output any_output() {
  return GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
                  Output::linear_squared_error);
}
inline Index any_tau() {
  return GENERATE(1u, 2u, 3u, 10u, 50u);
}

// What both cells' cases have: one sequence, from a seed.
struct Data {
  Output output;
  Sequence x, y;
  Matrix h0, C0;

  Data(Output pair, Index tau, Random& random, const Sizes& s)
      : output(pair),
        x(random.normal_matrix(s.D, tau)),
        h0(random.normal_matrix(s.H, 1, 0.5)),
        C0(random.normal_matrix(s.H, 1)) {
    Matrix targets = random.uniform_matrix(s.K, tau, 0.1, 0.9);
    targets.each_row() /= arma::sum(targets, 0);
    y = targets;
  }
};
template <class Parameters>
Parameters filled(Parameters p, Random& random) {
  for (Block& b : p.blocks())
    b.values = random.normal_matrix(b.values.n_rows, b.values.n_cols, 0.7);
  return p;
}

struct Lstm : Data {
  lstm::Parameters p;
  static constexpr char cell[] = "lstm";

  Lstm(Output pair, Index tau, std::uint64_t seed, Sizes s = {})
      : Lstm(pair, tau, Random(seed), s) {}
  Lstm(Output pair, Index tau, Random random, const Sizes& s)
      : Data(pair, tau, random, s),
        p(filled(lstm::Parameters(s.D, s.H, s.K), random)) {}

  lstm::States states() const { return lstm::forward(p, x, h0, C0); }
  Sequence dLdo() const { return output_delta(predict(output, states().o), y); }
  auto run() const { return loss_and_gradient(output, p, x, y, states()); }
};

struct Gru : Data {
  gru::Parameters p;
  static constexpr char cell[] = "gru";

  Gru(Reset reset, Output pair, Index tau, std::uint64_t seed, Sizes s = {})
      : Gru(reset, pair, tau, Random(seed), s) {}
  Gru(Reset reset, Output pair, Index tau, Random random, const Sizes& s)
      : Data(pair, tau, random, s),
        p(filled(gru::Parameters(reset, s.D, s.H, s.K), random)) {}

  gru::States states() const { return gru::forward(p, x, h0); }
  Sequence dLdo() const { return output_delta(predict(output, states().o), y); }
  auto run() const { return loss_and_gradient(output, p, x, y, states()); }
};

template <class Case>
oracle::Gated loops(const Case& c) {
  oracle::Gated net{Case::cell, name_of(c.output), {}, {}, {}, {}, {}};
  take(net, c.p.blocks());
  net.vectors["h0"] = oracle::loops(Vector(c.h0));
  if (net.cell == "lstm") net.vectors["C0"] = oracle::loops(Vector(c.C0));
  net.x = oracle::steps(c.x.columns());
  net.y = oracle::steps(c.y.columns());
  return net;
}

// Every block by its name; a column for each time.
using Named = std::vector<std::pair<std::string, Matrix>>;
inline Named all_blocks(const lstm::Gradient& g) {
  Named all;
  for (const auto& [name, values] : g.blocks()) all.push_back({name, values});
  all.insert(all.end(), {{"dh0", g.dh0},
                         {"dC0", g.dC0},
                         {"dx", g.dx.columns()},
                         {"dh", g.delta.columns()},
                         {"dC", g.dC.columns()},
                         {"dzf", g.dzf.columns()},
                         {"dzi", g.dzi.columns()},
                         {"dzq", g.dzq.columns()},
                         {"dza", g.dza.columns()},
                         {"dh+", g.e.columns()},
                         {"dC+", g.E.columns()}});
  return all;
}
inline Named all_blocks(const gru::Gradient& g) {
  Named all;
  for (const auto& [name, values] : g.blocks()) all.push_back({name, values});
  all.insert(all.end(), {{"dh0", g.dh0},
                         {"dx", g.dx.columns()},
                         {"dh", g.delta.columns()},
                         {"dzu", g.dzu.columns()},
                         {"dzr", g.dzr.columns()},
                         {"dza", g.dza.columns()},
                         {"dv", g.dv.columns()},
                         {"dh+", g.e.columns()}});
  return all;
}

// The one check: every block is the true one. Of long sequences, what a file
// may bring; what is found on the way was seen on shorter ones.
inline void check_same(const Named& got, const oracle::Gated& net) {
  const auto given = [&](const std::string& of) {
    return of == "x" || net.matrices.contains(of) || net.vectors.contains(of);
  };
  for (const auto& [name, values] : got) {
    if (net.x.size() > 10 && !given(name.substr(1))) continue;
    INFO(name);
    CHECK_THAT(values, Near(truth(net, name)));
  }
}
template <class Case>
void check_gradient(const Case& c) {
  INFO(Case::cell << ", " << name_of(c.output) << ", tau " << c.x.last());
  check_same(all_blocks(c.run().by), loops(c));
}

}  // namespace gates_test
