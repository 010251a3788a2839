// Train where the plain run diverges: ten seeds with and without clipping.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

// First parameters: one input, one output, W = gain times orthogonal.
bptt::Parameters<> first(Index units, double gain, Random& random) {
  return {random.normal_matrix(units, 1, 0.5), gain * orthogonal(random, units),
          random.normal_matrix(1, units, 0.3), Vector(units, arma::fill::zeros),
          Vector(1, arma::fill::zeros)};
}

// Mean squared error of the last update, over the variance of the series.
double last_error(const Record& run, const Sunspots& data) {
  return 2 * run.losses.back() / static_cast<double>(data.y.n_elem);
}

// The norms of a run, those above the ceiling cut to it.
Figure& draw_norms(Figure& figure, const Record& run, const std::string& label,
                   Colour colour, double ceiling) {
  Vector norms(run.norms);
  norms = arma::clamp(norms, 1e-3, ceiling);
  const Vector update =
      arma::regspace(1, static_cast<double>(run.norms.size()));
  return figure.line(update, norms, label, colour, 1.6);
}
Figure norms_figure(const std::string& name, double threshold, double low,
                    double high) {
  // Where gradients explode, rounding does too.
  Figure figure(name, "",
                rounding("first within a factor of 1.001 and median within a "
                         "factor of 30"));
  figure.size(640, 380).log_y().x_label("update");
  figure.y_label("norm of the gradient").y_range(low, high);
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  figure.horizontal(threshold);
  figure.note(150, threshold / 4, "threshold " + text(threshold));
  return figure;
}

std::string of(double n, Index seeds) {
  return text(n) + " of " + std::to_string(seeds);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-training_with_clipping",
                 "At learning rates where plain descent diverges or fails "
                 "to learn on most seeds, the clipped one learns");
  Index units = 8, seeds = 10;
  Training sun{0.01, 10, 200}, sign{0.4, 1, 300};
  FirstSign task;
  task.tau = 30;
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "seeds");
  lab.knob("rate", sun.rate, "learning rate, sunspots");
  lab.knob("threshold", sun.threshold, "threshold, sunspots");
  lab.knob("updates", sun.updates, "updates, sunspots");
  lab.knob("sign-rate", sign.rate, "learning rate, first sign");
  lab.knob("sign-threshold", sign.threshold, "threshold, first sign");
  lab.knob("sign-updates", sign.updates, "updates, first sign");
  lab.knob("tau", task.tau, "length, first sign");
  return lab.run(argc, argv, [&] {
    const Sunspots data = sunspots();
    Figure sun_norms =
        norms_figure("04-training_with_clipping", sun.threshold, 1, 1e9);
    Figure sign_norms = norms_figure("04-training_with_clipping-sign",
                                     sign.threshold, 1e-3, 1e5);
    Progress progress("training", 2 * seeds);

    Vector lost(2, arma::fill::zeros), learned(2, arma::fill::zeros);
    Vector errors(seeds);
    double largest = 0;
    for (const bool clip : {false, true}) {
      Training sun_how = sun, sign_how = sign;
      if (!clip) sun_how.threshold = sign_how.threshold = 0;
      const Colour colour = clip ? Colour::green : Colour::vermilion;
      const std::string name = clip ? "clipped" : "plain";
      for (Index seed = 0; seed < seeds; ++seed) {
        Random random(seed);
        const Record run = train_on(data, sun_how, first(units, 1, random));
        // 1 is the error of predicting the mean.
        lost(clip) += !run.finite || last_error(run, data) > 1;
        if (clip) errors(seed) = last_error(run, data);

        const Record far = train_on(task, Activation::tanh, sign_how,
                                    first(units, 2, random), random);
        learned(clip) += has_learned(task, Activation::tanh, far, random);
        if (clip) largest = std::max(largest, Vector(far.norms).max());
        if (seed == 0) draw_norms(sun_norms, run, name, colour, 1e9);
        if (seed == 0) draw_norms(sign_norms, far, name, colour, 1e9);
        progress.tick();
      }
    }
    lab.table("runs",
              {{"run", "sunspots: diverged", "first sign: learned"},
               {{"plain", of(lost(0), seeds), of(learned(0), seeds)},
                {"clipped", of(lost(1), seeds), of(learned(1), seeds)}}});
    lab.value("error_median", arma::median(errors), 2);
    lab.value("error_worst", errors.max(), 2);
    lab.value("largest", largest, 2);
    lab.mark("runs", rounding("each within 2"));
    for (const char* key : {"error_median", "error_worst", "largest"})
      lab.mark(key, rounding("each within a factor of 1.5"));
    lab.draw(sun_norms);
    lab.draw(sign_norms);

    const double n = static_cast<double>(seeds);
    lab.claim(lost(0) >= 0.8 * n && lost(1) == 0 && errors.max() < 0.5,
              "sunspots");
    lab.claim(learned(0) <= 0.7 * n && learned(1) >= 0.9 * n, "first sign");
  });
}
