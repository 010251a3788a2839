/// \file
/// Elman's exclusive or in time: what memory is for.
#include "chapters/03-any-length/xor.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

int main(int argc, char** argv) {
  Experiment lab("03-xor_in_time",
                 "The third bit of a triple has the lowest error on every seed "
                 "of the recurrent network; a network that sees one bit finds "
                 "nothing, one that sees two finds what two bits tell");
  Index seeds = 8, triples = 1000, fresh = 10000;
  XorSettings set;
  lab.knob("seeds", seeds, "runs, seeds 1, 2, ...");
  lab.knob("triples", triples, "length of the training stream");
  lab.knob("fresh", fresh, "length of the fresh stream that is judged");
  lab.knob("hidden", set.hidden, "hidden units");
  lab.knob("tau", set.tau, "steps of a piece: how far the gradient reaches");
  lab.knob("passes", set.passes, "passes over the training stream");
  lab.knob("rate", set.rate, "learning rate");
  return lab.run(argc, argv, [&] {
    if (seeds == 0) throw std::invalid_argument("seeds: expected at least 1");
    Matrix recurrent(3, seeds), one(3, seeds), two(3, seeds);
    Progress progress("learning", seeds);
    for (Index i = 0; i < seeds; ++i, progress.tick()) {
      const std::uint64_t seed = i + 1;
      Random random(seed);
      const Matrix bits = xor_stream(random, triples);
      const Matrix judged = xor_stream(random, fresh);
      const Parameters<> p = train_on_stream(random, bits, set);
      recurrent.col(i) = error_by_place(judged, recurrent_says(p, judged));
      const auto with_window = [&](Index window) -> Vector {
        const auto net = train_on_window(bits, window, set.hidden, seed);
        return error_by_place(judged, window_says(net, judged, window));
      };
      one.col(i) = with_window(1);
      two.col(i) = with_window(2);
    }

    Table table{{"network", "first bit", "second bit", "third bit",
                 "derived beforehand"},
                {}};
    const auto row = [&](const std::string& name, const Matrix& errors,
                         const std::string& derived) {
      const Vector median = arma::median(errors, 1);
      table.rows.push_back({name, fixed(median(0), 3), fixed(median(1), 3),
                            fixed(median(2), 3), derived});
    };
    row("recurrent, sees one bit", recurrent, "1/4, 1/4, 0");
    row("feed-forward, sees one bit", one, "1/4, 1/4, 1/4");
    row("feed-forward, sees two bits", two, "5/18, 5/18, 1/9");
    lab.table("errors", table);
    const Mark near = rounding("each within 0.005");
    lab.mark("errors", near);
    lab.value("seeds", std::to_string(seeds));
    lab.value("largest_third", Vector(recurrent.row(2).t()).max(), 2);
    lab.mark("largest_third", near);

    const Vector place{1, 2, 3};
    Figure figure("03-xor_in_time", "Squared error by place in the triple",
                  near);
    figure.x_label("place of the predicted bit").y_label("mean squared error");
    figure.x_range(0.5, 3.5).y_range(0, 0.4);
    figure.legend("top center horizontal maxcols 2").size(720, 400);
    figure.x_names(place, {"first", "second", "their exclusive or"});
    const auto bars = [&](const Matrix& errors, double shift,
                          const std::string& label, Colour colour) {
      figure.bars(place + shift, arma::median(errors, 1), label, colour, 0.22);
    };
    bars(one, -0.25, "feed-forward, one bit", Colour::grey);
    bars(two, 0, "feed-forward, two bits", Colour::sky);
    bars(recurrent, 0.25, "recurrent, one bit", Colour::blue);
    figure.points(
        {0.75, 1, 1.25, 1.75, 2, 2.25, 2.75, 3, 3.25},
        {0.25, 5.0 / 18, 0.25, 0.25, 5.0 / 18, 0.25, 0.25, 1.0 / 9, 0},
        "derived beforehand", Colour::vermilion);
    lab.draw(figure);

    for (Index i = 0; i < seeds; ++i)
      lab.claim(recurrent(2, i) < 0.8 * recurrent(0, i) &&
                    recurrent(2, i) < 0.8 * recurrent(1, i),
                "seed " + std::to_string(i + 1) + ": the third is lowest");
    lab.claim(one.min() > 0.24, "one bit tells nothing");
    const Vector derived{5.0 / 18, 5.0 / 18, 1.0 / 9};
    lab.claim(arma::abs(two.each_col() - derived).max() < 0.03,
              "two bits tell what was derived");
  });
}
