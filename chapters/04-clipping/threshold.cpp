// Where to put the threshold, and the rates that it lets work.
#include "chapters/04-clipping/training.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, seed = 1, updates = 75;
  double gain = 1, calm = 0.001;
};

const Vector rates{0.001, 0.003, 0.01, 0.03, 0.1};
const Vector multiples{0, 0.1, 0.5, 1, 10};  // 0: no clipping
const Colour colours[] = {Colour::vermilion, Colour::sky, Colour::green,
                          Colour::blue, Colour::purple};
constexpr double divergence = 1e3;  // an error that counts as one

struct Found {
  double norm;           // average, over calm runs
  Matrix median, worst;  // error at a multiple of it (row) and a rate (column)
  // The largest rate at which every seed ends below half the variance.
  double largest_rate(Index row) const {
    return Vector(rates % (worst.row(row).t() < 0.5)).max();
  }
};

Found measure(const Knobs& k) {
  const Sunspots data = sunspots();
  const auto run = [&](double rate, double threshold, Index seed) {
    Random random(seed);
    return train_on(
        data, {rate, threshold, k.updates},
        first_parameters(k.units, scaled_orthogonal(k.gain), random));
  };
  Vector of_seed(k.seeds);
  for (Index s = 0; s < k.seeds; ++s)
    of_seed(s) = arma::mean(Vector(run(k.calm, 0, k.seed + s).norms));

  Found f{arma::mean(of_seed), Matrix(multiples.n_elem, rates.n_elem), {}};
  f.worst = f.median;
  Progress progress("thresholds", f.worst.n_elem);
  for (Index i = 0; i < multiples.n_elem; ++i)
    for (Index j = 0; j < rates.n_elem; ++j, progress.tick()) {
      for (Index s = 0; s < k.seeds; ++s)
        of_seed(s) = std::min(
            divergence,
            last_error(run(rates(j), multiples(i) * f.norm, k.seed + s), data));
      f.median(i, j) = arma::median(of_seed);
      f.worst(i, j) = of_seed.max();
    }
  return f;
}

void show(Experiment& lab, const Found& f) {
  // Far above the average norm training depends on the last bit.
  const Mark far = rounding(
      "each within a factor of 30 and first within a factor of 1.1 and least "
      "within a factor of 1.1");
  Table table{{"threshold"}, {}};
  Figure figure("04-threshold", "", far);
  figure.log_x().log_y();
  figure.x_label("learning rate").y_label("worst error / variance");
  figure.x_range(9e-4, 0.12)
      .y_range(0.1, 30)
      .horizontal(1)
      .note(0.02, 1.3, "the mean", "center")
      .horizontal(15, "15 or more");
  figure.set("set format x '%g'").set("set format y '%g'");
  for (const double rate : rates) table.head.push_back("rate " + text(rate));
  for (Index i = 0; i < multiples.n_elem; ++i) {
    const Vector errors = f.worst.row(i).t();
    table.rows.push_back(
        {i ? text(multiples(i)) + " × average" : "no clipping"});
    for (const double e : errors)
      table.rows[i].push_back(e < divergence ? text(e, 2) : "diverged");
    const Colour colour = colours[i];
    figure.line(rates, arma::clamp(errors, 0, 15), table.rows[i][0], colour);
    figure.points(rates, arma::clamp(errors, 0, 15), "", colour);
  }
  lab.table("worst", table);
  lab.mark("worst", far);
  lab.draw(figure);
  lab.value("average", f.norm, 3);
  lab.value("plain_largest", f.largest_rate(0));
  lab.value("clipped_largest", f.largest_rate(3));
}

void claim(Experiment& lab, const Found& f) {
  const double clipped = f.largest_rate(3), plain = f.largest_rate(0);
  lab.claim("largest rate that works, at once the average over no clipping",
            clipped > 0 ? clipped / plain : 0, at_least(3));
  lab.claim("median error at the best rate, no clipping over once the average",
            f.median.row(0).min() / f.median.row(3).min(), between(0.8, 1.25));
  lab.claim("worst error at half to once the average, rates 0.003 to 0.03",
            f.worst.submat(2, 1, 3, 3).max(), below(0.5));
  lab.claim("worst error at ten times the average, rate 0.003", f.worst(4, 1),
            below(0.5));
  lab.claim("worst error at ten times the average, rate 0.03", f.worst(4, 3),
            above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-threshold",
                 "Thresholds of half to once the average norm work at rates "
                 "several times larger than those that work without, and no "
                 "better at the best rate; ten times the average does not");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {4, 16});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 11, 21});
  lab.knob("updates", k.updates, "updates", {50, 150});
  lab.knob("gain", k.gain, "all singular values of the first W",
           {0.5, 0.7, 1.5, 2});
  lab.knob("calm", k.calm, "learning rate at which nothing is clipped",
           {0.0005, 0.002});
  return lab.run(argc, argv, k, measure, show, claim);
}
