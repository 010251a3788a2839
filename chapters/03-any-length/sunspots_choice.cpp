/// \file
/// Which forecaster to take for the sunspots, without a look at the test years.
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/series.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

int main(int argc, char** argv) {
  Experiment lab("03-sunspots_choice",
                 "Fitted to 1700-1880 and judged on 1881-1920, 16 units after "
                 "1000 steps have the lowest error of those compared");
  ForecastSettings set;
  Index seeds = 5, held = 40;
  lab.knob("rate", set.rate, "learning rate");
  lab.knob("gain", set.gain, "singular values of the first W");
  lab.knob("seeds", seeds, "runs of each, seeds 1, 2, ...");
  lab.knob("held", held, "last years of the training span, kept for judging");
  return lab.run(argc, argv, [&] {
    if (seeds == 0) throw std::invalid_argument("seeds: expected at least 1");
    if (held == 0 || held > 150)
      throw std::invalid_argument("held: expected 1 .. 150");
    const Series all = sunspots();
    const Matrix span = all.values.head_cols(all.train);
    const Index N = span.n_elem, fitted = N - held;
    const double mean = arma::mean(span.as_row());
    const Matrix scaled = (span - mean) / arma::stddev(span.as_row(), 1);
    const Vector sizes{4, 8, 16}, steps{250, 500, 1000, 2000};

    Matrix median(sizes.n_elem, steps.n_elem);
    Progress progress("comparing", sizes.n_elem * seeds);
    for (Index i = 0; i < sizes.n_elem; ++i) {
      Matrix e(seeds, steps.n_elem);
      for (Index seed = 1; seed <= seeds; ++seed, progress.tick()) {
        set.hidden = static_cast<Index>(sizes(i));
        Parameters<> p = first_weights(set, seed);
        for (Index j = 0; j < steps.n_elem; ++j) {
          const double more = steps(j) - (j == 0 ? 0 : steps(j - 1));
          p = fit(p, scaled.head_cols(fitted), static_cast<Index>(more),
                  set.rate);
          e(seed - 1, j) = relative_error(scaled, one_step_ahead(p, scaled),
                                          fitted, N - 1, 1);
        }
      }
      median.row(i) = arma::median(e, 0);
    }

    // Two thousand steps of 16 units carry the last bit far.
    const Mark late = rounding("each within a factor of 1.15");
    Table table{{"hidden units"}, {}};
    for (const double n : steps) table.head.push_back(text(n) + " steps");
    Figure figure("03-sunspots_choice", "", late);
    figure.x_label("steps of gradient descent").y_label("error on 1881-1920");
    figure.log_x().x_range(220, 2300).legend("bottom left");
    figure.x_names(steps, {"250", "500", "1000", "2000"}).y_range(0.11, 0.16);
    for (Index i = 0; i < sizes.n_elem; ++i) {
      std::vector<std::string> cells{text(sizes(i))};
      for (const double e : median.row(i)) cells.push_back(fixed(e, 4));
      table.rows.push_back(cells);
      const Colour colours[] = {Colour::grey, Colour::sky, Colour::blue};
      figure.line(steps, median.row(i).t(), text(sizes(i)) + " units",
                  colours[i]);
    }
    lab.table("errors", table);
    lab.mark("errors", late);
    lab.draw(figure);
    lab.claim(median.index_min() == median.n_rows * 2 + 2);
  });
}
