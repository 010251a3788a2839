// Train where the plain run diverges: ten seeds with and without clipping.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10;
  Training sun{0.01, 10, 200};  // sunspots
  Training sign{0.4, 1, 300};   // first sign
  FirstSign task{30, 10, 0.2};
};

// One way to train, plain or clipped, over all seeds.
struct Found {
  std::vector<Record> sun, sign;
  Vector errors;      // of the sunspot runs
  Index learned = 0;  // first sign
  Index lost() const { return arma::accu(errors > 1); }
};

Found measure(Knobs k, bool clip, const Sunspots& data, Progress& progress) {
  if (!clip) k.sun.threshold = k.sign.threshold = 0;
  Found f{{}, {}, Vector(k.seeds), 0};
  for (Index seed = 0; seed < k.seeds; ++seed, progress.tick()) {
    Random random(seed);
    const Parameters p =
        first_parameters(k.units, scaled_orthogonal(1), random);
    f.sun.push_back(train_on(data, k.sun, p));
    f.errors(seed) = last_error(f.sun.back(), data);

    const Parameters q =
        first_parameters(k.units, scaled_orthogonal(2), random);
    f.sign.push_back(train_on(k.task, Activation::tanh, k.sign, q, random));
    f.learned += has_learned(k.task, Activation::tanh, f.sign.back(), random);
  }
  return f;
}

double largest_norm(const std::vector<Record>& runs) {
  double largest = 0;
  for (const Record& run : runs)
    largest = std::max(largest, Vector(run.norms).max());
  return largest;
}

// The norms of the first seed's runs, those above the top cut to it.
Figure norms_figure(const std::string& name, double threshold, double low,
                    double high, const Record& plain, const Record& clipped) {
  // Where gradients explode, rounding does too.
  Figure figure(name, "",
                rounding("first within a factor of 1.001 and median within a "
                         "factor of 30"));
  figure.size(640, 380).log_y().x_label("update");
  figure.y_label("norm of the gradient").y_range(low, high);
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  figure.horizontal(threshold);
  figure.note(150, threshold / 4, "threshold " + text(threshold));
  const auto line = [&figure](const Record& run, const std::string& label,
                              Colour colour) {
    const double updates = static_cast<double>(run.norms.size());
    const Vector norms = arma::clamp(Vector(run.norms), 1e-3, 1e9);
    figure.line(arma::regspace(1, updates), norms, label, colour, 1.6);
  };
  line(plain, "plain", Colour::vermilion);
  line(clipped, "clipped", Colour::green);
  return figure;
}

void show(Experiment& lab, const Found& plain, const Found& clipped,
          const Knobs& k) {
  const auto of = [&k](Index n) {
    return std::to_string(n) + " of " + std::to_string(k.seeds);
  };
  const auto row = [&of](const std::string& name, const Found& f) {
    return std::vector{name, of(f.lost()), of(f.learned)};
  };
  lab.table("runs", {{"run", "sunspots: diverged", "first sign: learned"},
                     {row("plain", plain), row("clipped", clipped)}});
  lab.value("error_median", arma::median(clipped.errors), 2);
  lab.value("error_worst", clipped.errors.max(), 2);
  lab.value("largest", largest_norm(clipped.sign), 2);
  lab.mark("runs", rounding("each within 2"));
  for (const char* key : {"error_median", "error_worst", "largest"})
    lab.mark(key, rounding("each within a factor of 1.5"));
  lab.draw(norms_figure("04-training_with_clipping", k.sun.threshold, 1, 1e9,
                        plain.sun[0], clipped.sun[0]));
  lab.draw(norms_figure("04-training_with_clipping-sign", k.sign.threshold,
                        1e-3, 1e5, plain.sign[0], clipped.sign[0]));
}

void claim(Experiment& lab, const Found& plain, const Found& clipped,
           Index seeds) {
  lab.claim(10 * plain.lost() >= 8 * seeds, "sunspots: plain runs diverge");
  lab.claim(clipped.lost() == 0 && clipped.errors.max() < 0.5,
            "sunspots: clipped runs learn");
  lab.claim(10 * plain.learned <= 7 * seeds, "first sign: plain runs");
  lab.claim(10 * clipped.learned >= 9 * seeds, "first sign: clipped runs");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-training_with_clipping",
                 "At learning rates where plain descent diverges or fails "
                 "to learn on most seeds, the clipped one learns");
  Knobs k;
  lab.knob("units", k.units, "hidden units");
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("rate", k.sun.rate, "learning rate, sunspots");
  lab.knob("threshold", k.sun.threshold, "threshold, sunspots");
  lab.knob("updates", k.sun.updates, "updates, sunspots");
  lab.knob("sign-rate", k.sign.rate, "learning rate, first sign");
  lab.knob("sign-threshold", k.sign.threshold, "threshold, first sign");
  lab.knob("sign-updates", k.sign.updates, "updates, first sign");
  lab.knob("tau", k.task.tau, "length, first sign");
  return lab.run(argc, argv, [&] {
    const Sunspots data = sunspots();
    Progress progress("training", 2 * k.seeds);
    const Found plain = measure(k, false, data, progress);
    const Found clipped = measure(k, true, data, progress);
    show(lab, plain, clipped, k);
    claim(lab, plain, clipped, k.seeds);
  });
}
