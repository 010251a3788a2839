// How far back can it learn: one thing changed at a time.
#include "chapters/04-clipping/remedies.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, seed = 1, updates = 200;
  double rate = 0.1;
};

constexpr Activation tanh_units = Activation::tanh;
const std::vector<Cure> ways{
    {"small U, V, W", tanh_units, small_weights, 0, 0.1, 0.1},
    {"small W", tanh_units, small_weights},
    {"small U, V; orthogonal W", tanh_units, orthogonal, 0, 0.1, 0.1},
    {"orthogonal W", tanh_units, orthogonal},
    {"small W, clipped", tanh_units, small_weights, 1},
    {"orthogonal W, clipped", tanh_units, orthogonal, 1}};
const Vector lags{1, 5, 9, 19, 39};

// How many seeds learn: a row for each way, a column for each lag.
Matrix measure(const Knobs& k) {
  Matrix learned(ways.size(), lags.n_elem, arma::fill::zeros);
  Progress progress("runs", learned.n_elem);
  for (Index s = 0; s < learned.n_rows; ++s)
    for (Index i = 0; i < learned.n_cols; ++i, progress.tick())
      for (Index seed = k.seed; seed < k.seed + k.seeds; ++seed)
        learned(s, i) += trained(ways[s], k.units,
                                 {static_cast<Index>(lags(i)) + 1, 10, 0.2},
                                 {k.rate, 0, k.updates}, seed)
                             .learned;
  return learned;
}

void show(Experiment& lab, const Matrix& learned, const Knobs& k) {
  const Mark counted = rounding("each within 2");
  Figure figure("04-long_lags", "", counted);
  figure.x_label("lag").y_label("seeds that learn");
  figure.y_range(-0.3, static_cast<double>(k.seeds) + 0.3);
  Table table{{"first weights"}, {}};
  for (const double lag : lags) table.head.push_back("lag " + text(lag));
  for (Index s = 0; s < ways.size(); ++s) {
    const Vector row = learned.row(s).t();
    table.rows.push_back({ways[s].name});
    for (const double n : row) table.rows.back().push_back(text(n));
    const auto colour = static_cast<Colour>(s + 1);
    if (ways[s].threshold > 0)
      figure.dashed(lags, row, ways[s].name, colour);
    else
      figure.line(lags, row, ways[s].name, colour);
    figure.points(lags, row, "", colour);
  }
  lab.table("learned", table);
  lab.mark("learned", counted);
  lab.draw(figure);
}

void claim(Experiment& lab, const Matrix& learned, const Knobs& k) {
  const double n = static_cast<double>(k.seeds);
  lab.claim("small U, V, W: seeds that learn lag 1", learned(0, 0),
            at_least(0.9 * n));
  lab.claim("small W, plain or clipped: seeds that learn lag 19 or 39, most",
            learned(arma::uvec{0, 1, 4}, arma::uvec{3, 4}).eval().max(),
            at_most(0.1 * n));
  lab.claim("lag 19: seeds more by orthogonal W than by larger U and V",
            learned(2, 3) - learned(1, 3), at_least(0.3 * n));
  lab.claim("orthogonal W, clipped: seeds that learn, least over the lags",
            learned.row(5).min(), at_least(0.8 * n));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-long_lags",
                 "With 200 updates at rate 0.1 small recurrent weights learn "
                 "one step back and not nineteen, clipped or not; orthogonal "
                 "ones, clipped, learn thirty-nine");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {4, 16});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 91});
  lab.knob("updates", k.updates, "updates of a batch of ten sequences",
           {100, 400, 1000});
  lab.knob("rate", k.rate, "learning rate", {0.03, 0.05, 0.2, 0.3, 0.5});
  return lab.run(argc, argv, k, measure, show, claim);
}
