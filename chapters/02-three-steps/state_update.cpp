/// \file
/// Why the state is updated from U x and W h: what is left when one of the two
/// is taken away.
#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

enum class Without { nothing, Wh, Ux };

struct Knobs {
  double rate = 0.02;
  Index steps = 2000, units = 3, seeds = 5;
};

// L over all eight sequences of three bits, before each step of descent. The
// target is the mean of this bit and the one before (0 before the first).
Vector train(Without without, Index seed, const Knobs& k) {
  const Network net{Activation::tanh, Output::linear_squared_error};
  const Index n = k.units;
  Random random(seed);
  Parameters p;
  p.U = random.normal_matrix(n, 1, 0.5);
  p.W = random.normal_matrix(n, n, 0.5);
  p.V = random.normal_matrix(1, n, 0.5);
  p.b.zeros(n), p.c.zeros(1);
  const Vector h0 = random.normal_matrix(n, 1, 0.5);
  Vector L(k.steps, arma::fill::zeros);
  for (double& sum : L) {
    if (without == Without::Wh) p.W.zeros();
    if (without == Without::Ux) p.U.zeros();
    // L is a sum over the sequences, so each takes its own part of the step.
    const Parameters before = p;
    for (unsigned bits = 0; bits < 8; ++bits) {
      const double x1 = bits & 1, x2 = bits >> 1 & 1, x3 = bits >> 2 & 1;
      const Matrix x{{x1, x2, x3}}, y{{x1 / 2, (x1 + x2) / 2, (x2 + x3) / 2}};
      const ThreeSteps s(net, before, x, y, h0);
      sum += s.L;
      update(p.blocks(), s.gradient().blocks(), k.rate);
    }
  }
  return L;
}

// A column for each seed.
struct Measured {
  Matrix both, without_Wh, without_Ux;
};

Measured measure(const Knobs& k) {
  Measured m;
  m.both = m.without_Wh = m.without_Ux = Matrix(k.steps, k.seeds);
  Progress progress("training", k.seeds);
  for (Index seed = 1; seed <= k.seeds; ++seed, progress.tick()) {
    m.both.col(seed - 1) = train(Without::nothing, seed, k);
    m.without_Wh.col(seed - 1) = train(Without::Wh, seed, k);
    m.without_Ux.col(seed - 1) = train(Without::Ux, seed, k);
  }
  return m;
}

void show(Experiment& lab, const Measured& m) {
  Table table{{"seed", "h = f(U x + W h)", "without W h", "without U x"}, {}};
  for (Index i = 0; i < m.both.n_cols; ++i)
    table.rows.push_back({std::to_string(i + 1),
                          fixed(m.both.tail_rows(1)(i), 5),
                          fixed(m.without_Wh.tail_rows(1)(i), 5),
                          fixed(m.without_Ux.tail_rows(1)(i), 5)});
  lab.table("losses", table);
  lab.value("largest", m.both.tail_rows(1).max(), 2);

  Figure figure("02-state-update", "One term taken away");
  figure.log_y().x_label("step of descent").y_label("L over 8 sequences");
  figure.set("set format y '%g'").set("set xtics 500");
  figure.y_range(1e-4, 10).legend("center right");
  // A step in five of the first seed: as many points as the figure is wide.
  const Index last = m.both.n_rows - 1;
  const arma::uvec drawn = arma::regspace<arma::uvec>(0, 5, last);
  const auto line = [&](const Matrix& L, const char* what, Colour colour) {
    const Vector of_first_seed = L.col(0);
    figure.line(arma::conv_to<Vector>::from(drawn), of_first_seed(drawn), what,
                colour);
  };
  line(m.without_Ux, "without U x", Colour::grey);
  line(m.without_Wh, "without W h", Colour::vermilion);
  line(m.both, "with both", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const Measured& m) {
  const auto off = [](const Matrix& L, double by_hand) {
    return Matrix(arma::abs(L.tail_rows(1) - by_hand)).max();
  };
  lab.claim(m.both.tail_rows(1).max() < 0.01,
            "with both terms L goes below 0.01");
  lab.claim(off(m.without_Wh, 2.0 / 3) < 1e-3, "without W h L stops at 2/3");
  lab.claim(off(m.without_Ux, 5.0 / 4) < 1e-3, "without U x L stops at 5/4");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-state_update",
                 "Without W h the loss stops at 2/3, without U x at 5/4, as "
                 "computed by hand; with both it goes on towards 0");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate");
  lab.knob("steps", k.steps, "steps of descent");
  lab.knob("units", k.units, "hidden units");
  lab.knob("seeds", k.seeds, "first weights tried");
  return lab.run(argc, argv, k, measure, show, claim);
}
