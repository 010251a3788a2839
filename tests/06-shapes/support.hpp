// Jordan's network in the book's form and in the oracle's, beside chapter 3's
// cases.
#pragma once
#include <numeric>
#include <string>
#include <vector>

#include "chapters/06-shapes/jordan.hpp"
#include "chapters/06-shapes/layers.hpp"
#include "chapters/06-shapes/real_time.hpp"
#include "chapters/06-shapes/truncated.hpp"
#include "common/random.hpp"
#include "tests/03-any-length/support.hpp"

namespace shapes_test {

using namespace unrolled;
using namespace unrolled::shapes;
using any_length_test::any_case;
using any_length_test::any_hidden;
using any_length_test::any_output;
using any_length_test::by_parameters;
using any_length_test::Case;
using any_length_test::check_named;
using any_length_test::loops;
using any_length_test::Named;
using any_length_test::sequence;
using bptt::example_of;
using oracle::back;
using oracle::loops;

struct JordanCase {
  Jordan kind;
  Parameters p;
  Sequence x, y;
  Matrix y0;

  JordanStates states() const { return forward(kind, p, x, y, y0); }
  JordanRun run() const { return loss_and_gradient(kind, p, x, y, y0); }
  Sequence dLdo() const {
    return output_delta(predict(kind.net.output, states().o), y);
  }
};
inline std::string named(const JordanCase& c) {
  return name_of(c.kind.net.hidden) + ", " + name_of(c.kind.net.output) +
         (c.kind.feedback == Feedback::own ? ", own" : ", teacher") + ", tau " +
         std::to_string(c.x.last());
}

// W and V shrink vectors, so that rounding errors die out.
inline JordanCase jordan_of(const Jordan& kind, Index tau, std::uint64_t seed,
                            Index D = 2, Index H = 4, Index K = 3) {
  const Case c = example_of(kind.net, tau, seed, D, H, K);
  JordanCase it{kind, c.p, c.x, c.y, Random(seed + 100).normal_matrix(K, 1)};
  it.p.W = c.p.W.head_cols(K);
  it.p.V /= arma::norm(it.p.V);
  return it;
}
inline Feedback any_feedback() {
  return GENERATE(Feedback::own, Feedback::teacher);
}
inline JordanCase any_jordan(std::uint64_t seed) {
  const Jordan kind{{any_hidden(), any_output()}, any_feedback()};
  const Index tau = GENERATE(1u, 2u, 3u, 10u, 50u);
  return jordan_of(kind, tau, seed);
}

inline oracle::Recurrent loops(const JordanCase& c) {
  oracle::Recurrent net = loops(Case{c.kind.net, c.p, c.x, c.y, {}});
  net.feedback = c.kind.feedback == Feedback::own ? "own" : "teacher";
  net.y0 = loops(Vector(c.y0));
  net.h0.assign(c.p.U.n_rows, 0);  // not read
  return net;
}

// dL by everything, by complex step through plain loops.
inline JordanGradient truth(const JordanCase& c) {
  using namespace oracle;
  oracle::Recurrent moved = loops(c);
  const oracle::Recurrent net = moved;
  const auto L = [&moved] { return oracle::run(moved).loss; };
  const std::size_t H = net.b.size(), K = net.c.size();
  std::vector<RealVec> dx, dout, delta, dz;
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    dx.push_back(gradient(L, moved.x[t - 1]));
    dout.push_back(total_derivative(net, Place::kO, t, K));
    delta.push_back(total_derivative(net, Place::kH, t, H));
    dz.push_back(total_derivative(net, Place::kZ, t, H));
  }
  dz.push_back(RealVec(H));
  JordanGradient g;
  by_parameters(g, L, moved);
  g.dy0 = back(gradient(L, moved.y0));
  g.dx = sequence(dx);
  g.dout = sequence(dout);
  g.delta = sequence(delta);
  g.dz = sequence(dz);
  return g;
}

inline Named all_blocks(const JordanGradient& g) {
  Named all;
  for (const ConstBlock& b : g.blocks()) all.push_back({b.name, b.values});
  all.push_back({"dy0", g.dy0});
  all.push_back({"dx", g.dx.columns()});
  all.push_back({"do", g.dout.columns()});
  all.push_back({"delta", g.delta.columns()});
  all.push_back({"dz", g.dz.columns()});
  return all;
}
inline Named all_blocks(const TruncatedGradient& g) {
  Named all;
  for (const ConstBlock& b : g.blocks()) all.push_back({b.name, b.values});
  all.push_back({"dh0", g.dh0});
  return all;
}

// The derivative that is cut, by complex step of a run whose carried states
// nothing moves.
inline TruncatedGradient truth(const Case& c, const Truncation& how) {
  using namespace oracle;
  oracle::Recurrent net = loops(c);
  net.back = how.back;
  net.every = how.every;
  const auto L = [&net] { return oracle::truncated(net); };
  TruncatedGradient g;
  by_parameters(g, L, net);
  g.dh0 = back(gradient(L, net.h0));
  return g;
}
inline TruncatedGradient truncated_of(const Case& c, const Truncation& how) {
  return truncated(c.net.hidden, c.p, c.x, c.states(), c.dLdo(), how);
}

// By how much a wrong version is off in its worst block.
inline double farthest(const Named& got, const Named& want) {
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i)
    worst = std::max(worst, block_error(got[i].second, want[i].second));
  return worst;
}

}  // namespace shapes_test
