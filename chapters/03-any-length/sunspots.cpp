/// \file
/// Yearly sunspot numbers, one year ahead: a recurrent network beside the
/// forecasts that it must beat.
#include "chapters/03-any-length/forecast.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  std::string data;
  ForecastSettings set;
  Index seeds = 10;
};

// Errors have a test span a row and a seed a column.
struct Found {
  Series s;
  std::vector<Matrix> said;  // one step ahead, of each seed
  Matrix network, same, ar2, ar9;
  Matrix alone;             // the free run of each seed, in a column
  Vector agreement, swing;  // of free runs: with the truth; trough to peak
  Index middle;             // the seed whose error is the middle one
};

Found measure(const Knobs& k) {
  if (k.seeds == 0) throw std::invalid_argument("seeds: expected at least 1");
  Found f;
  f.s = k.data.empty() ? sunspots() : own_series(k.data);
  const double mean = f.s.mean(), deviation = f.s.deviation();
  const Matrix scaled = f.s.scaled(), training = scaled.head_cols(f.s.train);
  const Vector later = scaled.tail_cols(scaled.n_elem - f.s.train).t();

  f.agreement = f.swing = Vector(k.seeds);
  Progress progress("fitting", k.seeds);
  for (Index i = 0; i < k.seeds; ++i, progress.tick()) {
    const Parameters p =
        fit(first_weights(k.set, i + 1), training, k.set.steps, k.set.rate);
    f.said.push_back(mean + deviation * one_step_ahead(p, scaled));
    const Vector run = free_run(p, training, later.n_elem).t();
    f.agreement(i) = arma::as_scalar(arma::cor(run, later));
    f.swing(i) = arma::range(run.tail(run.n_elem / 3));
    f.alone.insert_cols(i, mean + deviation * run);
  }
  f.network = errors(f.s, f.said);
  f.same = errors(f.s, {persistence(f.s.values)});
  f.ar2 = errors(f.s, {autoregression(f.s.values, f.s.train, 2)});
  f.ar9 = errors(f.s, {autoregression(f.s.values, f.s.train, 9)});
  const arma::uvec order = arma::sort_index(arma::sum(f.network, 0));
  f.middle = order((k.seeds - 1) / 2);
  return f;
}

std::vector<std::string> row(const std::string& name, const Matrix& e) {
  std::vector<std::string> cells{name};
  for (Index i = 0; i < e.n_rows; ++i) {
    const Vector of_span = e.row(i).t();
    const std::string range =
        " (" + fixed(of_span.min(), 3) + " to " + fixed(of_span.max(), 3) + ")";
    cells.push_back(fixed(arma::median(of_span), 3) +
                    (e.n_cols > 1 ? range : ""));
  }
  return cells;
}

// The whole series, and the test years with two free runs.
void draw(Experiment& lab, const Found& f) {
  const Series& s = f.s;
  const Vector truth = s.values.t(), later = s.time.tail(f.alone.n_rows);
  const double margin = 0.28 * arma::range(truth);
  Figure all("03-sunspots", "");
  Figure free("03-sunspots_free", "");
  for (Figure* figure : {&all, &free}) {
    figure->size(840, 340).x_label("time").y_label(s.name).legend("top left");
    figure->y_range(truth.min() - margin / 3, truth.max() + margin);
    for (const Span& span : s.test) figure->vertical(s.time(span.from));
  }
  all.x_range(s.time.front(), s.time.back());
  all.span(s.time(s.train), s.time.back());
  all.line(s.time, truth, "truth", Colour::grey);
  all.line(s.time, f.said[f.middle].t(), "one step ahead", Colour::blue, 1.4);
  free.x_range(later.front(), later.back());
  free.line(later, truth.tail(later.n_elem), "truth", Colour::grey);
  free.line(later, f.alone.col(f.middle), "free run", Colour::vermilion);
  free.dashed(later, f.alone.col(f.agreement.index_min()),
              "free run of the worst seed", Colour::orange);
  lab.draw(all);
  lab.draw(free);
}

void show(Experiment& lab, const Found& f) {
  Table table{{"forecast"}, {}};
  for (const Span& span : f.s.test) table.head.push_back(span.name);
  table.rows = {row("persistence", f.same), row("AR(2)", f.ar2),
                row("AR(9)", f.ar9),
                row("network, median and range", f.network)};
  lab.table("errors", table);
  lab.value("highest_trained", f.s.values.head_cols(f.s.train).max());
  lab.value("highest", f.s.values.max());
  draw(lab, f);
  lab.value("agreement", f.agreement(f.middle), 2);
  lab.value("least_agreement", f.agreement.min(), 2);
  lab.value("most_agreement", f.agreement.max(), 2);
  lab.value("least_swing", f.swing.min(), 2);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  const Vector median = arma::median(f.network, 1);
  lab.claim(arma::all(median < f.same.col(0)), "persistence is beaten");
  if (!k.data.empty()) return;
  lab.claim(arma::all(median < f.ar2.col(0)), "AR(2) is beaten");
  lab.claim(median(0) < f.ar9(0), "AR(9) is beaten on the first span");
  lab.claim(
      f.network.row(1).min() > f.ar9(1) && f.network.row(2).min() > f.ar9(2),
      "AR(9) beats every network on the two others");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-sunspots",
                 "One step ahead the network beats persistence on every test "
                 "span; of the sunspots, it beats AR(9) on the first alone");
  Knobs k;
  lab.knob("data", k.data, "a CSV of your own: time and value, or value alone");
  lab.knob("hidden", k.set.hidden, "hidden units");
  lab.knob("steps", k.set.steps, "steps of gradient descent");
  lab.knob("rate", k.set.rate, "learning rate");
  lab.knob("gain", k.set.gain, "singular values of the first W");
  lab.knob("seeds", k.seeds, "runs, seeds 1, 2, ...");
  return lab.run(argc, argv, k, measure, show, claim);
}
