/// \file
/// Note D's five prices, three steps at a time: what a state adds to what the
/// last change alone tells.
#include "chapters/02-three-steps/descent.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

const Kind kind{Activation::tanh, Output::linear_squared_error};

struct Result {
  Vector L;     // before each step of descent
  Matrix last;  // outputs of the first sequence after the last step
};

Result train(const std::vector<Sequence>& sequences, bool recurrent, Index seed,
             Index units, Index steps, double rate) {
  Random random(seed);
  Weights<double> w = first_weights(random, 1, units, 1, 0.5);
  const Vector h0 = random.normal_matrix(units, 1, 0.5);
  Result result{Vector(steps), {}};
  for (Index i = 0; i < steps; ++i) {
    if (!recurrent) w.W.zeros();
    const Sum sum = sum_over(kind, w, h0, sequences);
    result.L(i) = sum.L;
    descend(w, sum.g, rate);
  }
  if (!recurrent) w.W.zeros();
  const Run<double> run =
      forward<double>(kind, w, h0, sequences[0].x, sequences[0].y);
  result.last = arma::join_rows(run.one.y_hat, run.two.y_hat, run.three.y_hat);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-prices",
                 "On the changes of note D's prices a net without W h stops "
                 "at L = 1/4, as computed by hand; a recurrent one fits them");
  double rate = 0.1;
  Index steps = 1000, units = 3, seeds = 10;
  lab.knob("rate", rate, "learning rate");
  lab.knob("steps", steps, "steps of descent");
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "first weights tried");
  return lab.run(argc, argv, [&] {
    const arma::rowvec prices = {100, 102, 101, 103, 104};
    const double unit = 2;  // a change of 2 becomes 1

    // The prices themselves: two windows of three steps.
    const Matrix level = (prices - arma::mean(prices)) / unit;
    const std::vector<Sequence> windows = {
        {level.cols(0, 2), level.cols(1, 3)},
        {level.cols(1, 3), level.cols(2, 4)}};
    // Their changes 2, -1, 2, 1: one sequence of three steps.
    const Matrix change = arma::diff(prices, 1, 1) / unit;
    const std::vector<Sequence> changes = {
        {change.cols(0, 2), change.cols(1, 3)}};

    Vector levels_L(seeds), recurrent_L(seeds), static_L(seeds);
    Result recurrent, memoryless;
    Progress progress("training", 3 * seeds);
    for (Index seed = seeds; seed >= 1; --seed) {
      const auto run = [&](const std::vector<Sequence>& on, bool with_Wh) {
        progress.tick();
        return train(on, with_Wh, seed, units, steps, rate);
      };
      levels_L(seed - 1) = run(windows, false).L(steps - 1);
      recurrent = run(changes, true);
      memoryless = run(changes, false);
      recurrent_L(seed - 1) = recurrent.L(steps - 1);
      static_L(seed - 1) = memoryless.L(steps - 1);
    }
    lab.table("losses", {{"net", "lowest L", "highest L"},
                         {{"changes, recurrent", fixed(recurrent_L.min(), 4),
                           fixed(recurrent_L.max(), 4)},
                          {"changes, without W h", fixed(static_L.min(), 4),
                           fixed(static_L.max(), 4)},
                          {"prices, without W h", fixed(levels_L.min(), 4),
                           fixed(levels_L.max(), 4)}}});
    lab.value("by_heart", std::to_string(arma::accu(levels_L < 0.01)));
    lab.value("seeds", std::to_string(seeds));
    lab.claim(arma::abs(static_L - 0.25).max() < 1e-6,
              "without W h the changes stop at 1/4");
    lab.claim(recurrent_L.max() < 1e-6, "the recurrent net fits them");
    lab.claim(levels_L.min() < 1e-6,
              "on the prices a net without W h can do as well");

    // Back to prices: the price before, plus the predicted change.
    const Vector at = {3, 4, 5}, now = prices.cols(1, 3).t();
    const Vector with_state = now + unit * recurrent.last.t();
    const Vector without = now + unit * memoryless.last.t();
    lab.print("");
    Table table{{"t", "price", "recurrent", "without W h"}, {}};
    for (Index i = 0; i < 3; ++i)
      table.rows.push_back({text(at(i)), text(prices(i + 2)),
                            fixed(with_state(i), 2), fixed(without(i), 2)});
    lab.table("predicted", table);
    Figure figure("02-prices", "Five prices, one step ahead");
    figure.x_label("t").y_label("price").x_range(0.7, 5.3);
    figure.y_range(99.5, 105).legend("top left").set("set xtics 1");
    figure.line({1, 2, 3, 4, 5}, prices.t(), "prices", Colour::grey);
    figure.points(at, without, "without W h", Colour::vermilion);
    figure.points(at, with_state, "recurrent net", Colour::blue);
    lab.draw(figure);
  });
}
