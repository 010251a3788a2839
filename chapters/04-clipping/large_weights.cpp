// Large recurrent weights alone do not make a gradient explode.
#include "chapters/04-clipping/jacobians.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 32, wide = 100, steps = 200, unit_steps = 1500;
  Index seeds = 10, seed = 1;
  double gain = 2, small = 0.5, large = 2;
};

const Vector weights = arma::linspace(0.25, 6, 24);
const Vector unit_inputs{0.03, 0.3, 1.0, 3.0};
const Vector gains = arma::linspace(0.5, 4, 15);
const Vector inputs = arma::linspace(0, 3, 16);

// Of a tanh network that is driven by inputs of some size: mean log growth per
// step of a difference, the same of a volume, and the norm of W.
arma::rowvec growth_of(const Matrix& W, double input, Index steps,
                       Random random, const Matrix& h0 = {}) {
  const Sequence z = driven(W, input, steps, random, h0);
  const Vector q = random.normal_matrix(W.n_rows, 1);
  return {mean_log_growth(Activation::tanh, W, z, q),
          mean_log_volume(Activation::tanh, W, z), spectral_norm(W)};
}

// The same for W ~ N(0, gain^2 / H), a row for each seed.
Matrix growth_of(Index units, double gain, double input, Index steps,
                 Index first, Index seeds) {
  Matrix all(seeds, 3);
  for (Index i = 0; i < seeds; ++i) {
    Random random(first + i);
    const double size = gain / std::sqrt(static_cast<double>(units));
    const Matrix W = random.normal_matrix(units, units, size);
    all.row(i) = growth_of(W, input, steps, random);
  }
  return all;
}

struct Found {
  Matrix unit = Matrix(weights.n_elem, unit_inputs.n_elem);
  Matrix small, large;  // of the wide network, with inputs of either size
};

Found measure(const Knobs& k) {
  Found f;
  for (Index j = 0; j < f.unit.n_cols; ++j)
    for (Index i = 0; i < f.unit.n_rows; ++i)
      f.unit(i, j) = growth_of(Matrix{weights(i)}, unit_inputs(j), k.unit_steps,
                               Random(k.seed), Matrix{0.3})(0);
  f.small = growth_of(k.wide, k.gain, k.small, k.steps, k.seed, k.seeds);
  f.large = growth_of(k.wide, k.gain, k.large, k.steps, k.seed, k.seeds);
  return f;
}

Figure unit_figure(const Matrix& growth) {
  Figure figure("04-large_weights-unit", "");
  figure.x_label("w").y_label("mean log growth per step");
  figure.legend("bottom left").horizontal(0, "no growth, no decay");
  for (Index j = 0; j < growth.n_cols; ++j)
    figure.line(weights, growth.col(j),
                "inputs of size " + text(unit_inputs(j)),
                static_cast<Colour>(j + 1));
  return std::move(figure.y_range(-11, 1));
}

// Growth over the gain and the size of the inputs, means over three seeds.
Figure map_figure(const Knobs& k) {
  Matrix map(inputs.n_elem, gains.n_elem);
  Vector edge(inputs.n_elem);  // the gain at which growth begins
  Progress progress("map", inputs.n_elem);
  for (Index i = 0; i < inputs.n_elem; ++i, progress.tick()) {
    for (Index j = 0; j < gains.n_elem; ++j)
      map(i, j) = arma::mean(
          growth_of(k.units, gains(j), inputs(i), k.steps, 0, 3).col(0));
    Index j = gains.n_elem - 1;
    while (j > 1 && map(i, j - 1) > 0) --j;
    const double part = map(i, j) / (map(i, j) - map(i, j - 1));
    edge(i) = gains(j) - part * (gains(j) - gains(j - 1));
  }
  const Mark mark{
      "rounding everywhere, each within 0.1 and median within 0.01"};
  Figure figure("04-large_weights", "", mark);
  figure.x_label("gain").y_label("size of the inputs");
  figure.x_range(0.375, 4.125).y_range(-0.1, 3.1).set("set cbrange [-1:1]");
  figure.legend("off").map(gains, inputs, map, "mean log growth", true);
  figure.line(edge, inputs, "zero", Colour::grey, 3);
  figure.note(2.3, 0.45, "differences grow").note(1.35, 2.6, "they shrink");
  return figure;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  lab.draw(unit_figure(f.unit));
  lab.value("unit_most", f.unit.max(), 2);
  lab.draw(map_figure(k));
  Table table{{"inputs", "least growth", "most growth", "volume at most",
               "norm of W at least"},
              {}};
  for (const auto& [input, g] :
       {std::pair{k.small, f.small}, std::pair{k.large, f.large}})
    table.rows.push_back({text(input), fixed(g.col(0).min(), 3),
                          fixed(g.col(0).max(), 3), fixed(g.col(1).max(), 1),
                          fixed(g.col(2).min(), 2)});
  lab.table("gain2", table);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("one unit with inputs: largest growth", f.unit.max(), below(0));
  lab.claim("least growth, small inputs", f.small.col(0).min(), above(0));
  lab.claim("largest growth, small inputs", f.small.col(0).max(), above(0));
  lab.claim("largest growth, large inputs", f.large.col(0).max(), below(0));
  const Matrix all = arma::join_cols(f.small, f.large);
  lab.claim("largest growth of a volume", all.col(1).max(), below(0));
  lab.claim("least norm of W", all.col(2).min(), above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-large_weights",
                 "One tanh unit with independent inputs does not grow "
                 "differences, whatever its weight; a random network at gain 2 "
                 "does with small inputs and does not with large ones");
  Knobs k;
  lab.knob("units", k.units, "hidden units of the map");
  lab.knob("wide", k.wide, "units of the network", {50, 200});
  lab.knob("steps", k.steps, "its time steps", {100, 400});
  lab.knob("unit-steps", k.unit_steps, "of the one unit", {500, 5000});
  lab.knob("seeds", k.seeds, "seeds of the network");
  lab.knob("seed", k.seed, "the first of them", {1, 11, 21, 31, 41});
  lab.knob("gain", k.gain, "gain of the network's W", {1, 1.5, 3, 4});
  lab.knob("small", k.small, "small inputs' deviation", {0.25, 1});
  lab.knob("large", k.large, "large inputs' deviation", {1, 3});
  lab.together({{"gain 1.5", "small 0.25"}});
  return lab.run(argc, argv, k, measure, show, claim);
}
