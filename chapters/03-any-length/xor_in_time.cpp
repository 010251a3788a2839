/// \file
/// Elman's exclusive or in time: what memory is for.
#include "chapters/03-any-length/xor.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  Index seeds = 8, triples = 1000, fresh = 10000;
  XorSettings set;
};

// Errors by place in the triple, a column for each seed.
struct Errors {
  Matrix recurrent, one, two;  // one bit, one bit without memory, two bits
};

// What two bits can tell at best, derived beforehand; one bit tells nothing.
const Vector derived{5.0 / 18, 5.0 / 18, 1.0 / 9};

Errors measure(const Knobs& k) {
  if (k.seeds == 0) throw std::invalid_argument("seeds: expected at least 1");
  Errors e{Matrix(3, k.seeds), Matrix(3, k.seeds), Matrix(3, k.seeds)};
  Progress progress("learning", k.seeds);
  for (Index i = 0; i < k.seeds; ++i, progress.tick()) {
    const std::uint64_t seed = i + 1;
    Random random(seed);
    const Matrix bits = xor_stream(random, k.triples);
    const Matrix judged = xor_stream(random, k.fresh);
    const Parameters p = train_on_stream(random, bits, k.set);
    e.recurrent.col(i) = error_by_place(judged, recurrent_says(p, judged));
    const auto with_window = [&](Index window) -> Vector {
      const auto net = train_on_window(bits, window, k.set.hidden, seed);
      return error_by_place(judged, window_says(net, judged, window));
    };
    e.one.col(i) = with_window(1);
    e.two.col(i) = with_window(2);
  }
  return e;
}

void show(Experiment& lab, const Errors& e) {
  Table table{
      {"network", "first bit", "second bit", "third bit", "derived beforehand"},
      {}};
  const auto row = [&](const std::string& name, const Matrix& errors,
                       const std::string& expected) {
    const Vector median = arma::median(errors, 1);
    table.rows.push_back({name, fixed(median(0), 3), fixed(median(1), 3),
                          fixed(median(2), 3), expected});
  };
  row("recurrent, sees one bit", e.recurrent, "1/4, 1/4, 0");
  row("feed-forward, sees one bit", e.one, "1/4, 1/4, 1/4");
  row("feed-forward, sees two bits", e.two, "5/18, 5/18, 1/9");
  lab.table("errors", table);
  const Mark near = rounding("each within 0.005");
  lab.mark("errors", near);
  lab.value("seeds", std::to_string(e.one.n_cols));
  lab.value("largest_third", e.recurrent.row(2).max(), 2);
  lab.mark("largest_third", near);

  const Vector place{1, 2, 3};
  Figure figure("03-xor_in_time", "Squared error by place in the triple", near);
  figure.x_label("place of the predicted bit").y_label("mean squared error");
  figure.x_range(0.5, 3.5).y_range(0, 0.4);
  figure.legend("top center horizontal maxcols 2").size(720, 400);
  figure.x_names(place, {"first", "second", "their exclusive or"});
  const auto bars = [&](const Matrix& errors, double shift,
                        const std::string& label, Colour colour) {
    figure.bars(place + shift, arma::median(errors, 1), label, colour, 0.22);
  };
  bars(e.one, -0.25, "feed-forward, one bit", Colour::grey);
  bars(e.two, 0, "feed-forward, two bits", Colour::sky);
  bars(e.recurrent, 0.25, "recurrent, one bit", Colour::blue);
  figure.points(
      {0.75, 1, 1.25, 1.75, 2, 2.25, 2.75, 3, 3.25},
      {0.25, derived(0), 0.25, 0.25, derived(1), 0.25, 0.25, derived(2), 0},
      "derived beforehand", Colour::vermilion);
  lab.draw(figure);
}

void claim(Experiment& lab, const Errors& e) {
  for (Index i = 0; i < e.recurrent.n_cols; ++i)
    lab.claim(e.recurrent(2, i) < 0.8 * e.recurrent(0, i) &&
                  e.recurrent(2, i) < 0.8 * e.recurrent(1, i),
              "seed " + std::to_string(i + 1) + ": the third is lowest");
  lab.claim(e.one.min() > 0.24, "one bit tells nothing");
  lab.claim(arma::abs(e.two.each_col() - derived).max() < 0.03,
            "two bits tell what was derived");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-xor_in_time",
                 "The third bit of a triple has the lowest error on every seed "
                 "of the recurrent network; a network that sees one bit finds "
                 "nothing, one that sees two finds what two bits tell");
  Knobs k;
  lab.knob("seeds", k.seeds, "runs, seeds 1, 2, ...");
  lab.knob("triples", k.triples, "length of the training stream");
  lab.knob("fresh", k.fresh, "length of the fresh stream that is judged");
  lab.knob("hidden", k.set.hidden, "hidden units");
  lab.knob("tau", k.set.tau, "steps of a piece: how far the gradient reaches");
  lab.knob("passes", k.set.passes, "passes over the training stream");
  lab.knob("rate", k.set.rate, "learning rate");
  return lab.run(argc, argv, k, measure, show, claim);
}
