// A unit that remembers a bit is a unit whose gradient fades.
#include "chapters/04-clipping/one_bit.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  double margin = 1e-3, noise = 0.9;
  Index steps = 400, memory = 40, seeds = 20;
};

// One weight.
struct Found {
  double w, threshold;
  Vector below, above;  // the states under the two pushes
  double eta;           // the steepest slope while the bit is safe
  Vector worst;         // the largest |dh(t)/dh(0)| of all seeds
  Vector bound;         // eta^t
};

// The states under a constant push against the resting state.
Vector pushed(double w, double push, Index steps) {
  Vector h(steps + 1);
  h(0) = resting_state(w);
  for (Index t = 1; t <= steps; ++t) h(t) = std::tanh(w * h(t - 1) - push);
  return h;
}

// |dh(t)/dh(0)| under noise that never exceeds the bound.
Vector gradient_kept(double w, double bound, Index steps, Random random) {
  Vector kept(steps + 1, arma::fill::ones);
  double h = resting_state(w);
  for (Index t = 1; t <= steps; ++t) {
    h = std::tanh(w * h + random.uniform(-bound, bound));
    if (h <= 0) throw std::runtime_error("latch: the bit was lost");
    kept(t) = kept(t - 1) * slope(w, h);
  }
  return kept;
}

Vector times(Index last) {
  return arma::regspace(0, static_cast<double>(last));
}

std::vector<Found> measure(const Knobs& k) {
  std::vector<Found> all;
  for (const double w : {1.1, 1.25, 1.5, 2.0, 3.0}) {
    const double threshold = critical_push(w), noise = k.noise * threshold;
    const double eta = safe_slope(w, noise);
    Vector worst(k.memory + 1, arma::fill::zeros);
    for (Index seed = 0; seed < k.seeds; ++seed)
      worst = arma::max(worst, gradient_kept(w, noise, k.memory, Random(seed)));
    all.push_back({w, threshold, pushed(w, threshold - k.margin, k.steps),
                   pushed(w, threshold + k.margin, k.steps), eta, worst,
                   arma::exp(times(k.memory) * std::log(eta))});
  }
  return all;
}

Figure held_figure(const Found& f, const Knobs& k) {
  Figure figure("04-latch", "");
  figure.size(640, 400).x_label("t").y_label("h(t)").y_range(-1.15, 1.15);
  figure.x_range(0, 150).legend("bottom left");
  figure.line(times(k.steps), f.below, "push h* − " + text(k.margin),
              Colour::blue);
  figure.line(times(k.steps), f.above, "push h* + " + text(k.margin),
              Colour::vermilion);
  figure.horizontal(critical_state(f.w), "critical state");
  return figure;
}

Figure fading_figure(const std::vector<Found>& all, const Knobs& k) {
  Figure figure("04-latch-gradient", "");
  figure.size(640, 400).x_label("t").y_label("dh(t)/dh(0)").log_y();
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  figure.legend("bottom left");
  const Colour colours[] = {Colour::green, Colour::blue, Colour::purple};
  for (Index i = 0; i < 3; ++i) {
    const Found& f = all[i];
    figure.line(times(k.memory), f.worst, "w = " + text(f.w), colours[i]);
    figure.dashed(times(k.memory), f.bound, "bound, w = " + text(f.w),
                  colours[i]);
  }
  return figure;
}

void show(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  Table table{{"w", "rests at", "threshold h*", "kept below", "flipped above",
               "slope at most", "largest gradient left"},
              {}};
  for (const Found& f : all)
    table.rows.push_back({text(f.w), fixed(resting_state(f.w), 7),
                          fixed(f.threshold, 7),
                          f.below(k.steps) > 0 ? "yes" : "no",
                          f.above(k.steps) < 0 ? "yes" : "no", fixed(f.eta, 3),
                          text(f.worst(k.memory), 2)});
  lab.value("largest_left", all[2].worst(k.memory), 2);
  lab.table("table", table);
  lab.draw(held_figure(all[2], k));
  lab.draw(fading_figure(all, k));
}

void claim(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  for (const Found& f : all) {
    const std::string at = ", w = " + text(f.w);
    lab.claim(f.below(k.steps) > 0, "below the threshold the sign stays" + at);
    lab.claim(f.above(k.steps) < 0, "above it the sign flips" + at);
    lab.claim(f.eta < 1 && arma::all(f.worst <= f.bound * (1 + 1e-12)),
              "the gradient stays below its bound" + at);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-latch",
                 "A push just below the threshold leaves the sign, one just "
                 "above flips it; while the bit is safe the gradient fades");
  Knobs k;
  lab.knob("margin", k.margin, "distance of the pushes from the threshold");
  lab.knob("steps", k.steps, "steps that the push lasts");
  lab.knob("noise", k.noise, "bound of the noise, as a part of the threshold");
  lab.knob("memory", k.memory, "steps over which the gradient is followed");
  lab.knob("seeds", k.seeds, "seeds of the noise");
  return lab.run(argc, argv, k, measure, show, claim);
}
