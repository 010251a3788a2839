// The adding problem: two numbers to be kept over fifty steps.
#include "chapters/07-gates/contest.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Found {
  Ranking ranking;
  double mean;  // the error of always saying 0.5
};

// By squared errors; right is what is off by less than 0.04.
Way judge(const Outcome& c) {
  const Vector off = arma::vectorise(arma::abs(c.y_hat - c.y));
  return {2 * c.losses, arma::mean(arma::square(off)),
          arma::mean(arma::conv_to<Vector>::from(off < 0.04))};
}

Found measure(const Contest& k) {
  return {contest(k, Output::linear_squared_error, adding, judge),
          error_of_the_mean(k.T)};
}

void show(Experiment& lab, const Found& f) {
  // Training hangs on rounding.
  const Mark far = rounding("each within a factor of 30");
  Figure figure("07-adding", "", far);
  figure.y_label("mean squared error").y_range(1e-5, 1);
  f.ranking.draw(figure);
  figure.horizontal(f.mean, "always 0.5");
  Table table{
      {"network", "rate", "mean squared error", "off by less than 0.04"},
      {{"always 0.5", "", text(f.mean, 3), ""}}};
  for (const Way& way : f.ranking.ways)
    table.rows.push_back(
        {way.network, text(way.rate), text(way.error, 2), fixed(way.right, 2)});
  lab.table("errors", table);
  for (const char* column : {"mean squared error", "off by less than 0.04"})
    lab.mark(std::string("errors.") + column, far);
  lab.value("mean", f.mean, 4);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const Ranking& by = f.ranking;
  lab.claim("LSTM over the constant", by.lstm().error / f.mean, below(0.2));
  lab.claim("GRU over the constant", by.gru().error / f.mean, below(0.2));
  lab.claim("tanh at its best rate over the constant", by.tanh().error / f.mean,
            above(0.8));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-adding",
                 "An LSTM and a GRU learn to add two numbers across fifty "
                 "steps, where a tanh network, at its best rate, does little "
                 "better than to say always the same");
  Contest k{.T = 50,
            .units = 8,
            .rival = 16,
            .updates = 400,
            .batch = 10,
            .keep = 3,
            .write = -3,
            .rate = 0.02,
            .threshold = 1};
  k.add_to(lab);
  return lab.run(argc, argv, k, measure, show, claim);
}
