/// \file
/// How much each path contributes to dL/dW, by the size of W.
#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {
  double small = 0.3, large = 2, huge = 10;
  Index units = 4, seed = 3, seeds = 200;
};

const Vector sizes_of_W = arma::exp10(arma::linspace(-1, 1, 21));

// The signed share of each path in a random network on a random sequence, W an
// orthogonal matrix times w: its part along dL/dW, over the length of dL/dW.
// The six add up to 1.
Vector shares(Index seed, Index units, double w) {
  Random random(seed);
  const Index D = 2, K = 3;
  Parameters p;
  p.U = random.normal_matrix(units, D, 0.5);
  p.W = w * orthogonal(random, units);
  p.V = random.normal_matrix(K, units, 0.5);
  p.b.zeros(units), p.c.zeros(K);
  const Vector h0 = random.normal_matrix(units, 1, 0.5);
  const Matrix x = random.normal_matrix(D, 3);
  Matrix y(K, 3, arma::fill::zeros);
  for (Index t = 1; t <= 3; ++t) y(random.below(K), t - 1) = 1;
  const ThreeSteps s({}, p, x, y, h0);
  const Matrix whole = s.dW();
  Vector along(6);
  for (Index i = 0; const Path& path : s.paths_of_W())
    along(i++) = arma::accu(path.gradient % whole);
  return along / arma::accu(whole % whole);
}

// Median shares by steps back (green, purple, orange), a column for each w.
Matrix medians(const Vector& w, const Knobs& k) {
  Matrix result(3, w.n_elem), all(3, k.seeds);
  Progress progress("sizes of W", w.n_elem);
  for (Index i = 0; i < w.n_elem; ++i, progress.tick()) {
    for (Index seed = 1; seed <= k.seeds; ++seed) {
      const Vector s = shares(seed, k.units, w(i));
      all.col(seed - 1) = Vector{s(0) + s(1) + s(3), s(2) + s(4), s(5)};
    }
    result.col(i) = arma::median(all, 1);
  }
  return result;
}

struct Measured {
  Vector few, many;      // shares in one network, small and large W
  Matrix table, curves;  // medians at small, large, huge; at sizes_of_W
};

Measured measure(const Knobs& k) {
  return {shares(k.seed, k.units, k.small), shares(k.seed, k.units, k.large),
          medians({k.small, k.large, k.huge}, k), medians(sizes_of_W, k)};
}

Figure bars_of(const Measured& m, const Knobs& k) {
  Figure figure("02-path-shares", "Share of each path in dL/dW, one network");
  figure.size(680, 400).y_label("signed share").legend("top center horizontal");
  const Vector at = {1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14};
  figure.x_names(at, {"1", "2", "2,1", "3", "3,2", "3,2,1", "1", "2", "2,1",
                      "3", "3,2", "3,2,1"});
  figure.set("set xtics font ',12'").x_range(0.2, 14.8).horizontal(0);
  figure.x_label("path: the steps it visits").y_range(-0.3, 1.15);
  figure.note(3.5, 0.85, "w = " + text(k.small), "center");
  figure.note(11.5, 0.85, "w = " + text(k.large), "center");
  const Vector y = arma::join_cols(m.few, m.many);
  const auto pick = [&](const arma::uvec& i, const char* label, Colour colour) {
    figure.bars(at(i), y(i), label, colour, 0.8);
  };
  pick({0, 1, 3, 6, 7, 9}, "stays", Colour::green);
  pick({2, 4, 8, 10}, "one back", Colour::purple);
  pick({5, 11}, "two back", Colour::orange);
  return figure;
}

Figure curves_of(const Measured& m) {
  Figure figure("02-path-shares-by-w", "Median share by steps back");
  figure.log_x().x_label("singular values of W").y_label("share of dL/dW");
  figure.set("set format x '%g'").y_range(0, 1.05).legend("center left");
  const auto line = [&](Index back, const char* label, Colour colour) {
    figure.line(sizes_of_W, m.curves.row(back).t(), label, colour);
  };
  line(0, "stays in its step", Colour::green);
  line(1, "one step back", Colour::purple);
  line(2, "two steps back", Colour::orange);
  return figure;
}

void show(Experiment& lab, const Measured& m, const Knobs& k) {
  Table table{
      {"size of W", "stay (green)", "one back (purple)", "two back (orange)"},
      {}};
  const double w[] = {k.small, k.large, k.huge};
  for (Index i = 0; i < 3; ++i)
    table.rows.push_back({text(w[i]), fixed(m.table(0, i), 3),
                          fixed(m.table(1, i), 3), fixed(m.table(2, i), 3)});
  lab.table("medians", table);
  lab.value("networks", std::to_string(k.seeds));
  lab.draw(bars_of(m, k));
  lab.draw(curves_of(m));
}

void claim(Experiment& lab, const Measured& m) {
  for (const Vector& s : {m.few, m.many})
    lab.claim(std::abs(arma::accu(s) - 1) < 1e-12, "the shares add up to 1");
  lab.claim(m.table(0, 0) > 0.95, "small weights: the short paths");
  lab.claim(m.table(1, 1) + m.table(2, 1) > 0.3, "larger ones: the long too");
  lab.claim(m.table(0, 2) > 0.95, "very large ones: the short again");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-path_shares",
                 "With small recurrent weights the paths that stay in their "
                 "step make up dL/dW, with larger ones the long paths count, "
                 "and with very large ones tanh saturates and they are gone");
  Knobs k;
  lab.knob("small", k.small, "singular values of a small W");
  lab.knob("large", k.large, "singular values of a large W");
  lab.knob("huge", k.huge, "singular values of a very large W");
  lab.knob("units", k.units, "hidden units");
  lab.knob("seed", k.seed, "seed of the network in the first figure");
  lab.knob("seeds", k.seeds, "networks behind each median");
  return lab.run(argc, argv, k, measure, show, claim);
}
