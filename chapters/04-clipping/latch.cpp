// A unit that remembers a bit is a unit whose gradient fades.
#include "chapters/04-clipping/one_bit.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  double margin = 1e-3, noise = 0.9;
  Index steps = 400, memory = 40, seeds = 20, seed = 1;
};

// One weight.
struct Found {
  double w, threshold;  // the largest push that leaves the sign
  double kappa;         // the steepest slope while the bit is safe
  Vector below, above;  // the states under the two pushes
  Vector worst, bound;  // the largest |dh(t)/dh(0)| of all seeds; kappa^t
};

Vector times(Index last) {
  return arma::regspace(0, static_cast<double>(last));
}

std::vector<Found> measure(const Knobs& k) {
  std::vector<Found> all;
  for (const double w : {1.1, 1.25, 1.5, 2.0, 3.0}) {
    const double h_star = critical_push(w), noise = k.noise * h_star;
    Found f{w,
            h_star,
            safe_slope(w, noise),
            pushed(w, h_star - k.margin, k.steps),
            pushed(w, h_star + k.margin, k.steps),
            Vector(k.memory + 1, arma::fill::zeros),
            {}};
    for (Index seed = k.seed; seed < k.seed + k.seeds; ++seed)
      f.worst =
          arma::max(f.worst, kept_in_noise(w, noise, k.memory, Random(seed)));
    f.bound = arma::exp(times(k.memory) * std::log(f.kappa));
    all.push_back(f);
  }
  return all;
}

// The push that keeps the unit at h: what (4.9) to (4.11) speak of.
Figure push_figure(double w) {
  const double highest = critical_push(w), push = 0.7 * highest;
  const Vector h = arma::linspace(-0.05, 0.93, 99);
  Figure figure("04-latch-push", "");
  figure.x_label("h").y_label("p = w h − artanh h");
  figure.y_range(-0.1, 0.27).x_range(-0.05, 1).legend("off").horizontal(0);
  figure.line(h, w * h - arma::atanh(h), "p", Colour::blue);
  figure.horizontal(push, "a push p");
  figure.points({critical_state(w), resting_state(w, push)}, {highest, push},
                "highest, at rest", Colour::vermilion);
  figure.note(critical_state(w), highest + 0.025, "h_c, h*", "center");
  figure.note(0.74, push - 0.02, "it rests here", "right");
  return figure;
}

Figure held_figure(const Found& f, const Knobs& k) {
  const std::string margin = text(k.margin);
  Figure figure("04-latch", "");
  figure.x_label("t").y_label("h(t)").y_range(-1.15, 1.15);
  figure.x_range(0, 150).legend("bottom left");
  figure.line(times(k.steps), f.below, "push h* − " + margin, Colour::blue);
  const Colour flipped = Colour::vermilion;
  figure.line(times(k.steps), f.above, "push h* + " + margin, flipped);
  return std::move(figure.horizontal(critical_state(f.w), "critical state"));
}

Figure fading_figure(const std::vector<Found>& all, const Vector& t) {
  Figure figure("04-latch-gradient", "");
  figure.x_label("t").y_label("dh(t)/dh(0)").log_y();
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  const Colour colours[] = {Colour::green, Colour::blue, Colour::purple};
  for (Index i = 0; i < 3; ++i) {
    const std::string w = "w = " + text(all[i].w);
    figure.line(t, all[i].worst, w, colours[i]);
    figure.dashed(t, all[i].bound, "bound, " + w, colours[i]);
  }
  return figure;
}

void show(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  Table table{{"w", "rests at", "threshold h*", "after a push below",
               "after one above", "slope at most", "largest gradient left"},
              {}};
  for (const Found& f : all)
    table.rows.push_back({text(f.w), fixed(resting_state(f.w), 7),
                          fixed(f.threshold, 7), fixed(f.below(k.steps), 3),
                          fixed(f.above(k.steps), 3), fixed(f.kappa, 3),
                          text(f.worst(k.memory), 2)});
  lab.table("table", table);
  const Found& drawn = all[2];
  lab.value("kept", drawn.below.back(), 1);
  lab.value("flips", static_cast<double>(arma::accu(drawn.above > 0)));
  lab.value("lost", drawn.above.back(), 1);
  lab.draw(push_figure(all[2].w));
  lab.draw(held_figure(all[2], k));
  lab.draw(fading_figure(all, times(k.memory)));
}

void claim(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  double kept = 1, flipped = -1, over = 0;
  for (const Found& f : all) {
    kept = std::min(kept, f.below(k.steps));
    flipped = std::max(flipped, f.above(k.steps));
    // From lag 1 on: at lag 0 both are 1.
    over = std::max(over, Vector(f.worst / f.bound).tail(k.memory).max());
  }
  lab.claim("least state after a push below the threshold", kept, above(0));
  lab.claim("largest state after a push above it", flipped, below(0));
  lab.claim("largest gradient over its bound", over, at_most(1 + 1e-12));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-latch",
                 "A push just below the threshold leaves the sign, one just "
                 "above flips it; while the bit is safe the gradient fades");
  Knobs k;
  lab.knob("margin", k.margin, "of the pushes", {1e-4, 3e-4, 3e-3, 1e-2});
  lab.knob("steps", k.steps, "steps of a push", {100, 200, 800, 3200});
  lab.knob("noise", k.noise, "over the threshold", {0.3, 0.6, 0.95, 0.99});
  lab.knob("memory", k.memory, "steps of the gradient", {20, 80, 160});
  lab.knob("seeds", k.seeds, "seeds of the noise");
  lab.knob("seed", k.seed, "the first of them");
  return lab.run(argc, argv, k, measure, show, claim);
}
