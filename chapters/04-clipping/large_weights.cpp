// Large recurrent weights alone do not make a gradient explode.
#include "chapters/04-clipping/jacobians.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 32;               // of the map
  Index wide = 100;               // units at gain 2
  Index steps = 200;              // of the network
  Index unit_steps = 1500;        // of the one unit
  Index seeds = 10;               // at gain 2
  double small = 0.5, large = 2;  // inputs at gain 2, standard deviations
};

// One unit: the growth for each weight, a column for each size of the inputs.
const Vector weights = arma::linspace(0.25, 6, 24);
const Vector unit_inputs{0.03, 0.3, 1.0, 3.0};
// The map: the growth for each gain, a row for each size of the inputs.
const Vector gains = arma::linspace(0.5, 4, 15);
const Vector inputs = arma::linspace(0, 3, 16);

struct Growth {
  double length;  // mean log growth per step of a difference
  double volume;  // the same of a volume
  double norm;    // largest singular value of W
};

// A tanh network with W ~ N(0, gain^2 / H), driven by inputs of a given size.
Growth growth_of(Index units, double gain, double input, Index steps,
                 Random random) {
  const double n = static_cast<double>(units);
  const Parameters p{Matrix(units, units, arma::fill::eye) * input,
                     random.normal_matrix(units, units, gain / std::sqrt(n)),
                     Matrix(1, units, arma::fill::zeros),
                     Vector(units, arma::fill::zeros),
                     Vector(1, arma::fill::zeros)};
  const Sequence x = random.normal_matrix(units, steps);
  const Matrix h0 = random.normal_matrix(units, 1, 0.5);
  const Sequence z = bptt::forward(Activation::tanh, p, x, h0).z;
  const Vector q = random.normal_matrix(units, 1);
  return {mean_log_growth(Activation::tanh, p.W, z, q),
          mean_log_volume(Activation::tanh, p.W, z), spectral_norm(p.W)};
}

// One unit with weight w.
double growth_of_unit(double w, double input, Index steps, Random random) {
  const Parameters p{Matrix{input}, Matrix{w}, Matrix{1.0}, Vector{0.0},
                     Vector{0.0}};
  const Sequence x = random.normal_matrix(1, steps);
  const Sequence z = bptt::forward(Activation::tanh, p, x, Matrix{0.3}).z;
  return mean_log_growth(Activation::tanh, p.W, z, Vector{1.0});
}

struct Found {
  Matrix unit;                             // weights x sizes of the inputs
  Matrix map;                              // sizes of the inputs x gains
  std::vector<Growth> at_small, at_large;  // at gain 2, a seed each
};

Found measure(const Knobs& k) {
  Found f;
  f.unit.set_size(weights.n_elem, unit_inputs.n_elem);
  for (Index j = 0; j < f.unit.n_cols; ++j)
    for (Index i = 0; i < f.unit.n_rows; ++i)
      f.unit(i, j) =
          growth_of_unit(weights(i), unit_inputs(j), k.unit_steps, Random(1));

  f.map.zeros(inputs.n_elem, gains.n_elem);
  Progress progress("map", f.map.n_elem);
  for (Index i = 0; i < f.map.n_rows; ++i)
    for (Index j = 0; j < f.map.n_cols; ++j, progress.tick()) {
      Vector of_seed(3);
      for (Index seed = 0; seed < 3; ++seed)
        of_seed(seed) =
            growth_of(k.units, gains(j), inputs(i), k.steps, Random(seed))
                .length;
      f.map(i, j) = arma::mean(of_seed);
    }
  for (Index seed = 100; seed < 100 + k.seeds; ++seed) {
    f.at_small.push_back(growth_of(k.wide, 2, k.small, k.steps, Random(seed)));
    f.at_large.push_back(growth_of(k.wide, 2, k.large, k.steps, Random(seed)));
  }
  return f;
}

Vector each(const std::vector<Growth>& all, double Growth::*number) {
  Vector v(all.size());
  for (Index i = 0; i < v.n_elem; ++i) v(i) = all[i].*number;
  return v;
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

std::vector<std::string> row_of(double input, const std::vector<Growth>& all) {
  const Vector length = each(all, &Growth::length);
  return {text(input), fixed(length.min(), 3), fixed(length.max(), 3),
          fixed(each(all, &Growth::volume).max(), 1),
          fixed(each(all, &Growth::norm).min(), 2)};
}

void show(const Found& f, const Knobs& k, Experiment& lab) {
  lab.draw(unit_figure(f.unit));
  lab.value("unit_most", f.unit.max(), 2);
  lab.draw(map_figure(f.map));
  lab.print("gain 2, over " + std::to_string(k.seeds) + " seeds");
  lab.table("gain2",
            {{"inputs", "least growth", "most growth", "volume at most",
              "norm of W at least"},
             {row_of(k.small, f.at_small), row_of(k.large, f.at_large)}});
}

void claim(const Found& f, Experiment& lab) {
  lab.claim(f.unit.max() < 0, "one unit");
  lab.claim(each(f.at_small, &Growth::length).min() > 0, "small inputs");
  lab.claim(each(f.at_large, &Growth::length).max() < 0, "large inputs");
  for (const auto& all : {f.at_small, f.at_large}) {
    lab.claim(each(all, &Growth::volume).max() < 0, "volumes shrink");
    lab.claim(each(all, &Growth::norm).min() > 1, "the norm of W is above 1");
  }
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
  return lab.run(argc, argv, [&] {
    const Found found = measure(k);
    show(found, k, lab);
    claim(found, lab);
  });
}
