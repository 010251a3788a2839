/// \file
/// Why the state is updated from U x and W h: what is left when one of the two
/// is taken away.
#include "chapters/02-three-steps/descent.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

enum class Without { nothing, Wh, Ux };

// All eight sequences of three bits; the target is the mean of this bit and
// the one before (0 before the first).
std::vector<Sequence> all_bits() {
  std::vector<Sequence> sequences;
  for (unsigned bits = 0; bits < 8; ++bits) {
    const double x1 = bits & 1, x2 = bits >> 1 & 1, x3 = bits >> 2 & 1;
    sequences.push_back(
        {{{x1, x2, x3}}, {{x1 / 2, (x1 + x2) / 2, (x2 + x3) / 2}}});
  }
  return sequences;
}

// L before each step of descent.
Vector train(Without without, Index seed, Index units, Index steps,
             double rate) {
  const Kind kind{Activation::tanh, Output::linear_squared_error};
  const std::vector<Sequence> sequences = all_bits();
  Random random(seed);
  Weights<double> w = first_weights(random, 1, units, 1, 0.5);
  const Vector h0 = random.normal_matrix(units, 1, 0.5);
  Vector L(steps);
  for (Index i = 0; i < steps; ++i) {
    if (without == Without::Wh) w.W.zeros();
    if (without == Without::Ux) w.U.zeros();
    const Sum sum = sum_over(kind, w, h0, sequences);
    L(i) = sum.L;
    descend(w, sum.g, rate);
  }
  return L;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-state_update",
                 "Without W h the loss stops at 2/3, without U x at 5/4, as "
                 "computed by hand; with both it goes on towards 0");
  double rate = 0.02;
  Index steps = 2000, units = 3, seeds = 5;
  lab.knob("rate", rate, "learning rate");
  lab.knob("steps", steps, "steps of descent");
  lab.knob("units", units, "hidden units");
  lab.knob("seeds", seeds, "first weights tried");
  return lab.run(argc, argv, [&] {
    const double no_Wh = 2.0 / 3, no_Ux = 5.0 / 4;
    Table table{{"seed", "h = f(U x + W h)", "without W h", "without U x"}, {}};
    Vector with_both(seeds);
    Progress progress("training", 3 * seeds);
    Figure figure("02-state-update", "One term taken away");
    figure.log_y().x_label("step of descent").y_label("L over 8 sequences");
    figure.set("set format y '%g'")
        .set("set xtics 500")
        .y_range(1e-4, 10)
        .legend("center right");
    // A step in five: as many points as the figure is wide.
    const arma::uvec drawn = arma::regspace<arma::uvec>(0, 5, steps - 1);
    const Vector at = arma::conv_to<Vector>::from(drawn);
    for (Index seed = 1; seed <= seeds; ++seed) {
      const auto run = [&](Without without) {
        progress.tick();
        return train(without, seed, units, steps, rate);
      };
      const Vector both = run(Without::nothing), memoryless = run(Without::Wh),
                   deaf = run(Without::Ux);
      with_both(seed - 1) = both(steps - 1);
      table.rows.push_back({std::to_string(seed), fixed(both(steps - 1), 5),
                            fixed(memoryless(steps - 1), 5),
                            fixed(deaf(steps - 1), 5)});
      lab.claim(both(steps - 1) < 0.01, "with both terms L goes below 0.01");
      lab.claim(std::abs(memoryless(steps - 1) - no_Wh) < 1e-3,
                "without W h L stops at 2/3");
      lab.claim(std::abs(deaf(steps - 1) - no_Ux) < 1e-3,
                "without U x L stops at 5/4");
      if (seed > 1) continue;
      figure.line(at, deaf(drawn), "without U x", Colour::grey);
      figure.line(at, memoryless(drawn), "without W h", Colour::vermilion);
      figure.line(at, both(drawn), "with both", Colour::blue);
    }
    lab.table("losses", table);
    lab.value("largest", with_both.max(), 2);
    lab.draw(figure);
  });
}
