// What comes back along the memory: the product of forget gates, and the rest.
#include "chapters/04-clipping/jacobians.hpp"
#include "chapters/07-gates/memory.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Knobs {
  Index units = 16, tau = 50, seed = 1;
  double gain = 0.8, input = 1;
};

const Vector biases{0, 1, 5};
// Of an LSTM whose forget gate has this bias; norms by the lag n, from 0.
struct Memory {
  double bias;
  Vector whole, along;  // dh(tau)/dC(tau-n): all of it, and along C alone
  double off;           // largest difference of it and the sum of its ways
  double by_bias, half_life;  // of a gate that sees nothing; as they were
};

struct Found {
  std::vector<Memory> memories;
  Vector plain, gru;  // dh(tau)/dh(tau-n); the GRU's u has the largest bias
};

// V = I, and the same inputs for all sequences.
Sequence draw(const Blocks& parameters, const Knobs& k) {
  Random random(k.seed);
  for (const auto& [name, values] : parameters)
    if (name[0] == 'U')
      values = random.normal_matrix(k.units, 1, 0.3);
    else if (name[0] == 'W')
      values = k.gain * orthogonal(random, k.units);
    else if (name == "V")
      values.eye();
  return repeated(random.normal_matrix(1, k.tau, k.input), k.units);
}

Memory follow(const Knobs& k, double bias) {
  lstm::Parameters p(1, k.units, k.units);
  const Sequence x = draw(p.blocks(), k);
  p.f.b.fill(bias);
  const Matrix zero(k.units, k.units, arma::fill::zeros);
  const lstm::States s = lstm::forward(p, x, zero, zero);
  const lstm::Gradient g =
      lstm::backward(p, x, s, all_last_states(k.units, k.tau));

  Memory m{bias, norms_by_lag(g.dC), Vector(k.tau), 0, 0, 0};
  for (Index n = 0; n < k.tau; ++n) {
    const Sequence ways = ways_to_memory(s, g, k.tau - n);
    m.along(n) = clipping::spectral_norm(ways(k.tau));
    const Matrix sum = arma::sum(ways.slices(), 2);
    m.off = std::max(m.off, block_error(sum, g.dC(k.tau - n)));
  }
  m.by_bias = half_life(std::log(sigma(Matrix{bias})(0)));
  m.half_life = half_life(arma::mean(arma::vectorise(arma::log(s.f.slices()))));
  return m;
}

Found measure(const Knobs& k) {
  Found f;
  for (const double bias : biases) f.memories.push_back(follow(k, bias));
  const Matrix zero(k.units, k.units, arma::fill::zeros);
  const Sequence last = all_last_states(k.units, k.tau);
  gru::Parameters p(gru::Reset::before, 1, k.units, k.units);
  const Sequence x = draw(p.blocks(), k);
  p.u.b.fill(biases.max());
  f.gru = norms_by_lag(back_from_last(p, x).delta);

  constexpr Activation tanh = Activation::tanh;
  bptt::Parameters q{zero.col(0), zero, zero, zero.col(0), zero.col(0)};
  const Sequence y = draw(q.blocks(), k);
  f.plain = norms_by_lag(
      bptt::backward(tanh, q, y, bptt::forward(tanh, q, y, zero), last).delta);
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Vector lag = arma::regspace(0, static_cast<double>(k.tau - 1));
  Figure figure("07-carousel", "");
  figure.size(510, 400).x_label("lag n").log_y();
  figure.y_label("norm of what comes back").y_range(1e-16, 1e3);
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  Table table{{"bias of f", "half-life", "of its gates", "along C, lag 10",
               "last lag", "all, lag 10", "last lag "},
              {}};
  int which = 0;
  for (const Memory& m : f.memories) {
    const auto colour = static_cast<Colour>(++which);
    table.rows.push_back({text(m.bias), text(m.by_bias), text(m.half_life, 3),
                          text(m.along(10), 2), text(m.along.back(), 2),
                          text(m.whole(10), 2), text(m.whole.back(), 2)});
    figure.line(lag, m.whole, "LSTM, bias " + text(m.bias), colour);
    figure.dashed(lag, m.along, "along C, bias " + text(m.bias), colour);
  }
  figure.line(lag, f.gru, "GRU, bias of u " + text(biases.max()), Colour::sky);
  figure.line(lag, f.plain, "tanh network", Colour::grey);
  lab.table("norms", table);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  double off = 0;
  for (const Memory& m : f.memories) off = std::max(off, m.off);
  lab.claim("dL/dC less the sum of its ways", off, at_most(1e-12));
  const Memory &zero = f.memories.front(), &open = f.memories.back();
  lab.claim("half-life of the gates over that of their bias, 5",
            open.half_life / open.by_bias, between(0.7, 1.1));
  lab.claim("far over near, along C, bias 5", open.along.back() / open.along(0),
            between(0.4, 1));
  lab.claim("far, bias 0 over tanh", zero.whole.back() / f.plain.back(),
            below(1));
  lab.claim("far, all of it over along C, bias 5",
            open.whole.back() / open.along.back(), above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-carousel",
                 "What comes back along the memory is a product of forget "
                 "gates: with a bias of 5 most of it is left, with 0 less than "
                 "in a tanh network; what goes round by h comes on top");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {4, 32});
  lab.knob("tau", k.tau, "time steps", {30, 100}, {11, 500});
  lab.knob("gain", k.gain, "all singular values of every W", {0.2, 0.5, 1.25});
  lab.knob("input", k.input, "deviation of the inputs", {0.3, 3});
  lab.knob("seed", k.seed, "of the weights and inputs");
  return lab.run(argc, argv, k, measure, show, claim);
}
