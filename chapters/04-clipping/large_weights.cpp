// Large recurrent weights alone do not make a gradient explode.
#include "chapters/04-clipping/jacobians.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 32, wide = 100, steps = 200, unit_steps = 1500, seeds = 10;
  double small = 0.5, large = 2;
};

const Vector weights = arma::linspace(0.25, 6, 24);
const Vector unit_inputs{0.03, 0.3, 1.0, 3.0};
const Vector gains = arma::linspace(0.5, 4, 15);
const Vector inputs = arma::linspace(0, 3, 16);

// W ~ N(0, gain^2 / H): mean log growth per step of a difference, the same of a
// volume, and the largest singular value of W.
arma::rowvec growth_of(Index units, double gain, double input, Index steps,
                       Index seed) {
  Random random(seed);
  const double size = gain / std::sqrt(static_cast<double>(units));
  const Matrix W = random.normal_matrix(units, units, size);
  const Sequence z = driven(W, input, steps, random);
  const Vector q = random.normal_matrix(units, 1);
  return {mean_log_growth(Activation::tanh, W, z, q),
          mean_log_volume(Activation::tanh, W, z), spectral_norm(W)};
}

struct Found {
  Matrix unit = Matrix(weights.n_elem, unit_inputs.n_elem);
  Matrix map = Matrix(inputs.n_elem, gains.n_elem);
  Matrix at_small, at_large;  // at gain 2: growth_of(), a seed each
};

Found measure(const Knobs& k) {
  Found f;
  f.at_small.set_size(k.seeds, 3), f.at_large.set_size(k.seeds, 3);
  for (Index j = 0; j < f.unit.n_cols; ++j)
    for (Index i = 0; i < f.unit.n_rows; ++i) {
      Random random(1);
      const Matrix w{weights(i)}, h0{0.3};
      const Sequence z = driven(w, unit_inputs(j), k.unit_steps, random, h0);
      f.unit(i, j) = mean_log_growth(Activation::tanh, w, z, Vector{1.0});
    }
  Progress progress("map", f.map.n_elem);
  for (Index i = 0; i < f.map.n_rows; ++i)
    for (Index j = 0; j < f.map.n_cols; ++j, progress.tick()) {
      const auto of = [&](Index seed) {
        return growth_of(k.units, gains(j), inputs(i), k.steps, seed)(0);
      };
      f.map(i, j) = arma::mean(Vector{of(0), of(1), of(2)});
    }
  for (Index i = 0; i < k.seeds; ++i) {
    f.at_small.row(i) = growth_of(k.wide, 2, k.small, k.steps, 100 + i);
    f.at_large.row(i) = growth_of(k.wide, 2, k.large, k.steps, 100 + i);
  }
  return f;
}

Figure unit_figure(const Matrix& growth) {
  Figure figure("04-large_weights-unit", "");
  figure.size(640, 380).x_label("w").y_label("mean log growth per step");
  figure.legend("bottom left").horizontal(0, "no growth, no decay");
  figure.y_range(-9, 1);
  for (Index j = 0; j < growth.n_cols; ++j)
    figure.line(weights, growth.col(j),
                "inputs of size " + text(unit_inputs(j)),
                static_cast<Colour>(j + 1));
  return figure;
}

Figure map_figure(const Matrix& map) {
  Vector edge(inputs.n_elem);  // the gain at which growth begins
  for (Index i = 0; i < inputs.n_elem; ++i) {
    Index j = gains.n_elem - 1;
    while (j > 1 && map(i, j - 1) > 0) --j;
    const double part = map(i, j) / (map(i, j) - map(i, j - 1));
    edge(i) = gains(j) - part * (gains(j) - gains(j - 1));
  }
  Figure figure("04-large_weights", "",
                {"rounding everywhere, each within 0.1 and median within "
                 "0.01"});
  figure.size(680, 440).x_label("gain").y_label("size of the inputs");
  figure.x_range(0.375, 4.125).y_range(-0.1, 3.1).set("set cbrange [-1:1]");
  figure.legend("off").map(gains, inputs, map, "mean log growth", true);
  figure.line(edge, inputs, "zero", Colour::grey, 3);
  figure.note(2.9, 0.45, "differences grow").note(1.35, 2.6, "they shrink");
  return figure;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  lab.draw(unit_figure(f.unit));
  lab.value("unit_most", f.unit.max(), 2);
  lab.draw(map_figure(f.map));
  lab.print("gain 2, over " + std::to_string(k.seeds) + " seeds");
  Table table{{"inputs", "least growth", "most growth", "volume at most",
               "norm of W at least"},
              {}};
  for (const auto& [input, g] :
       {std::pair{k.small, f.at_small}, std::pair{k.large, f.at_large}})
    table.rows.push_back({text(input), fixed(g.col(0).min(), 3),
                          fixed(g.col(0).max(), 3), fixed(g.col(1).max(), 1),
                          fixed(g.col(2).min(), 2)});
  lab.table("gain2", table);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim(f.unit.max() < 0, "one unit");
  lab.claim(f.at_small.col(0).min() > 0, "small inputs");
  lab.claim(f.at_large.col(0).max() < 0, "large inputs");
  const Matrix all = arma::join_cols(f.at_small, f.at_large);
  lab.claim(all.col(1).max() < 0, "volumes shrink");
  lab.claim(all.col(2).min() > 1, "the norm of W is above 1");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-large_weights",
                 "One tanh unit never grows differences, whatever its weight; "
                 "a random network at gain 2 does with small inputs and does "
                 "not with large ones");
  Knobs k;
  lab.knob("units", k.units, "hidden units of the map");
  lab.knob("wide", k.wide, "hidden units at gain 2");
  lab.knob("steps", k.steps, "time steps of the network");
  lab.knob("unit-steps", k.unit_steps, "time steps of the one unit");
  lab.knob("seeds", k.seeds, "seeds at gain 2");
  lab.knob("small", k.small, "a small standard deviation of the inputs");
  lab.knob("large", k.large, "a large one");
  return lab.run(argc, argv, k, measure, show, claim);
}
