// Where to put the threshold: half to ten times the average norm.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 5, updates = 150;
  double rate = 0.007, calm = 0.001;
};

const Vector multiple{0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50};

struct Found {
  double norm;                 // average, over a calm run
  Vector best, median, worst;  // error at each multiple of it
};

Found measure(const Knobs& k) {
  const Sunspots data = sunspots();
  const auto run = [&](double rate, double threshold, Index seed) {
    Random random(seed);
    return train_on(data, {rate, threshold, k.updates},
                    first_parameters(k.units, scaled_orthogonal(1), random));
  };
  Vector average(k.seeds);
  for (Index seed = 0; seed < k.seeds; ++seed)
    average(seed) = arma::mean(Vector(run(k.calm, 0, seed).norms));

  Found f{arma::mean(average), multiple, multiple, multiple};
  Progress progress("thresholds", multiple.n_elem);
  for (Index i = 0; i < multiple.n_elem; ++i, progress.tick()) {
    Vector error(k.seeds);
    for (Index seed = 0; seed < k.seeds; ++seed)
      error(seed) = std::min(
          1e9, last_error(run(k.rate, multiple(i) * f.norm, seed), data));
    f.best(i) = error.min();
    f.median(i) = arma::median(error);
    f.worst(i) = error.max();
  }
  return f;
}

// The largest error within the advised range.
double inside_worst(const Found& f) {
  const arma::uvec inside = arma::find(multiple >= 0.5 && multiple <= 10);
  return Vector(f.worst(inside)).max();
}

void show(Experiment& lab, const Found& f) {
  lab.value("average", f.norm, 3);
  Table table{{"threshold / average norm", "least error", "median", "largest"},
              {}};
  for (Index i = 0; i < multiple.n_elem; ++i)
    table.rows.push_back({text(multiple(i)), fixed(f.best(i), 3),
                          fixed(f.median(i), 3), fixed(f.worst(i), 3)});
  lab.table("errors", table);
  // Far above the average norm training hangs on the last bit.
  const Mark far =
      rounding("each within a factor of 20 and median within a factor of 1.01");
  for (const char* column : {"least error", "median", "largest"})
    lab.mark(std::string("errors.") + column, far);

  Figure figure("04-threshold", "", far);
  figure.size(640, 400).log_x().log_y().legend("top left");
  figure.x_label("threshold / average norm of the gradient");
  figure.y_label("error / variance").x_range(0.018, 55);
  figure.set("set format x '%g'").set("set format y '%g'");
  figure.span(0.5, 10).horizontal(1);
  figure.note(0.06, 1.4, "predicting the mean");
  figure.band(multiple, f.best, f.worst, "all seeds", Colour::green);
  figure.line(multiple, f.median, "median", Colour::green);
  lab.draw(figure);
  lab.value("inside_worst", inside_worst(f), 2);
  lab.value("fifty_median", f.median.back(), 2);
  lab.mark("fifty_median", rounding("each within a factor of 2"));
}

void claim(Experiment& lab, const Found& f) {
  lab.claim(inside_worst(f) < 0.5, "half to ten times");
  lab.claim(f.median.back() > 1, "fifty times");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-threshold",
                 "Thresholds from half to ten times the average norm of the "
                 "gradient lead to an error below 0.5; fifty times does not");
  Knobs k;
  lab.knob("units", k.units, "hidden units");
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("updates", k.updates, "updates");
  lab.knob("rate", k.rate, "learning rate of the clipped runs");
  lab.knob("calm", k.calm, "learning rate at which nothing is clipped");
  return lab.run(argc, argv, k, measure, show, claim);
}
