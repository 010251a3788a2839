/// \file
/// Time against the length of the sequence: a straight line, whatever the form.
#include "chapters/03-any-length/stopwatch.hpp"
#include "chapters/05-cost/problem.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

namespace {

struct Knobs {
  Index hidden = 32, longest = 30000, seed = 1;
};

// By the length.
struct Found {
  Vector tau, error;
  Vector plain, blocks;  // microseconds a step
};

// 10, 30, 90, ... and the longest.
Vector lengths(double longest) {
  std::vector<double> tau;
  for (double t = 10; 3 * t <= longest; t *= 3) tau.push_back(t);
  tau.push_back(longest);
  return tau;
}

Found measure(const Knobs& k) {
  const Vector tau = lengths(static_cast<double>(k.longest));
  Found f{tau, tau, tau, tau};
  Progress progress("timing", tau.n_elem);
  for (Index i = 0; i < tau.n_elem; ++i, progress.tick()) {
    const auto steps = static_cast<Index>(tau(i));
    const Problem q(k.hidden, k.hidden, k.hidden, 1, steps, k.seed);
    InBlocks form(q.p, 1, steps);
    Gradient g;
    form(q.p, q.x, q.h0, q.loss(), g);
    f.error(i) = worst_error(g, q.a_matrix_per_step());
    const double per_step = 1e3 / tau(i);
    f.plain(i) = per_step * bptt::milliseconds([&] { q.a_matrix_per_step(); });
    f.blocks(i) = per_step * bptt::milliseconds(
                                 [&] { form(q.p, q.x, q.h0, q.loss(), g); });
  }
  return f;
}

void show(Experiment& lab, const Found& f) {
  // The slope on logarithmic axes, from 90 steps on: 1 is proportional.
  const arma::uvec from_90 = arma::find(f.tau >= 90);
  const Vector log_tau = arma::log(f.tau.elem(from_90));
  const Vector log_time = log_tau + arma::log(f.blocks.elem(from_90));
  const Vector fit = arma::polyfit(log_tau, log_time, 1);
  lab.value("exponent", fixed(fit(0), 2));
  lab.mark("exponent", measured());

  Figure figure("05-length", "Measured: one sequence", measured());
  figure.log_x().x_label("τ").y_label("microseconds a step");
  figure.set("set yrange [0:*]").legend("outside below");
  figure.line(f.tau, f.plain, "chapter 3, a matrix per step", Colour::green);
  figure.line(f.tau, f.blocks, "in blocks", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("the largest error of a length", f.error.max(), at_most(1e-12));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-length",
                 "At every length the form in blocks gives chapter 3's "
                 "gradient");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units; as many inputs and outputs");
  lab.knob("longest", k.longest, "steps of the longest sequence", {},
           {100, 1e6});
  lab.knob("seed", k.seed, "of parameters and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
