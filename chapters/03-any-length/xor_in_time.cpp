/// \file
/// Elman's exclusive or in time: what memory is for.
#include "chapters/03-any-length/xor.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  Index seeds = 10, seed = 1, triples = 1000, fresh = 10000;
  XorSettings set;
};

// Errors by place in the triple, a column for each seed.
struct Errors {
  Matrix recurrent, one, two;  // one bit, one bit without memory, two bits
};

// What two bits can tell at best, derived beforehand; one bit tells nothing.
const Vector derived{5.0 / 18, 5.0 / 18, 1.0 / 9};

Errors measure(const Knobs& k) {
  Errors e{Matrix(3, k.seeds), Matrix(3, k.seeds), Matrix(3, k.seeds)};
  Progress progress("learning", k.seeds);
  for (Index i = 0; i < k.seeds; ++i, progress.tick()) {
    const Index seed = k.seed + i;
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
  const Mark near = rounding("each within 0.005");
  Table table{
      {"network", "first bit", "second bit", "third bit", "derived beforehand"},
      {}};
  Figure figure("03-xor_in_time", "Squared error by place in the triple", near);
  figure.x_label("place of the predicted bit").y_label("mean squared error");
  figure.x_range(0.5, 3.5).y_range(0, 0.65);
  figure.legend("top left");
  figure.x_names({1, 2, 3}, {"first", "second", "their exclusive or"});
  double shift = -0.25;
  const auto network = [&](const std::string& name, const Matrix& errors,
                           const std::string& expected, Colour colour) {
    const Vector median = arma::median(errors, 1);
    table.rows.push_back({name, fixed(median(0), 3), fixed(median(1), 3),
                          fixed(median(2), 3), expected});
    figure.bars(Vector{1, 2, 3} + shift, median, name, colour, 0.22);
    shift += 0.25;
  };
  network("feed-forward, one bit", e.one, "1/4, 1/4, 1/4", Colour::grey);
  network("feed-forward, two bits", e.two, "5/18, 5/18, 1/9", Colour::sky);
  network("recurrent, one bit", e.recurrent, "1/4, 1/4, 0", Colour::blue);
  figure.points(
      {0.75, 1, 1.25, 1.75, 2, 2.25, 2.75, 3, 3.25},
      {0.25, derived(0), 0.25, 0.25, derived(1), 0.25, 0.25, derived(2), 0},
      "derived beforehand", Colour::vermilion);
  lab.table("errors", table);
  lab.mark("errors", near);
  lab.value("seeds", std::to_string(e.one.n_cols));
  lab.value("largest_third", e.recurrent.row(2).max(), 2);
  lab.mark("largest_third", near);
  lab.draw(figure);
}

void claim(Experiment& lab, const Errors& e) {
  const auto share = [](const arma::urowvec& those) {
    return arma::mean(arma::conv_to<Vector>::from(those));
  };
  const Matrix& r = e.recurrent;
  const arma::urowvec lowest = arma::index_min(r, 0);
  lab.claim("recurrent: share of seeds whose third bit has the lowest error",
            share(lowest == 2), at_least(1));
  lab.claim("recurrent: share of seeds below 1/9 there",
            share(r.row(2) < derived(2)), above(0.5));
  lab.claim("recurrent: larger median of the other two places",
            arma::median(r.head_rows(2), 1).max(), below(derived(0)));
  lab.claim("one bit: the least error", e.one.min(), above(0.24));
  lab.claim("two bits: the largest distance from what was derived",
            arma::abs(e.two.each_col() - derived).max(), below(0.03));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab(
      "03-xor_in_time",
      "The third bit of a triple has the lowest error on every seed "
      "of the recurrent network, on most of them lower than two bits "
      "allow; a network that sees one bit finds nothing, one that "
      "sees two finds what two bits tell");
  Knobs k;
  lab.knob("seeds", k.seeds, "runs, seed, seed + 1, ...");
  lab.knob("seed", k.seed, "the first seed", {1, 11, 21});
  lab.knob("triples", k.triples, "length of the training stream",
           {250, 500, 2000});
  lab.knob("fresh", k.fresh, "length of the fresh stream that is judged");
  lab.knob("hidden", k.set.hidden, "hidden units", {2, 4, 16, 32});
  lab.knob("tau", k.set.tau, "steps of a piece: how far the gradient reaches",
           {1, 2, 3, 5, 20, 40});
  lab.knob("passes", k.set.passes, "passes over the training stream",
           {15, 30, 120, 240});
  lab.knob("rate", k.set.rate, "learning rate", {0.1, 0.25, 1, 2});
  for (const char* tau : {"tau 1", "tau 2", "tau 3", "tau 5", "tau 20"})
    lab.together({{"rate 0.1", tau}});
  return lab.run(argc, argv, k, measure, show, claim);
}
