// A unit that remembers a bit is a unit whose gradient fades.
#include "chapters/04-clipping/latch.hpp"

#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

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

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-latch",
                 "A push just below the threshold leaves the sign, one just "
                 "above flips it; while the bit is safe the gradient fades");
  double margin = 1e-3;  // distance of the two pushes from the threshold
  Index steps = 400;     // how long the push lasts
  double noise = 0.9;    // noise bound, as a part of the threshold
  Index memory = 40;     // steps over which the gradient is followed
  Index seeds = 20;
  lab.knob("margin", margin, "distance of the pushes from the threshold");
  lab.knob("steps", steps, "steps that the push lasts");
  lab.knob("noise", noise, "bound of the noise, as a part of the threshold");
  lab.knob("memory", memory, "steps over which the gradient is followed");
  lab.knob("seeds", seeds, "seeds of the noise");
  return lab.run(argc, argv, [&] {
    const Vector time = arma::regspace(0, static_cast<double>(steps));
    const Vector lag = arma::regspace(0, static_cast<double>(memory));
    Figure held("04-latch", "");
    held.size(640, 400).x_label("t").y_label("h(t)").y_range(-1.15, 1.15);
    held.x_range(0, 150).legend("bottom left");
    Figure fading("04-latch-gradient", "");
    fading.size(640, 400).x_label("t").y_label("dh(t)/dh(0)").log_y();
    fading.set("set format y '10^{%T}'")
        .set("set mytics 1")
        .legend("bottom left");

    Table table{{"w", "rests at", "threshold h*", "kept below", "flipped above",
                 "slope at most", "largest gradient left"},
                {}};
    for (const double w : {1.1, 1.25, 1.5, 2.0, 3.0}) {
      const double threshold = critical_push(w);
      const Vector below = pushed(w, threshold - margin, steps);
      const Vector above = pushed(w, threshold + margin, steps);
      const double eta = safe_slope(w, noise * threshold);
      Vector worst(memory + 1, arma::fill::zeros);
      for (Index seed = 0; seed < seeds; ++seed)
        worst = arma::max(
            worst, gradient_kept(w, noise * threshold, memory, Random(seed)));

      const bool kept = below(steps) > 0, flipped = above(steps) < 0;
      const Vector bound = arma::exp(lag * std::log(eta));
      lab.claim(kept, "below the threshold the sign stays, w = " + text(w));
      lab.claim(flipped, "above it the sign flips, w = " + text(w));
      lab.claim(eta < 1 && arma::all(worst <= bound * (1 + 1e-12)),
                "the gradient stays below its bound, w = " + text(w));
      table.rows.push_back({text(w), fixed(resting_state(w), 7),
                            fixed(threshold, 7), kept ? "yes" : "no",
                            flipped ? "yes" : "no", fixed(eta, 3),
                            text(worst(memory), 2)});
      if (w == 1.5) {
        held.line(time, below, "push h* − " + text(margin), Colour::blue);
        held.line(time, above, "push h* + " + text(margin), Colour::vermilion);
        held.horizontal(critical_state(w), "critical state");
        lab.value("largest_left", worst(memory), 2);
      }
      if (w < 2) {
        const Colour colour = w < 1.2   ? Colour::green
                              : w < 1.4 ? Colour::blue
                                        : Colour::purple;
        fading.line(lag, worst, "w = " + text(w), colour);
        fading.dashed(lag, bound, "bound, w = " + text(w), colour);
      }
    }
    lab.table("table", table);
    lab.draw(held);
    lab.draw(fading);
  });
}
