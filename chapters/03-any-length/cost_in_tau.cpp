/// \file
/// What grows with the length of a sequence, and what cannot be hurried.
#include "chapters/03-any-length/cost.hpp"
#include "chapters/03-any-length/scan.hpp"
#include "chapters/03-any-length/stopwatch.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

int main(int argc, char** argv) {
  Experiment lab("03-cost_in_tau",
                 "Work and numbers kept are proportional to tau; the forward "
                 "pass is a chain of tau steps, the way back can be one of "
                 "log2 tau rounds");
  Index hidden = 32, longest = 12, seed = 1;
  lab.knob("hidden", hidden, "hidden units");
  lab.knob("longest", longest, "the longest sequence has 2^longest steps");
  lab.knob("seed", seed, "seed of parameters and data");
  return lab.run(argc, argv, [&] {
    if (longest < 4 || longest > 16)
      throw std::invalid_argument("longest: expected 4 .. 16");
    Random random(seed);
    const Index H = hidden, D = 8, K = 8, sizes = longest - 3;
    const Parameters<> p{xavier(random, H, D), 0.9 * orthogonal(random, H),
                         xavier(random, K, H), random.normal_matrix(H, 1, 0.1),
                         random.normal_matrix(K, 1, 0.1)};
    const Vector h0 = random.normal_matrix(H, 1);
    Vector tau(sizes), work(sizes), kept(sizes), bytes(sizes);
    Vector forward_time(sizes), backward_time(sizes);
    Table table{{"tau", "multiplications forward", "backward", "numbers kept",
                 "rounds of the scan"},
                {}};
    bool counted = true, few_rounds = true, equal = true;
    Progress progress("measuring", sizes);
    for (Index i = 0; i < sizes; ++i, progress.tick()) {
      const Index steps = Index{1} << (i + 4);
      const Matrix x = random.normal_matrix(D, steps);
      const Matrix y = random.normal_matrix(K, steps);
      const double before = bytes_held();
      const States<> s = forward(Activation::tanh, p, x, h0);
      bytes(i) = bytes_held() - before;
      const Matrix dLdo = output_delta(s.o, y);

      const Index numbers = s.z.n_elem + s.h.n_elem + s.o.n_elem;
      counted = counted && numbers == numbers_kept(p, steps);
      tau(i) = static_cast<double>(steps);
      kept(i) = static_cast<double>(numbers);
      work(i) = static_cast<double>(multiplications(p, steps));
      forward_time(i) =
          milliseconds([&] { forward(Activation::tanh, p, x, h0); });
      backward_time(i) =
          milliseconds([&] { backward(Activation::tanh, p, x, s, dLdo); });

      // The scan does tau log2 tau products of matrices: short sequences only.
      std::string said = "not run";
      if (steps <= 256) {
        Index rounds = 0;
        const Matrix delta =
            delta_by_scan(Activation::tanh, p, s, dLdo, &rounds);
        const Gradient g = backward(Activation::tanh, p, x, s, dLdo);
        equal = equal && block_error(delta, g.delta) < 1e-12;
        few_rounds = few_rounds && rounds == i + 4;
        said = std::to_string(rounds);
      }
      table.rows.push_back({std::to_string(steps), text(work(i), 9),
                            text(2 * work(i), 9), text(kept(i), 9), said});
    }
    lab.table("counts", table);

    Figure counts("03-cost_in_tau", "Counted");
    counts.log_x().log_y().x_label("tau").y_label("count").legend("top left");
    counts.line(tau, 2 * work, "multiplications, backward", Colour::vermilion);
    counts.line(tau, work, "multiplications, forward", Colour::blue);
    counts.line(tau, kept, "numbers kept", Colour::green);
    lab.draw(counts);
    Figure times("03-cost_in_tau_time", "Measured: time", measured());
    times.log_x().log_y().x_label("tau").y_label("milliseconds");
    times.legend("top left");
    times.line(tau, backward_time, "backward", Colour::vermilion);
    times.line(tau, forward_time, "forward", Colour::blue);
    lab.draw(times);
    Figure memory("03-cost_in_tau_memory", "Measured: memory", measured());
    memory.log_x().log_y().x_label("tau").y_label("bytes").legend("top left");
    memory.points(tau, bytes, "held by the forward pass", Colour::green);
    memory.dashed(tau, 8 * kept, "8 bytes a number", Colour::grey);
    lab.draw(memory);

    lab.claim(counted, "tau (2H + K) + H numbers are kept");
    lab.claim(few_rounds, "log2 tau rounds");
    lab.claim(equal, "the scan's delta is the recursion's");
  });
}
