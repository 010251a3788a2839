/// \file
/// Why the state is updated from U x and W h: what is left when one of the two
/// is taken away.
#include <array>

#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {
  double rate = 0.02;
  Index steps = 2000, units = 3, seed = 1, seeds = 5;
};

struct Variant {
  bool Ux, Wh;  // the terms that it has
  std::string name;
  double ends;  // by hand
  Colour colour;
};
const std::array<Variant, 3> variants{
    {{false, true, "without U x", 5.0 / 4, Colour::grey},
     {true, false, "without W h", 2.0 / 3, Colour::vermilion},
     {true, true, "with both", 0, Colour::blue}}};

// L over all eight sequences of three bits, before each step of descent. The
// target is the mean of this bit and the one before (0 before the first).
Vector train(const Variant& variant, Index seed, const Knobs& k) {
  const Network net{Activation::tanh, Output::linear_squared_error};
  const Index n = k.units;
  Random random(seed);
  Parameters p{random.normal_matrix(n, 1, 0.5), random.normal_matrix(n, n, 0.5),
               random.normal_matrix(1, n, 0.5), arma::zeros(n), arma::zeros(1)};
  const Vector h0 = random.normal_matrix(n, 1, 0.5);
  Vector L(k.steps, arma::fill::zeros);
  for (Index step = 0; step < k.steps; ++step) {
    if (!variant.Wh) p.W.zeros();
    if (!variant.Ux) p.U.zeros();
    // L is a sum over the sequences, so each takes its own part of the step.
    const Parameters before = p;
    for (unsigned bits = 0; bits < 8; ++bits) {
      const double x1 = bits & 1, x2 = bits >> 1 & 1, x3 = bits >> 2 & 1;
      const Matrix x{{x1, x2, x3}}, y{{x1 / 2, (x1 + x2) / 2, (x2 + x3) / 2}};
      const ThreeSteps s(net, before, x, y, h0);
      L(step) += s.L;
      update(p.blocks(), s.gradient().blocks(), k.rate);
    }
    require_finite_after(step + 1, p.blocks());
  }
  return L;
}

using Losses =
    std::array<Matrix, 3>;  // of each variant, a column for each seed

Losses measure(const Knobs& k) {
  Losses L;
  Progress progress("training", k.seeds * variants.size());
  for (Index v = 0; v < variants.size(); ++v) {
    L[v] = Matrix(k.steps, k.seeds);
    for (Index i = 0; i < k.seeds; ++i, progress.tick())
      L[v].col(i) = train(variants[v], k.seed + i, k);
  }
  return L;
}

void show(Experiment& lab, const Losses& L, const Knobs& k) {
  Table table{{"seed"}, {}};
  Figure figure("02-state-update", "One term taken away");
  figure.log_y().x_label("step of descent").y_label("L over 8 sequences");
  figure.set("set format y '%g'").set("set xtics 500");
  figure.y_range(1e-4, 10);
  // A step in five of the first seed: as many points as the figure is wide.
  const arma::uvec drawn = arma::regspace<arma::uvec>(0, 5, k.steps - 1);
  for (Index i = 0; i < k.seeds; ++i)
    table.rows.push_back({std::to_string(k.seed + i)});
  for (Index v = 0; v < variants.size(); ++v) {
    table.head.push_back(variants[v].name);
    for (Index i = 0; i < k.seeds; ++i)
      table.rows[i].push_back(fixed(L[v](k.steps - 1, i), 5));
    const Vector first = L[v].col(0);
    figure.line(arma::conv_to<Vector>::from(drawn), first(drawn),
                variants[v].name, variants[v].colour);
  }
  lab.table("losses", table);
  const Vector both = L[2].tail_rows(1).t();
  lab.value("median", arma::median(both), 2);
  lab.value("largest", both.max(), 2);
  lab.draw(figure);
}

void claim(Experiment& lab, const Losses& L) {
  const auto last = [&](Index v) { return Vector(L[v].tail_rows(1).t()); };
  for (Index v = 0; v < 2; ++v) {
    const Variant& is = variants[v];
    lab.claim(is.name + ": the lowest last loss", last(v).min(),
              at_least(is.ends - 1e-9));
    lab.claim(is.name + ": the highest last loss", last(v).max(),
              below(is.ends + 0.01));
  }
  lab.claim("with both: the highest last loss", last(2).max(), below(2.0 / 3));
  lab.claim("with both: the median last loss", arma::median(last(2)),
            below(0.01));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-state_update",
                 "Without W h the loss stops at 2/3, without U x at 5/4, as "
                 "computed by hand; with both every run ends below these, and "
                 "the median below 0.01");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate", {0.005, 0.01, 0.03, 0.04});
  lab.knob("steps", k.steps, "steps of descent", {500, 1000, 4000});
  lab.knob("units", k.units, "hidden units", {1, 2, 6, 12});
  lab.knob("seed", k.seed, "first weights", {1, 6});
  lab.knob("seeds", k.seeds, "first weights tried, from that one on");
  return lab.run(argc, argv, k, measure, show, claim);
}
