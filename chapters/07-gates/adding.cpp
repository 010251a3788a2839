// The adding problem: two numbers to be kept over fifty steps.
#include "chapters/07-gates/tasks.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Knobs {
  Index T = 50, units = 8, rival = 16, updates = 400, seed = 1;
  double keep = 3, write = -3, rate = 0.02, threshold = 1;
};

const Vector rates{0.001, 0.003, 0.01};  // of the tanh network

struct Way {
  Vector losses;  // mean squared error of each batch, before its update
  double error;   // and of fresh sequences
  double right;   // share of them that are off by less than 0.04
};

struct Found {
  Way lstm, gru;
  std::vector<Way> tanh;  // at each rate
  double mean;            // the error of always saying 0.5
  const Way& best() const {
    return *std::min_element(
        tanh.begin(), tanh.end(),
        [](const Way& a, const Way& b) { return a.error < b.error; });
  }
};

Found measure(const Knobs& k) {
  const Draw draw = [&k](Random& random, Index n) {
    return adding(random, n, k.T);
  };
  Progress progress("networks", 2 + rates.n_elem);
  const auto way = [&](const Start& start, double rate) {
    const Outcome c = train(start, Output::linear_squared_error, draw,
                            {rate, k.threshold, 10, k.updates}, Random(k.seed));
    const Matrix off = arma::abs(c.y_hat - c.y);
    progress.tick();
    return Way{
        2 * c.losses, arma::mean(arma::vectorise(arma::square(off))),
        arma::mean(arma::conv_to<Vector>::from(arma::vectorise(off) < 0.04))};
  };
  Found f{way({Start::lstm, k.units, k.keep, k.write}, k.rate),
          way({Start::gru, k.units, k.keep, 0}, k.rate),
          {},
          error_of_the_mean(k.T)};
  for (const double rate : rates)
    f.tanh.push_back(way({Start::tanh, k.rival, 0, 0}, rate));
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  // Training hangs on rounding.
  const Mark far = rounding("each within a factor of 30");
  Figure figure("07-adding", "", far);
  figure.x_label("updates, of ten sequences each").log_y();
  figure.y_label("mean squared error").legend("bottom left").y_range(1e-5, 1);
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  const auto curve = [&](const Way& way, const std::string& name, Colour c) {
    const Vector y = smoothed(way.losses);
    figure.line(20 * arma::regspace(1, static_cast<double>(y.n_elem)) - 10, y,
                name, c);
  };
  curve(f.lstm, "LSTM", Colour::blue);
  curve(f.gru, "GRU", Colour::green);
  curve(f.best(), "tanh network at its best rate", Colour::vermilion);
  figure.horizontal(f.mean, "always 0.5");
  Table table{
      {"network", "rate", "mean squared error", "off by less than 0.04"},
      {{"always 0.5", "", text(f.mean, 3), ""}}};
  const auto row = [&](const std::string& name, double rate, const Way& way) {
    table.rows.push_back(
        {name, text(rate), text(way.error, 2), fixed(way.right, 2)});
  };
  row("LSTM", k.rate, f.lstm);
  row("GRU", k.rate, f.gru);
  for (Index i = 0; i < rates.n_elem; ++i) row("tanh", rates(i), f.tanh[i]);
  lab.table("errors", table);
  for (const char* column : {"mean squared error", "off by less than 0.04"})
    lab.mark(std::string("errors.") + column, far);
  lab.value("mean", f.mean, 4);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("LSTM over the constant", f.lstm.error / f.mean, below(0.2));
  lab.claim("GRU over the constant", f.gru.error / f.mean, below(0.2));
  lab.claim("tanh at its best rate over the constant", f.best().error / f.mean,
            above(0.8));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-adding",
                 "An LSTM and a GRU learn to add two numbers across fifty "
                 "steps, where a tanh network, at its best rate, does little "
                 "better than to say always the same");
  Knobs k;
  lab.knob("T", k.T, "shortest length", {}, {24, 200});
  lab.knob("units", k.units, "hidden units of the LSTM and the GRU");
  lab.knob("rival", k.rival, "hidden units of the tanh network", {32});
  lab.knob("updates", k.updates, "updates", {800}, {20, 20000});
  lab.knob("keep", k.keep, "first bias of f and u", {1}, {-10, 10});
  lab.knob("write", k.write, "first bias of the LSTM's i", {0}, {-10, 10});
  lab.knob("rate", k.rate, "learning rate of the LSTM and the GRU", {0.005});
  lab.knob("threshold", k.threshold, "largest norm let through");
  lab.knob("seed", k.seed, "of the first weights and the sequences");
  return lab.run(argc, argv, k, measure, show, claim);
}
