// Large recurrent weights alone do not make a gradient explode.
#include "chapters/04-clipping/product_of_jacobians.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Growth {
  double length;  // mean log growth per step of a difference
  double volume;  // the same of a volume
  double norm;    // largest singular value of W
};

// A tanh network with W ~ N(0, gain^2 / H), driven by inputs of a given size.
Growth growth_of(Index units, double gain, double input, Index steps,
                 Random random) {
  const double n = static_cast<double>(units);
  const bptt::Parameters<> p{
      Matrix(units, units, arma::fill::eye) * input,
      random.normal_matrix(units, units, gain / std::sqrt(n)),
      Matrix(1, units, arma::fill::zeros), Vector(units, arma::fill::zeros),
      Vector(1, arma::fill::zeros)};
  const Matrix x = random.normal_matrix(units, steps);
  const Vector h0 = random.normal_matrix(units, 1, 0.5);
  const Matrix z = bptt::forward(Activation::tanh, p, x, h0).z;
  const Vector q = random.normal_matrix(units, 1);
  return {mean_log_growth(Activation::tanh, p.W, z, q),
          mean_log_volume(Activation::tanh, p.W, z), spectral_norm(p.W)};
}

// One unit with weight w.
double growth_of_unit(double w, double input, Index steps, Random random) {
  const bptt::Parameters<> p{Matrix{input}, Matrix{w}, Matrix{1.0}, Vector{0.0},
                             Vector{0.0}};
  const Matrix x = random.normal_matrix(1, steps);
  const Matrix z = bptt::forward(Activation::tanh, p, x, Vector{0.3}).z;
  return mean_log_growth(Activation::tanh, p.W, z, Vector{1.0});
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-large_weights",
                 "One tanh unit never grows differences, whatever its weight; "
                 "a random network at gain 2 does with small inputs and does "
                 "not with large ones");
  Index units = 32, steps = 200, unit_steps = 1500, seeds = 10;
  Index wide = 100;               // hidden units at gain 2
  double small = 0.5, large = 2;  // inputs at gain 2
  lab.knob("units", units, "hidden units of the map");
  lab.knob("wide", wide, "hidden units at gain 2");
  lab.knob("steps", steps, "time steps of the network");
  lab.knob("unit-steps", unit_steps, "time steps of the one unit");
  lab.knob("seeds", seeds, "seeds at gain 2");
  lab.knob("small", small, "a small standard deviation of the inputs");
  lab.knob("large", large, "a large one");
  return lab.run(argc, argv, [&] {
    const Vector weights = arma::linspace(0.25, 6, 24);
    Figure unit("04-large_weights-unit", "");
    unit.size(640, 380).x_label("w").y_label("mean log growth per step");
    unit.legend("bottom left").horizontal(0, "no growth, no decay");
    unit.y_range(-9, 1);
    double most = -1e9;
    int which = 0;
    for (const double input : {0.03, 0.3, 1.0, 3.0}) {
      Vector growth(weights.n_elem);
      for (Index i = 0; i < weights.n_elem; ++i)
        growth(i) = growth_of_unit(weights(i), input, unit_steps, Random(1));
      most = std::max(most, growth.max());
      unit.line(weights, growth, "inputs of size " + text(input),
                static_cast<Colour>(++which));
    }
    lab.draw(unit);
    lab.value("unit_most", most, 2);
    lab.claim(most < 0, "one unit");

    const Vector gain = arma::linspace(0.5, 4, 15);
    const Vector input = arma::linspace(0, 3, 16);
    Matrix map(input.n_elem, gain.n_elem);
    Vector edge(input.n_elem);  // the gain at which growth begins
    Progress progress("map", map.n_elem);
    for (Index i = 0; i < input.n_elem; ++i) {
      for (Index j = 0; j < gain.n_elem; ++j) {
        Vector of_seed(3);
        for (Index seed = 0; seed < 3; ++seed)
          of_seed(seed) =
              growth_of(units, gain(j), input(i), steps, Random(seed)).length;
        map(i, j) = arma::mean(of_seed);
        progress.tick();
      }
      Index j = gain.n_elem - 1;
      while (j > 1 && map(i, j - 1) > 0) --j;
      const double part = map(i, j) / (map(i, j) - map(i, j - 1));
      edge(i) = gain(j) - part * (gain(j) - gain(j - 1));
    }
    Figure figure("04-large_weights", "",
                  {"rounding everywhere, each within 0.1 and median within "
                   "0.01"});
    figure.size(680, 440).x_label("gain").y_label("size of the inputs");
    figure.x_range(0.375, 4.125).y_range(-0.1, 3.1).set("set cbrange [-1:1]");
    figure.legend("off").map(gain, input, map, "mean log growth", true);
    figure.line(edge, input, "zero", Colour::grey, 3);
    figure.note(2.9, 0.45, "differences grow").note(1.35, 2.6, "they shrink");
    lab.draw(figure);

    Table table{{"inputs", "least growth", "most growth", "volume at most",
                 "norm of W at least"},
                {}};
    for (const double size : {small, large}) {
      Vector length(seeds), volume(seeds), norm(seeds);
      for (Index seed = 0; seed < seeds; ++seed) {
        const Growth g = growth_of(wide, 2, size, steps, Random(100 + seed));
        length(seed) = g.length;
        volume(seed) = g.volume;
        norm(seed) = g.norm;
      }
      table.rows.push_back({text(size), fixed(length.min(), 3),
                            fixed(length.max(), 3), fixed(volume.max(), 1),
                            fixed(norm.min(), 2)});
      lab.claim(size == small ? length.min() > 0 : length.max() < 0,
                "gain 2, inputs of size " + text(size));
      lab.claim(volume.max() < 0, "volumes shrink");
      lab.claim(norm.min() > 1, "the norm of W is above 1");
    }
    lab.print("gain 2, over " + std::to_string(seeds) + " seeds");
    lab.table("gain2", table);
  });
}
