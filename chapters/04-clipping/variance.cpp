// Which first weights keep the size of a signal through many layers or steps.
#include "chapters/04-clipping/remedies.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 64, depth = 30, seeds = 30, seed = 1;
};

struct First {
  std::string name;
  Activation activation;
  double factor;  // of the second moment, per layer, as derived
  Matrix (*weights)(Random&, Index);
  Colour colour;
};

Matrix heuristic(Random& random, Index n) {
  const double r = 1 / std::sqrt(static_cast<double>(n));
  return random.uniform_matrix(n, n, -r, r);
}
Matrix plain_normal(Random& random, Index n) {
  return random.normal_matrix(n, n, 1 / std::sqrt(static_cast<double>(n)));
}
const std::vector<First> firsts{
    {"1/√n heuristic", Activation::identity, 1.0 / 3, heuristic,
     Colour::vermilion},
    {"Xavier", Activation::identity, 1, square_xavier, Colour::blue},
    {"ReLU, variance 1/n", Activation::relu, 0.5, plain_normal, Colour::orange},
    {"ReLU, He", Activation::relu, 1, square_he, Colour::purple},
    {"orthogonal", Activation::identity, 1, orthogonal, Colour::green}};

// The second moment of a layer's output, relative to the first input's.
Vector moments(const First& first, const Knobs& k, bool reuse, Random random) {
  Vector a = random.normal_matrix(k.units, 1);
  const double start = arma::dot(a, a);
  Matrix W = first.weights(random, k.units);
  Vector moment(k.depth + 1, arma::fill::ones);
  for (Index l = 1; l <= k.depth; ++l) {
    if (!reuse) W = first.weights(random, k.units);
    a = activate(first.activation, Matrix(W * a));
    moment(l) = arma::dot(a, a) / start;
  }
  return moment;
}

// Of one kind of first weights.
struct Found {
  First first;
  Vector fresh;        // fresh weights in each layer: mean over the seeds
  Vector least, most;  // one W at every step
  double factor() const {
    return std::pow(fresh.back(), 1 / static_cast<double>(fresh.n_elem - 1));
  }
};

std::vector<Found> measure(const Knobs& k) {
  std::vector<Found> all;
  for (const First& first : firsts) {
    Matrix reused(k.depth + 1, k.seeds);
    Vector fresh(k.depth + 1, arma::fill::zeros);
    for (Index i = 0; i < k.seeds; ++i) {
      const Random random(k.seed + i);
      fresh += moments(first, k, false, random) / static_cast<double>(k.seeds);
      reused.col(i) = moments(first, k, true, random);
    }
    all.push_back({first, fresh, arma::min(reused, 1), arma::max(reused, 1)});
  }
  return all;
}

void show(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  const Vector layer = arma::regspace(0, static_cast<double>(k.depth));
  Table table{{"first weights", "factor derived", "measured, fresh",
               "one W: least after 30", "largest after 30"},
              {}};
  Figure fresh("04-variance", ""), near("04-variance-near", ""),
      reused("04-variance-reused", "");
  for (Figure* figure : {&fresh, &reused}) {
    figure->log_y().y_label("second moment");
    figure->set("set format y '10^{%T}'").set("set mytics 1");
  }
  fresh.x_label("layer").y_range(1e-16, 1e3);
  near.x_label("layer").y_label("second moment");
  reused.legend("bottom left").x_label("time step").y_range(1e-8, 1e6);
  for (const Found& f : all) {
    table.rows.push_back({f.first.name, fixed(f.first.factor, 3),
                          fixed(f.factor(), 3), text(f.least.back(), 2),
                          text(f.most.back(), 2)});
    fresh.line(layer, f.fresh, f.first.name, f.first.colour);
    if (f.first.factor != 1) continue;
    near.line(layer, f.fresh, f.first.name, f.first.colour);
    reused.band(layer, arma::clamp(f.least, 1e-300, arma::datum::inf), f.most,
                f.first.name, f.first.colour);
  }
  lab.table("factors", table);
  reused.line(layer, Vector(k.depth + 1, arma::fill::ones), "", Colour::green);
  lab.draw(fresh);
  lab.draw(near);
  lab.draw(reused);
}

void claim(Experiment& lab, const std::vector<Found>& all) {
  double off = 0, least = arma::datum::inf, orthogonal_spread = 0;
  for (const Found& f : all) {
    off = std::max(off, std::abs(f.factor() / f.first.factor - 1));
    const double spread = std::log(f.most.back() / f.least.back());
    if (f.first.name == "orthogonal")
      orthogonal_spread = spread;
    else
      least = std::min(least, spread);
  }
  lab.claim("fresh weights: largest distance from the factor derived", off,
            below(0.05));
  lab.claim("one W, orthogonal: log of largest over least", orthogonal_spread,
            below(1e-12));
  lab.claim("one W, others: least log of largest over least", least, above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-variance",
                 "With fresh weights in each layer the second moment changes "
                 "by the factor derived; with one W at every step only the "
                 "orthogonal one keeps it on every seed");
  Knobs k;
  lab.knob("units", k.units, "units of each layer", {16, 32, 128});
  lab.knob("depth", k.depth, "layers, or time steps", {10, 20, 60});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 31, 61});
  return lab.run(argc, argv, k, measure, show, claim);
}
