/// \file
/// How long to train a forecaster of the sunspots, and how large it should be,
/// without a look at the test years.
#include "chapters/03-any-length/forecast.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  ForecastSettings set;
  Index seeds = 5, seed = 1, held = 40;
};

const Vector lengths{250, 500, 1000, 2000};

struct Found {
  Matrix network;  // errors: a row for each seed, a column for each length
  double ar9;      // error of an autoregression that was fitted alike
};

Found measure(const Knobs& k) {
  const Series all = sunspots();
  const Matrix scaled = all.scaled().head_cols(all.train);
  const Index N = scaled.n_elem, fitted = N - k.held;
  const auto error = [&](const Matrix& said) {
    return relative_error(scaled, said, fitted, N - 1, 1);
  };
  Found f{Matrix(k.seeds, lengths.n_elem),
          error(autoregression(scaled, fitted, 9))};
  Progress progress("comparing", k.seeds);
  for (Index i = 0; i < k.seeds; ++i, progress.tick()) {
    Parameters p = first_weights(k.set, k.seed + i);
    double steps = 0;
    for (Index j = 0; j < lengths.n_elem; ++j) {
      const auto more = static_cast<Index>(lengths(j) - steps);
      p = fit(p, scaled.head_cols(fitted), more, k.set.rate);
      f.network(i, j) = error(one_step_ahead(p, scaled));
      steps = lengths(j);
    }
  }
  return f;
}

void show(Experiment& lab, const Found& f) {
  // Two thousand steps of 16 units carry the last bit far.
  const Mark late = rounding("each within a factor of 1.15");
  const Vector median = arma::median(f.network, 0).t(),
               least = arma::min(f.network, 0).t(),
               largest = arma::max(f.network, 0).t();
  Table table{{"steps", "least", "median", "largest"}, {}};
  for (Index j = 0; j < lengths.n_elem; ++j)
    table.rows.push_back({text(lengths(j)), fixed(least(j), 4),
                          fixed(median(j), 4), fixed(largest(j), 4)});
  lab.table("errors", table);
  lab.mark("errors", late);
  lab.value("ar9", fixed(f.ar9, 4));

  Figure figure("03-sunspots_choice", "", late);
  figure.x_label("steps of gradient descent").y_label("error on 1881-1920");
  figure.log_x().x_range(220, 2300).legend("top left");
  figure.x_names(lengths, {"250", "500", "1000", "2000"});
  figure.band(lengths, least, largest, "all seeds", Colour::sky);
  figure.line(lengths, median, "median", Colour::blue);
  figure.horizontal(f.ar9, "AR(9)");
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const Matrix median = arma::median(f.network, 0);
  lab.claim("error after 250 steps by that after 1000", median(0) / median(2),
            above(1));
  lab.claim("error after 2000 steps by that after 1000", median(3) / median(2),
            above(1));
  lab.claim("error after 1000 steps by AR(9)'s", median(2) / f.ar9, below(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-sunspots_choice",
                 "Fitted to 1700-1880 and judged on 1881-1920, the median "
                 "network is better after 1000 steps than after 250 or 2000");
  Knobs k;
  forecaster_knobs(lab, k.set);
  lab.knob("held", k.held, "last years of the training span, kept for judging",
           {20, 30, 50, 60}, {1, 150});
  lab.knob("seeds", k.seeds, "runs, seed, seed + 1, ...");
  lab.knob("seed", k.seed, "the first seed", {1, 6});
  return lab.run(argc, argv, k, measure, show, claim);
}
