// Chapter 7's cells: a step at a time, in blocks, and the floor.
#include <cmath>

#include "common/random.hpp"
#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using cost::Problem;
using gates::gru::Reset;
namespace lstm = gates::lstm;
namespace gru = gates::gru;

// As a Problem's own: the states neither fade nor saturate.
template <class Parameters>
Parameters drawn(Parameters p, const Problem& q) {
  Random random(2);
  for (Block& b : p.blocks()) {
    const double in = static_cast<double>(b.values.n_cols);
    const double gain = b.name[0] == 'U' ? 0.5 : b.name[0] == 'W' ? 0.9 : 0.1;
    b.values = random.normal_matrix(b.values.n_rows, b.values.n_cols,
                                    gain / std::sqrt(in));
  }
  p.V = q.p.V, p.c = q.p.c;
  return p;
}

template <class Slopes>
Gradient with(const Slopes& g, const std::vector<Matrix>& first) {
  Gradient all = gradient_of(g.blocks());
  all.insert(all.end(), first.begin(), first.end());
  return all;
}

Gradient lstm_by_steps(const lstm::Parameters& p, const Problem& q) {
  const lstm::States s = lstm::forward(p, q.x, q.h0, q.h0);
  const lstm::Gradient g = lstm::backward(p, q.x, s, output_delta(s.o, q.y));
  return with(g, {g.dh0, g.dC0});
}
Gradient gru_by_steps(const gru::Parameters& p, const Problem& q) {
  const gru::States s = gru::forward(p, q.x, q.h0);
  const gru::Gradient g = gru::backward(p, q.x, s, output_delta(s.o, q.y));
  return with(g, {g.dh0});
}

Runner lstm_in_blocks(const Problem& q) {
  const lstm::Parameters p = lstm_of(q);
  auto form = std::make_shared<lstm::InBlocks>(p, q.x.n(), q.x.steps());
  auto g = std::make_shared<lstm::InBlocks::Gradient>();
  return {[=, &q] { (*form)(p, q.x, q.h0, q.h0, q.loss(), *g); },
          [=] {
            return with(*g, {g->dh0, g->dC0});
          }};
}
Runner gru_in_blocks(const Problem& q) {
  const gru::Parameters p = gru_of(q);
  auto form = std::make_shared<gru::InBlocks>(p, q.x.n(), q.x.steps());
  auto g = std::make_shared<gru::InBlocks::Gradient>();
  return {[=, &q] { (*form)(p, q.x, q.h0, q.loss(), *g); },
          [=] { return with(*g, {g->dh0}); }};
}

// A pass that makes its gradient anew.
template <class Parameters>
Runner by_steps(const Parameters& p, const Problem& q,
                Gradient (*pass)(const Parameters&, const Problem&)) {
  auto g = std::make_shared<Gradient>();
  return {[=, &q] { *g = pass(p, q); }, [=] { return *g; }};
}

// One product a step for all gates, the candidate's among them.
Runner lstm_floor(const Problem& q, Index block) {
  const lstm::Parameters p = lstm_of(q);
  return products(q,
                  arma::join_cols(arma::join_cols(p.f.U, p.i.U),
                                  arma::join_cols(p.q.U, p.a.U)),
                  arma::join_cols(arma::join_cols(p.f.W, p.i.W),
                                  arma::join_cols(p.q.W, p.a.W)),
                  block);
}
Runner gru_floor(const Problem& q, Index block) {
  const gru::Parameters p = gru_of(q);
  return products(q, arma::join_cols(p.u.U, p.r.U, p.a.U),
                  arma::join_cols(p.u.W, p.r.W, p.a.W), block);
}

}  // namespace

lstm::Parameters lstm_of(const Problem& q) {
  return drawn(lstm::Parameters(q.x.rows(), q.h0.n_rows, q.y.rows()), q);
}
gru::Parameters gru_of(const Problem& q) {
  return drawn(
      gru::Parameters(Reset::after, q.x.rows(), q.h0.n_rows, q.y.rows()), q);
}

Gradient truth_of(const std::string& network, const Problem& q) {
  if (network == "LSTM") return lstm_by_steps(lstm_of(q), q);
  if (network == "GRU") return gru_by_steps(gru_of(q), q);
  if (network == "attention" || network == "causal")
    return truth_of_attention(network, q);
  if (network == "Jordan") {
    const Runner by_steps = jordan_contenders().at(1).on(q);
    by_steps.pass();
    return by_steps.gradient();
  }
  return gradient_of(q.a_matrix_per_step().blocks());
}

std::vector<Contender> cell_contenders() {
  const auto steps = [](const Problem& q) { return q.x.steps(); };
  const auto few = [](const Problem& q) { return cost::block_of(q.x.n()); };
  return {
      {"LSTM", "in blocks", "in blocks", lstm_in_blocks},
      {"LSTM", "products alone, whole", "floor",
       [=](const Problem& q) { return lstm_floor(q, steps(q)); }},
      {"LSTM", "products alone, in blocks", "floor",
       [=](const Problem& q) { return lstm_floor(q, few(q)); }},
      {"LSTM", "chapter 7", "chapter 7",
       [](const Problem& q) { return by_steps(lstm_of(q), q, lstm_by_steps); }},
      {"GRU", "in blocks", "in blocks", gru_in_blocks},
      {"GRU", "products alone, whole", "floor",
       [=](const Problem& q) { return gru_floor(q, steps(q)); }},
      {"GRU", "products alone, in blocks", "floor",
       [=](const Problem& q) { return gru_floor(q, few(q)); }},
      {"GRU", "chapter 7", "chapter 7",
       [](const Problem& q) { return by_steps(gru_of(q), q, gru_by_steps); }},
  };
}

}  // namespace unrolled::bench
