// Gates do not keep a gradient from exploding; clipping bounds the step.
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/07-gates/memory.hpp"
#include "chapters/07-gates/tasks.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Knobs {
  Index units = 16, tau = 50, seeds = 10, seed = 1, updates = 20;
  double bias = 1, rate = 0.1, threshold = 1;
};

const Vector gains{0.5, 2, 4};  // all singular values of every W

// Norms of dh(tau)/dh(tau-n) by the lag n; in the LSTM C(tau-n) is held.
Vector norms(const Knobs& k, auto p, auto keep, double gain, Random random) {
  draw_weights(p.blocks(), gain, random);
  (p.*keep).b.fill(k.bias);
  p.V.eye();
  const Sequence x = repeated(random.normal_matrix(1, k.tau), k.units);
  return norms_by_lag(back_from_last(p, x).delta);
}

// A descent on ten sequences of the adding problem, from the largest gain.
struct Descent {
  double longest;  // step
  double fell;     // the last squared error over the first
};
Descent descend(const Knobs& k, bool clipped, Random random) {
  lstm::Parameters p(2, k.units, 1);
  draw_weights(p.blocks(), gains.max(), random);
  p.f.b.fill(k.bias);
  const auto [x, y] = adding(random, 10, k.tau);
  const Matrix zero(k.units, x.n(), arma::fill::zeros);
  Vector errors(k.updates);
  double longest = 0;
  for (double& error : errors) {
    const lstm::States s = lstm::forward(p, x, zero, zero);
    const Matrix off = s.o(x.last()) - y;
    error = arma::accu(arma::square(off));
    Sequence dLdo(1, x.n(), 1, x.last());
    dLdo(x.last()) = off / 10;
    lstm::Gradient g = lstm::backward(p, x, s, dLdo);
    if (clipped) clipping::clip_by_norm(g.blocks(), k.threshold);
    longest = std::max(longest, k.rate * clipping::global_norm(g.blocks()));
    update(p.blocks(), g.blocks(), k.rate);
  }
  return {longest, errors.back() / errors.front()};
}

struct Found {                    // medians over the seeds
  std::vector<Vector> lstm, gru;  // norms by the lag, for each gain
  Descent plain, clipped;
};

Found measure(const Knobs& k) {
  Found f;
  const auto median = [&k](const auto& of_seed) {
    Matrix all;
    for (Index i = 0; i < k.seeds; ++i)
      all.insert_cols(i, of_seed(Random(k.seed + i)));
    return Vector(arma::median(all, 1));
  };
  const lstm::Parameters L(1, k.units, k.units);
  const gru::Parameters G(gru::Reset::before, 1, k.units, k.units);
  for (const double gain : gains) {
    f.lstm.push_back(median([&](Random random) {
      return norms(k, L, &lstm::Parameters::f, gain, random);
    }));
    f.gru.push_back(median([&](Random random) {
      return norms(k, G, &gru::Parameters::u, gain, random);
    }));
  }
  for (const bool clipped : {false, true}) {
    const Vector both = median([&](Random random) {
      const Descent d = descend(k, clipped, random);
      return Vector{d.longest, d.fell};
    });
    (clipped ? f.clipped : f.plain) = Descent{both(0), both(1)};
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Vector lag = arma::regspace(0, static_cast<double>(k.tau - 1));
  Figure figure("07-exploding", "", exact(1e-4));
  figure.x_label("lag n").log_y();
  figure.y_label("‖dh(t)/dh(t−n)‖").set("set format y '10^{%T}'");
  Table table{{"gain", "LSTM, last lag", "GRU, last lag"}, {}};
  for (Index i = 0; i < gains.n_elem; ++i) {
    const auto colour = static_cast<Colour>(i + 1);
    const std::string gain = text(gains(i));
    figure.line(lag, f.lstm[i], "LSTM, gain " + gain, colour);
    figure.dashed(lag, f.gru[i], "GRU, gain " + gain, colour);
    table.rows.push_back(
        {gain, text(f.lstm[i].back(), 2), text(f.gru[i].back(), 2)});
  }
  lab.table("norms", table);
  lab.draw(figure);
  const Descent &a = f.plain, &b = f.clipped;
  lab.table("steps", {{"descent", "longest step", "error, last over first"},
                      {{"plain", text(a.longest, 2), text(a.fell, 2)},
                       {"clipped", text(b.longest, 2), text(b.fell, 2)}}});
  lab.mark("steps", rounding("each within a factor of 3"));
}

void claim(Experiment& lab, const Found& f) {
  const auto growth = [](const Vector& norms) {
    return norms.back() / norms.front();
  };
  lab.claim("LSTM, gain 0.5, far over near", growth(f.lstm[0]), below(0.01));
  lab.claim("LSTM, gain 4, far over near", growth(f.lstm[2]), above(3));
  lab.claim("GRU, gain 4, far over near", growth(f.gru[2]), above(3));
  lab.claim("longest step, plain over clipped",
            f.plain.longest / f.clipped.longest, above(3));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-exploding",
                 "With large weights the gradient of an LSTM and of a GRU "
                 "grows with the lag; clipping bounds the step");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {8, 32});
  lab.knob("tau", k.tau, "time steps", {30, 100}, {24, 200});
  lab.knob("bias", k.bias, "of f and u", {0, 3}, {-10, 10});
  lab.knob("rate", k.rate, "learning rate", {0.01, 0.3});
  lab.knob("threshold", k.threshold, "largest norm let through", {0.3, 3});
  lab.knob("updates", k.updates, "updates", {10, 40});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them");
  return lab.run(argc, argv, k, measure, show, claim);
}
