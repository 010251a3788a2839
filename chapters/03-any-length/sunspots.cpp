/// \file
/// Yearly sunspot numbers, one year ahead: a recurrent network beside the
/// forecasts that it must beat.
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/series.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

// One forecaster a column, one test span a row.
Matrix errors(const Series& s, const std::vector<Matrix>& said) {
  const double variance = arma::var(s.values.head_cols(s.train).as_row(), 1);
  Matrix e(s.test.size(), said.size());
  for (Index j = 0; j < e.n_cols; ++j)
    for (Index i = 0; i < e.n_rows; ++i)
      e(i, j) = relative_error(s.values, said[j], s.test[i].from, s.test[i].to,
                               variance);
  return e;
}

std::vector<std::string> row(const std::string& name, const Matrix& e) {
  std::vector<std::string> cells{name};
  for (Index i = 0; i < e.n_rows; ++i) {
    const Vector of_span = e.row(i).t();
    std::string cell = fixed(arma::median(of_span), 3);
    if (e.n_cols > 1)
      cell += " (" + fixed(of_span.min(), 3) + " to " +
              fixed(of_span.max(), 3) + ")";
    cells.push_back(cell);
  }
  return cells;
}

// The whole series, and the test years with two free runs.
void draw(Experiment& lab, const Series& s, const Matrix& said,
          const Vector& alone, const Vector& worst) {
  const Vector truth = s.values.t(), later = s.time.tail(alone.n_elem);
  const double room = 0.28 * arma::range(truth);
  Figure all("03-sunspots", "");
  Figure free("03-sunspots_free", "");
  for (Figure* f : {&all, &free}) {
    f->size(840, 340).x_label("time").y_label(s.name);
    f->legend("top left").y_range(truth.min() - room / 3, truth.max() + room);
    for (const Span& span : s.test) f->vertical(s.time(span.from));
  }
  all.x_range(s.time.front(), s.time.back());
  all.span(s.time(s.train), s.time.back());
  all.line(s.time, truth, "truth", Colour::grey);
  all.line(s.time, said.t(), "one step ahead", Colour::blue, 1.4);
  free.x_range(later.front(), later.back());
  free.line(later, truth.tail(later.n_elem), "truth", Colour::grey);
  free.line(later, alone, "free run", Colour::vermilion);
  free.dashed(later, worst, "free run of the worst seed", Colour::orange);
  lab.draw(all);
  lab.draw(free);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-sunspots",
                 "One step ahead the network beats persistence on every test "
                 "span; of the sunspots, it beats AR(9) on the first alone");
  std::string data;
  ForecastSettings set;
  Index seeds = 10;
  lab.knob("data", data, "a CSV of your own: time and value, or value alone");
  lab.knob("hidden", set.hidden, "hidden units");
  lab.knob("steps", set.steps, "steps of gradient descent");
  lab.knob("rate", set.rate, "learning rate");
  lab.knob("gain", set.gain, "singular values of the first W");
  lab.knob("seeds", seeds, "runs, seeds 1, 2, ...");
  return lab.run(argc, argv, [&] {
    if (seeds == 0) throw std::invalid_argument("seeds: expected at least 1");
    const Series s = data.empty() ? sunspots() : own_series(data);
    const Matrix training = s.values.head_cols(s.train);
    const double mean = arma::mean(training.as_row());
    const double deviation = arma::stddev(training.as_row(), 1);
    const Matrix scaled = (s.values - mean) / deviation;
    std::vector<Matrix> said(seeds);
    std::vector<Parameters<>> p(seeds);
    Progress progress("fitting", seeds);
    for (Index i = 0; i < seeds; ++i, progress.tick()) {
      p[i] = fit(first_weights(set, i + 1), scaled.head_cols(s.train),
                 set.steps, set.rate);
      said[i] = mean + deviation * one_step_ahead(p[i], scaled);
    }
    const Matrix network = errors(s, said);
    const Matrix same = errors(s, {persistence(s.values)});
    const Matrix ar2 = errors(s, {autoregression(s.values, s.train, 2)});
    const Matrix ar9 = errors(s, {autoregression(s.values, s.train, 9)});

    Table table{{"forecast"}, {}};
    for (const Span& span : s.test) table.head.push_back(span.name);
    table.rows = {row("persistence", same), row("AR(2)", ar2),
                  row("AR(9)", ar9), row("network, median and range", network)};
    lab.table("errors", table);
    lab.value("highest_trained", training.max());
    lab.value("highest", s.values.max());

    // Let every run go on alone; draw the one whose error is the middle one.
    const Index ahead = s.values.n_elem - s.train;
    const Vector later = s.values.tail_cols(ahead).t();
    Matrix alone(ahead, seeds);
    Vector agreement(seeds), swing(seeds);
    for (Index i = 0; i < seeds; ++i) {
      const Matrix run = free_run(p[i], scaled.head_cols(s.train), ahead);
      alone.col(i) = mean + deviation * run.t();
      agreement(i) = arma::as_scalar(arma::cor(alone.col(i), later));
      swing(i) = arma::range(alone.col(i).tail(ahead / 3)) / deviation;
    }
    const arma::uvec order = arma::sort_index(arma::sum(network, 0));
    const Index middle = order((seeds - 1) / 2);
    draw(lab, s, said[middle], alone.col(middle),
         alone.col(agreement.index_min()));
    lab.value("agreement", agreement(middle), 2);
    lab.value("least_agreement", agreement.min(), 2);
    lab.value("most_agreement", agreement.max(), 2);
    lab.value("least_swing", swing.min(), 2);

    const Vector median = arma::median(network, 1);
    lab.claim(arma::all(median < same.col(0)), "persistence is beaten");
    if (!data.empty()) return;
    lab.claim(arma::all(median < ar2.col(0)), "AR(2) is beaten");
    lab.claim(median(0) < ar9(0), "AR(9) is beaten on the first span");
    lab.claim(network.row(1).min() > ar9(1) && network.row(2).min() > ar9(2),
              "AR(9) beats every network on the two others");
  });
}
