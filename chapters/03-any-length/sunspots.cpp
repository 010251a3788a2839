/// \file
/// Sunspots a year ahead: a recurrent network and forecasts it must beat.
#include "chapters/03-any-length/sunspots_drawing.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  std::string data;
  ForecastSettings set;
  Index order = 9, seeds = 10, seed = 1;
};

// Errors have a test span a row; the network's have a seed a column, the
// rivals' persistence, AR(2) and the longer AR. "Low" are the errors on the
// years that are no higher than any that was trained on.
struct Found {
  Series s;
  double highest;            // that was trained on
  std::vector<Matrix> said;  // one step ahead, of each seed
  Matrix alone;              // the free run of each seed, in a column
  Matrix network, low_network, rivals, low_rivals;
  Index middle;  // the seed whose error is the middle one
};

Found measure(const Knobs& k) {
  Found f;
  f.s = k.data.empty() ? sunspots() : own_series(k.data);
  const Matrix scaled = f.s.scaled(), training = scaled.head_cols(f.s.train);
  const Index ahead = scaled.n_elem - f.s.train;
  Progress progress("fitting", k.seeds);
  for (Index i = 0; i < k.seeds; ++i, progress.tick()) {
    const Parameters p = fit(first_weights(k.set, k.seed + i), training,
                             k.set.steps, k.set.rate);
    f.said.push_back(f.s.unscaled(one_step_ahead(p, scaled)));
    f.alone.insert_cols(i, f.s.unscaled(free_run(p, training, ahead)).t());
  }
  const Matrix& v = f.s.values;
  const std::vector<Matrix> rivals{persistence(v),
                                   autoregression(v, f.s.train, 2),
                                   autoregression(v, f.s.train, k.order)};
  f.highest = v.head_cols(f.s.train).max();
  f.network = errors(f.s, f.said);
  f.low_network = errors(f.s, f.said, f.highest);
  f.rivals = errors(f.s, rivals);
  f.low_rivals = errors(f.s, rivals, f.highest);
  const arma::uvec order = arma::sort_index(arma::sum(f.network, 0));
  f.middle = order((k.seeds - 1) / 2);
  return f;
}

void draw(Experiment& lab, const Found& f, Index worst, const Knobs& k) {
  const std::string name = k.data.empty() ? "03-sunspots" : "03-own_series";
  const Matrix &truth = f.s.values, &ahead = f.said[f.middle];
  lab.draw(series_of(name, f.s, ahead));
  lab.draw(misses_of(name + "_misses", f.s, ahead, persistence(truth)));
  lab.draw(
      runs_of(name + "_free", f.s, f.alone.col(f.middle), f.alone.col(worst)));
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const std::string longer = "AR(" + std::to_string(k.order) + ")";
  Table table{{"forecast"}, {}};
  for (const Span& span : f.s.test) table.head.push_back(span.name);
  table.rows = {
      spans_row("persistence", f.rivals.col(0)),
      spans_row("AR(2)", f.rivals.col(1)),
      spans_row(longer, f.rivals.col(2)),
      spans_row("network, median and range", f.network),
      spans_row(longer + ", without new heights", f.low_rivals.col(2)),
      spans_row("network, without new heights", f.low_network)};
  lab.table("errors", table);
  lab.value("highest_trained", f.highest);
  lab.value("highest", f.s.values.max());

  const Matrix& run = f.alone;
  const Vector agreement = arma::cor(run, f.s.values.tail_cols(run.n_rows).t());
  const Matrix swing = arma::range(run.tail_rows(run.n_rows / 3));
  draw(lab, f, agreement.index_min(), k);
  lab.value("agreement", agreement(f.middle), 2);
  lab.value("least_agreement", agreement.min(), 2);
  lab.value("most_agreement", agreement.max(), 2);
  lab.value("least_swing", swing.min() / f.s.deviation(), 2);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  const Vector median = arma::median(f.network, 1);
  const Vector by_ar = median / f.rivals.col(2);
  const Vector low = arma::median(f.low_network, 1) / f.low_rivals.col(2);
  lab.claim("network by persistence, worst span",
            arma::max(median / f.rivals.col(0)), below(1));
  if (!k.data.empty())
    return lab.restate("The network beats persistence on all of " + k.data);
  lab.claim("network by AR(2), worst span", arma::max(median / f.rivals.col(1)),
            below(1));
  lab.claim("network by long AR, 1921-1955", by_ar(0), below(1));
  lab.claim("network by long AR, 1956-1979", by_ar(1), above(1));
  lab.claim("network by long AR, 1956-1979 without new heights", low(1),
            below(1));
  lab.claim("network by long AR, 1980-2008", by_ar(2), above(1));
  lab.claim("network by long AR, 1980-2008 without new heights", low(2),
            above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-sunspots",
                 "One step ahead the network's median error is below "
                 "persistence's on every test span; of the sunspots, it is "
                 "below AR(9)'s on the first span, and on the second where "
                 "that is no higher than what was learnt");
  Knobs k;
  lab.knob("data", k.data, "a CSV of your own: time and value, or value alone");
  forecaster_knobs(lab, k.set);
  lab.knob("steps", k.set.steps, "of gradient descent", {250, 500, 1500, 2000});
  lab.knob("order", k.order, "of the longer AR", {3, 6, 12, 15});
  lab.knob("seeds", k.seeds, "runs, seed, seed + 1, ...");
  lab.knob("seed", k.seed, "the first seed", {1, 11});
  lab.together({{"hidden 4", "steps 500"}, {"gain 0.9", "steps 2000"}});
  return lab.run(argc, argv, k, measure, show, claim);
}
