// Networks under dropout in the book's form and in the oracle's.
#pragma once
#include "chapters/08-dropout/chain.hpp"
#include "chapters/08-dropout/layers.hpp"
#include "chapters/08-dropout/training.hpp"
#include "tests/01-backpropagation/support.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/07-gates/support.hpp"

namespace dropout_test {

using namespace unrolled;
using namespace unrolled::dropout;
using any_length_test::any_hidden;
using any_length_test::any_output;
using any_length_test::check_named;
using any_length_test::Named;
using gates_test::all_blocks;

// Masks that drop at each place and step, all different; seen with a seed.
inline Masks masks_everywhere(const bptt::Example& c, std::uint64_t seed) {
  Random random(seed);
  const Index D = c.x.rows(), H = c.h0.n_elem, tau = c.x.last();
  return {at_every_step(random, D, 1, tau, 0.6),
          at_every_step(random, H, 1, tau, 0.6),
          at_every_step(random, H, 1, tau, 0.6)};
}

inline oracle::Recurrent loops_of(const bptt::Example& c, const Masks& m) {
  oracle::Recurrent net = any_length_test::loops(c);
  net.mask_x = oracle::steps(m.x.columns());
  net.mask_h = oracle::steps(m.h.columns());
  net.mask_o = oracle::steps(m.o.columns());
  return net;
}

inline bptt::States states_of(const bptt::Example& c, const Masks& m) {
  return forward(c.net.hidden, c.p, c.x, c.h0, m);
}
inline Sequence slopes_of(const bptt::Example& c, const bptt::States& s) {
  return output_delta(predict(c.net.output, s.o), c.y);
}

// The GRU of chapter 7's cases, with masks at all three places.
struct GatedCase : gates_test::Gru {
  gated::Masks m;

  GatedCase(Index tau, std::uint64_t seed)
      : Gru(gates_test::Reset::before, Output::linear_squared_error, tau,
            seed) {
    Random random(seed + 50);
    const auto draw = [&] { return at_every_step(random, 3, 1, tau, 0.6); };
    m.h = draw(), m.c = draw(), m.a = draw();
  }
  gates::gru::States states() const { return forward(p, x, h0, m); }
  Sequence dLdo() const { return output_delta(states().o, y); }
};

inline oracle::Gated loops_of(const GatedCase& c) {
  oracle::Gated net = gates_test::loops(c);
  net.masks = {{"h", oracle::steps(c.m.h.columns())},
               {"c", oracle::steps(c.m.c.columns())},
               {"a", oracle::steps(c.m.a.columns())}};
  return net;
}

// Three layers with masks, one example.
struct LayersCase {
  support::Case c;
  layers::LayerMasks masks;

  explicit LayersCase(std::uint64_t seed,
                      std::vector<Index> sizes = {3, 5, 4, 2})
      : c(Activation::tanh, backprop::Loss::softmax_cross_entropy, seed,
          sizes) {
    Random random(seed + 50);
    masks = layers::draw_masks(c.net, 1, 0.7, 0.6, random);
  }
  oracle::Layered loops() const {
    oracle::Layered net = c.loops();
    for (const Matrix& m : masks) net.masks.push_back(oracle::loops(Vector(m)));
    return net;
  }
  Named truth() const {
    const oracle::LayeredGradients g = oracle::complex_step(loops());
    Named all;
    for (std::size_t l = 0; l < c.net.size(); ++l) {
      all.push_back({"dW", oracle::back(g.dW[l])});
      all.push_back({"db", oracle::back(g.db[l])});
      all.push_back({"delta", oracle::back(g.delta[l])});
    }
    return all;
  }
};
inline Named all_blocks(const backprop::Gradient& g) {
  Named all;
  for (std::size_t l = 1; l < g.dW.size(); ++l) {
    all.push_back({"dW", g.dW[l]});
    all.push_back({"db", g.db[l]});
    all.push_back({"delta", g.delta[l]});
  }
  return all;
}

inline double worst_of_named(const Named& got, const Named& want) {
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i)
    worst = std::max(worst, block_error(got[i].second, want[i].second));
  return worst;
}

}  // namespace dropout_test
