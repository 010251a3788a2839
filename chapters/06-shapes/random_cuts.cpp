// Every way to cut the way back: what weighed cuts are in the mean, and how far
// from it one of them is.
#include "chapters/04-clipping/training.hpp"
#include "chapters/06-shapes/truncated.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

struct Knobs {
  Index steps = 12, units = 8, seed = 1;
  double gain = 1;
};

const Vector chances{0.5, 0.6, 0.7, 0.8, 0.9, 0.95};  // to stay

// A row for each chance, a column for cuts that are weighed and that are not.
struct Found {
  Matrix mean;  // how far the mean is from the whole dW, by its length
  Matrix one;   // the same of one cut, root mean square
};

Found measure(const Knobs& k) {
  Random random(k.seed);
  const Parameters p = clipping::first_parameters(
      k.units, clipping::scaled_orthogonal(k.gain), random);
  const Sequence x(random.normal_matrix(1, k.steps));
  const Sequence dLdo(random.normal_matrix(1, k.steps));
  const Matrix h0 = random.normal_matrix(k.units, 1, 0.5);
  const bptt::States s = bptt::forward(Activation::tanh, p, x, h0);
  const auto dW = [&](const Sequence& xi) {
    return weighted(Activation::tanh, p, x, s, dLdo, xi).dW;
  };
  Sequence xi(1, 1, 1, k.steps - 1);
  xi.slices().ones();
  const Matrix whole = dW(xi);
  const double length = arma::norm(whole, "fro");

  Found f{Matrix(chances.n_elem, 2), Matrix(chances.n_elem, 2)};
  Progress progress("chances", chances.n_elem);
  for (Index i = 0; i < chances.n_elem; ++i, progress.tick())
    for (Index j = 0; j < 2; ++j) {
      const double weight = j ? 1 : 1 / chances(i);
      Matrix mean = 0 * whole;
      double square = 0;
      for (Index mask = 0; mask < Index{1} << (k.steps - 1); ++mask) {
        double chance = 1;
        for (Index t = 1; t < k.steps; ++t) {
          const bool stays = mask >> (t - 1) & 1;
          xi(t) = stays ? weight : 0;
          chance *= stays ? chances(i) : 1 - chances(i);
        }
        const Matrix g = dW(xi);
        mean += chance * g;
        square += chance * arma::accu(arma::square(g - whole));
      }
      f.mean(i, j) = arma::norm(mean - whole, "fro") / length;
      f.one(i, j) = std::sqrt(square) / length;
    }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  Table table{{"chance to stay", "mean, weighed", "mean, not weighed",
               "one cut, weighed", "one cut, not weighed"},
              {}};
  for (Index i = 0; i < chances.n_elem; ++i)
    table.rows.push_back(
        {text(chances(i)),
         f.mean(i, 0) < 1e-12 ? "rounding" : text(f.mean(i, 0), 2),
         text(f.mean(i, 1), 2), text(f.one(i, 0), 2), text(f.one(i, 1), 2)});
  lab.table("cuts", table);
  lab.value("ways", static_cast<double>(Index{1} << (k.steps - 1)));

  Figure figure("06-random_cuts", "", exact(1e-6, 1e-12));
  figure.x_label("chance to stay").y_label("distance / length of dW");
  figure.x_range(0.48, 0.97).y_range(0, 1.1 * f.one.max());
  figure.legend("top right");
  figure.line(chances, f.one.col(0), "one cut, weighed", Colour::blue);
  figure.points(chances, f.one.col(0), "", Colour::blue);
  figure.line(chances, f.one.col(1), "one cut, not weighed", Colour::vermilion);
  figure.points(chances, f.one.col(1), "", Colour::vermilion);
  figure.dashed(chances, f.mean.col(1), "their mean", Colour::vermilion);
  figure.dashed(chances, f.mean.col(0), "mean of the weighed", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("weighed: error of the mean, largest", f.mean.col(0).max(),
            at_most(1e-12));
  lab.claim("not weighed: error of the mean, least", f.mean.col(1).min(),
            at_least(0.02));
  lab.claim("one cut: error weighed over not weighed, least",
            Vector(f.one.col(0) / f.one.col(1)).min(), above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-random_cuts",
                 "Over all ways to cut, the mean of the weighed gradients is "
                 "the whole one, that of the others is not; a single weighed "
                 "one is farther from it than one that is not weighed");
  Knobs k;
  lab.knob("steps", k.steps, "of the sequence", {6, 9, 13, 14}, {2, 14});
  lab.knob("units", k.units, "hidden units", {2, 4, 16, 32});
  lab.knob("gain", k.gain, "of the first W", {0.5, 0.7, 1.5, 2});
  lab.knob("seed", k.seed, "of the network and of the sequence");
  return lab.run(argc, argv, k, measure, show, claim);
}
