/// \file
/// Time against the length of the sequence: a straight line, whatever the form.
#include "chapters/03-any-length/stopwatch.hpp"
#include "chapters/05-cost/problem.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

int main(int argc, char** argv) {
  Experiment lab("05-length",
                 "At every length the form in blocks gives chapter 3's "
                 "gradient");
  Index hidden = 32, longest = 30000;
  lab.knob("hidden", hidden, "hidden units; as many inputs and outputs");
  lab.knob("longest", longest, "steps of the longest sequence, at least 100");
  return lab.run(argc, argv, [&] {
    if (longest < 100)
      throw std::invalid_argument("longest: expected at least 100, got " +
                                  std::to_string(longest));
    Vector tau, plain, blocks;
    for (double t = 10; t < 1.01 * static_cast<double>(longest); t *= 3) {
      if (3 * t > static_cast<double>(longest))
        t = static_cast<double>(longest);
      tau.insert_rows(tau.n_elem, Vector{t});
    }
    plain.zeros(tau.n_elem), blocks.zeros(tau.n_elem);
    Progress progress("timing", tau.n_elem);
    for (Index i = 0; i < tau.n_elem; ++i, progress.tick()) {
      const auto steps = static_cast<Index>(tau(i));
      const Problem q(hidden, hidden, hidden, 1, steps);
      InBlocks form(q.p, 1, steps);
      Gradient g;
      form(q.p, q.x, q.h0, q.loss(), g);
      lab.claim(worst_error(g, q.a_matrix_per_step()) < 1e-12,
                std::to_string(steps) + " steps");
      const double per_step = 1e3 / tau(i);
      plain(i) = per_step * bptt::milliseconds([&] { q.a_matrix_per_step(); });
      blocks(i) = per_step * bptt::milliseconds(
                                 [&] { form(q.p, q.x, q.h0, q.loss(), g); });
    }
    // The slope on logarithmic axes, from 100 steps on: 1 is proportional.
    const arma::uvec from_100 = arma::find(tau >= 90);
    const Vector log_tau = arma::log(tau.elem(from_100));
    const Vector log_time = log_tau + arma::log(blocks.elem(from_100));
    const Vector fit = arma::polyfit(log_tau, log_time, 1);
    lab.value("exponent", fixed(fit(0), 2));
    lab.mark("exponent", measured());

    Figure figure("05-length", "Measured: one sequence", measured());
    figure.log_x().x_label("τ").y_label("microseconds a step");
    figure.set("set yrange [0:*]").legend("outside below");
    figure.line(tau, plain, "chapter 3, a matrix per step", Colour::green);
    figure.line(tau, blocks, "in blocks", Colour::blue);
    lab.draw(figure);
  });
}
