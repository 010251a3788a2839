// Random attention in the book's form and in the oracle's, and the one check
// that judges every gradient of it.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "chapters/10-attention/attention.hpp"
#include "common/random.hpp"
#include "tests/near.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/attention.hpp"

namespace attention_test {

using namespace unrolled;
using namespace unrolled::attention;

// Two inputs, keys of three, values of five, four outputs: no two sizes agree.
struct Sizes {
  Index D = 2, d = 3, m = 5, K = 4, heads = 1;
};

inline Output any_output() {
  return GENERATE(Output::softmax_cross_entropy, Output::sigmoid_cross_entropy,
                  Output::linear_squared_error);
}
inline Mask any_mask() {
  return GENERATE(Mask::none, Mask::causal);
}
inline Index any_tau() {
  return GENERATE(1u, 2u, 3u, 10u);
}

struct Case {
  Output output;
  Mask mask;
  Matrix x, y;
  Parameters p;

  Case(Output pair, Mask which, Index tau, std::uint64_t seed, Sizes s = {})
      : output(pair), mask(which), p(s.D, s.d, s.m, s.K, s.heads) {
    Random random(seed);
    x = random.normal_matrix(s.D, tau);
    y = random.uniform_matrix(s.K, tau, 0.1, 0.9);
    y.each_row() /= arma::sum(y, 0);
    for (Block& b : p.blocks())
      b.values = random.normal_matrix(b.values.n_rows, b.values.n_cols);
  }
  LossAndGradient run() const {
    return loss_and_gradient(output, p, x, y, mask);
  }
};

inline oracle::Attention loops(const Case& c) {
  oracle::Attention net{
      c.mask == Mask::causal, name_of(c.output), {}, {}, {}, {}};
  take(net, c.p.blocks());
  net.x = oracle::steps(c.x);
  net.y = oracle::steps(c.y);
  return net;
}

// Every block by its name; a column for each step.
using Named = std::vector<std::pair<std::string, Matrix>>;
inline Named all_blocks(const Gradient& g) {
  Named all;
  for (const auto& [name, values] : g.blocks()) all.push_back({name, values});
  all.insert(all.end(), {{"dx", g.dx}, {"dh", g.delta}});
  for (std::size_t j = 0; j < g.back.size(); ++j) {
    const std::string head = g.back.size() > 1 ? std::to_string(j + 1) : "";
    const HeadSlopes& at = g.back[j];
    all.insert(all.end(), {{"da" + head, at.da},
                           {"de" + head, at.de},
                           {"dq" + head, at.dq},
                           {"dk" + head, at.dk},
                           {"dv" + head, at.dv}});
  }
  return all;
}

// The one check: every block is the true one. What a step may not see has no
// slope by its weight: the book's da is that of a weight that would be there.
inline double worst_of(const Gradient& g, const Case& c) {
  const oracle::Attention net = loops(c);
  double worst = 0;
  for (const auto& [name, values] : all_blocks(g)) {
    const bool hidden = name.starts_with("da") && c.mask == Mask::causal;
    const Matrix got = hidden ? Matrix(arma::trimatu(values)) : values;
    worst = std::max(worst, block_error(got, truth(net, name)));
  }
  return worst;
}

}  // namespace attention_test
