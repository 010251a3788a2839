/// \file
/// Which forecaster to take for the sunspots, without a look at the test years.
#include "chapters/03-any-length/forecast.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  ForecastSettings set;
  Index seeds = 5, held = 40;
};

const Vector sizes{4, 8, 16}, steps{250, 500, 1000, 2000};

// The median error over the seeds: a row for each size, a column for each
// length of training.
Matrix measure(const Knobs& k) {
  if (k.seeds == 0) throw std::invalid_argument("seeds: expected at least 1");
  if (k.held == 0 || k.held > 150)
    throw std::invalid_argument("held: expected 1 .. 150");
  const Series all = sunspots();
  const Matrix scaled = all.scaled().head_cols(all.train);
  const Index N = scaled.n_elem, fitted = N - k.held;

  Matrix median(sizes.n_elem, steps.n_elem);
  Progress progress("comparing", sizes.n_elem * k.seeds);
  for (Index i = 0; i < sizes.n_elem; ++i) {
    ForecastSettings set = k.set;
    set.hidden = static_cast<Index>(sizes(i));
    Matrix e(k.seeds, steps.n_elem);
    for (Index seed = 1; seed <= k.seeds; ++seed, progress.tick()) {
      Parameters p = first_weights(set, seed);
      for (Index j = 0; j < steps.n_elem; ++j) {
        const double more = steps(j) - (j == 0 ? 0 : steps(j - 1));
        p = fit(p, scaled.head_cols(fitted), static_cast<Index>(more),
                set.rate);
        e(seed - 1, j) =
            relative_error(scaled, one_step_ahead(p, scaled), fitted, N - 1, 1);
      }
    }
    median.row(i) = arma::median(e, 0);
  }
  return median;
}

void show(Experiment& lab, const Matrix& median) {
  // Two thousand steps of 16 units carry the last bit far.
  const Mark late = rounding("each within a factor of 1.15");
  Table table{{"hidden units"}, {}};
  for (const double n : steps) table.head.push_back(text(n) + " steps");
  Figure figure("03-sunspots_choice", "", late);
  figure.x_label("steps of gradient descent").y_label("error on 1881-1920");
  figure.log_x().x_range(220, 2300).legend("bottom left");
  figure.x_names(steps, {"250", "500", "1000", "2000"}).y_range(0.11, 0.16);
  const Colour colours[] = {Colour::grey, Colour::sky, Colour::blue};
  for (Index i = 0; i < sizes.n_elem; ++i) {
    std::vector<std::string> cells{text(sizes(i))};
    for (const double e : median.row(i)) cells.push_back(fixed(e, 4));
    table.rows.push_back(cells);
    figure.line(steps, median.row(i).t(), text(sizes(i)) + " units",
                colours[i]);
  }
  lab.table("errors", table);
  lab.mark("errors", late);
  lab.draw(figure);
}

void claim(Experiment& lab, const Matrix& median) {
  lab.claim(median.min() == median(2, 2));  // 16 units, 1000 steps
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-sunspots_choice",
                 "Fitted to 1700-1880 and judged on 1881-1920, 16 units after "
                 "1000 steps have the lowest error of those compared");
  Knobs k;
  lab.knob("rate", k.set.rate, "learning rate");
  lab.knob("gain", k.set.gain, "singular values of the first W");
  lab.knob("seeds", k.seeds, "runs of each, seeds 1, 2, ...");
  lab.knob("held", k.held, "last years of the training span, kept for judging");
  return lab.run(argc, argv, k, measure, show, claim);
}
