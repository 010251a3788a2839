/// \file
/// What is kept and what is computed again: full, root and optimal schedules.
#include "chapters/05-cost/problem.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

int main(int argc, char** argv) {
  Experiment lab("05-memory",
                 "With few states kept the gradient is the same to the bit, "
                 "and the steps computed again are those of the closed form");
  Index hidden = 16, longest = 4096, slots = 10;
  lab.knob("hidden", hidden, "hidden units; as many inputs and outputs");
  lab.knob("longest", longest, "steps of the longest sequence, at least 16");
  lab.knob("slots", slots, "states kept by the optimal schedule");
  return lab.run(argc, argv, [&] {
    if (longest < 16 || slots < 1)
      throw std::invalid_argument(
          "longest: expected at least 16; slots: at least 1");
    Vector tau;
    for (Index t = 16; t <= longest; t *= 2)
      tau.insert_rows(tau.n_elem, Vector{static_cast<double>(t)});
    Vector full(tau.n_elem), root(tau.n_elem), optimal(tau.n_elem);
    Table table{{"tau", "kept in full", "every root", "optimal",
                 "steps forward: root", "optimal"},
                {}};
    Progress progress("running", tau.n_elem);
    for (Index i = 0; i < tau.n_elem; ++i, progress.tick()) {
      const auto steps = static_cast<Index>(tau(i));
      const Problem q(hidden, hidden, hidden, 1, steps);
      const auto same = [&](Index block, Index kept, Vector& numbers) {
        InBlocks all(q.p, 1, steps, block);
        Checkpointed few(q.p, 1, steps, block, kept);
        Gradient a, b;
        all(q.p, q.x, q.h0, q.loss(), a);
        few(q.p, q.x, q.h0, q.loss(), b);
        numbers(i) = static_cast<double>(few.stored());
        const Index t = few.blocks(), m = std::min(kept, t);
        lab.claim(worst_error(b, a) == 0, "the gradients are identical");
        lab.claim(few.forward_blocks() == optimal_cost(t, m),
                  "the count is the closed form's");
        return few.forward_blocks() * block;
      };
      const auto square = static_cast<Index>(std::ceil(std::sqrt(tau(i))));
      const Index root_steps = same(square, steps, root);
      const Index optimal_steps = same(1, slots, optimal);
      InBlocks whole(q.p, 1, steps);
      full(i) = static_cast<double>(whole.stored());
      table.rows.push_back({std::to_string(steps), text(full(i), 8),
                            text(root(i), 8), text(optimal(i), 8),
                            std::to_string(root_steps),
                            std::to_string(optimal_steps)});
    }
    lab.table("memory", table);
    Figure figure("05-memory", "Numbers kept");
    figure.log_x().log_y().x_label("τ").y_label("numbers").legend("top left");
    figure.line(tau, full, "every state", Colour::vermilion);
    figure.line(tau, root, "every √τ steps", Colour::blue);
    figure.line(tau, optimal, std::to_string(slots) + " slots", Colour::green);
    lab.draw(figure);
  });
}
