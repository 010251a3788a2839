#include "chapters/03-any-length/forecast.hpp"

#include "common/data.hpp"
#include "common/initialise.hpp"

namespace unrolled::bptt {

double Series::mean() const {
  return arma::mean(values.head_cols(train).as_row());
}
double Series::deviation() const {
  return arma::stddev(values.head_cols(train).as_row(), 1);
}

Series sunspots() {
  const Csv csv =
      read_csv(data_folder() / "sunspots-yearly.csv", Header::required);
  Series s{"sunspots", csv.values.col(0), csv.values.col(1).t(), 221, {}};
  const auto span = [&](Index from, Index to) {
    s.test.push_back({std::to_string(from) + "-" + std::to_string(to),
                      from - 1700, to - 1700});
  };
  span(1921, 1955);
  span(1956, 1979);
  span(1980, 2008);
  return s;
}

Series own_series(const std::string& file) {
  const Csv csv = read_csv(file, Header::required);
  const Index N = csv.values.n_rows, columns = csv.values.n_cols;
  if (columns > 2 || N < 40)
    throw std::invalid_argument(
        "data: expected one or two columns (time, value) and at least 40 rows "
        "of " +
        file + ", got " + shape(csv.values));
  const Vector count = arma::linspace(1, static_cast<double>(N), N);
  Series s{verbatim(csv.header.back()),
           columns == 2 ? Vector(csv.values.col(0)) : count,
           csv.values.tail_cols(1).t(),
           7 * N / 10,
           {}};
  if (arma::abs(csv.values).max() > 1e100)
    throw std::invalid_argument("data: expected numbers up to 1e100 in " +
                                file);
  if (!s.time.is_sorted("strictascend"))
    throw std::invalid_argument("data: expected times that rise in " + file);
  if (arma::range(s.values.head_cols(s.train).as_row()) < 1e-100)
    throw std::invalid_argument(
        "data: expected values that differ in the first seven tenths of " +
        file);
  for (Index i = 7; i < 10; ++i) {
    const Index from = i * N / 10, to = (i + 1) * N / 10 - 1;
    s.test.push_back({text(s.time(from)) + "-" + text(s.time(to)), from, to});
  }
  return s;
}

void forecaster_knobs(Experiment& lab, ForecastSettings& set) {
  lab.knob("hidden", set.hidden, "hidden units", {4, 8, 32, 64});
  lab.knob("rate", set.rate, "learning rate", {0.05, 0.1, 0.25, 0.3});
  lab.knob("gain", set.gain, "singular values of the first W",
           {0.2, 0.35, 0.7, 0.9});
}

Parameters first_weights(const ForecastSettings& set, std::uint64_t seed) {
  Random random(seed);
  const Index H = set.hidden;
  return {0.5 * xavier(random, H, 1), set.gain * orthogonal(random, H),
          xavier(random, 1, H), arma::zeros(H), arma::zeros(1)};
}

// [fit]
Parameters fit(Parameters p, const Matrix& series, Index steps, double rate) {
  const Index n = series.n_elem - 1;
  const Sequence x = Matrix(series.head_cols(n));
  const Sequence y = Matrix(series.tail_cols(n));
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  for (Index step = 1; step <= steps; ++step) {
    const LossAndGradient it = loss_and_gradient(forecaster, p, x, y, h0);
    update(p, it.by, rate / static_cast<double>(n));
    require_finite_after(step, p.blocks());
  }
  return p;
}
// [fit]

Matrix one_step_ahead(const Parameters& p, const Matrix& series) {
  const Sequence x = Matrix(series.head_cols(series.n_elem - 1));
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  const States s = forward(forecaster.hidden, p, x, h0);
  return arma::join_rows(arma::zeros(1, 1), s.o.columns());
}

// [free-run]
Matrix free_run(const Parameters& p, const Matrix& known, Index ahead) {
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  States s = forward(forecaster.hidden, p, known, h0);
  Matrix said(1, ahead);
  for (Index i = 0; i < ahead; ++i) {
    const Index t = s.o.last();
    said.col(i) = s.o(t);
    const Sequence x = s.o(t);  // (3.47)
    s = forward(forecaster.hidden, p, x, s.h(t));
  }
  return said;
}
// [free-run]

Matrix persistence(const Matrix& series) {
  return arma::join_rows(arma::zeros(1, 1),
                         series.head_cols(series.n_elem - 1));
}

namespace {

// The a that make A a nearest to b; of many, as a series that repeats itself
// leaves, the shortest.
Vector least_squares(const Matrix& A, const Vector& b) {
  Vector a;
  if (!arma::solve(a, A, b, arma::solve_opts::no_approx))
    a = arma::solve(A, b, arma::solve_opts::force_approx);
  return a;
}

}  // namespace

// [autoregression]
Matrix autoregression(const Matrix& series, Index train, Index order) {
  if (train > series.n_elem || train < 2 * order + 1)
    throw std::invalid_argument(
        "series: expected at least " + std::to_string(2 * order + 1) +
        " values to fit AR(" + std::to_string(order) + ") to, got " +
        std::to_string(std::min(train, series.n_elem)));
  const Index N = series.n_elem, n = train - order;
  Matrix past(N - order, order + 1, arma::fill::ones);
  for (Index i = 1; i <= order; ++i)
    past.col(i) = series.cols(order - i, N - 1 - i).t();
  const Vector next = series.cols(order, train - 1).t();
  const Vector a = least_squares(past.head_rows(n), next);
  const Matrix said = (past * a).t();  // (3.45)
  return arma::join_rows(arma::zeros(1, order), said);
}
// [autoregression]

double relative_error(const Matrix& series, const Matrix& said, Index from,
                      Index to, double variance, double highest) {
  const Vector truth = series.cols(from, to).t(), f = said.cols(from, to).t();
  const arma::uvec judged = arma::find(truth <= highest);
  const Vector miss = truth(judged) - f(judged);
  return arma::mean(arma::square(miss)) / variance;  // (3.46)
}

Matrix errors(const Series& s, const std::vector<Matrix>& said,
              double highest) {
  Matrix e(s.test.size(), said.size());
  for (Index i = 0; i < e.n_rows; ++i)
    for (Index j = 0; j < e.n_cols; ++j)
      e(i, j) = relative_error(s.values, said[j], s.test[i].from, s.test[i].to,
                               s.deviation() * s.deviation(), highest);
  return e;
}

std::vector<std::string> spans_row(const std::string& name, const Matrix& e) {
  std::vector<std::string> cells{name};
  for (Index i = 0; i < e.n_rows; ++i) {
    const Vector of_span = e.row(i).t();
    cells.push_back(fixed(arma::median(of_span), 3));
    if (of_span.n_elem > 1)
      cells.back() += " (" + fixed(of_span.min(), 3) + " to " +
                      fixed(of_span.max(), 3) + ")";
  }
  return cells;
}

}  // namespace unrolled::bptt
