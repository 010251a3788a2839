/// \file
/// What is kept and what is computed again: full, root and optimal schedules.
#include "chapters/05-cost/problem.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

namespace {

struct Knobs {
  Index hidden = 16, longest = 4096, slots = 10, seed = 1;
};

// A schedule on one sequence.
struct Schedule {
  Index stored;  // numbers
  Index steps;   // run forward
  double apart;  // its gradient from the one with every state kept
  double off;    // the blocks run, less those of the closed form
};

Schedule run(const Problem& q, Index block, Index slots) {
  const Index tau = q.x.steps();
  InBlocks all(q.p, 1, tau, block);
  Checkpointed few(q.p, 1, tau, block, slots);
  Gradient a, b;
  all(q.p, q.x, q.h0, q.loss(), a);
  few(q.p, q.x, q.h0, q.loss(), b);
  const Index t = few.blocks(), derived = optimal_cost(t, std::min(slots, t));
  Index steps = 0;  // the last block may be a short one
  for (const Index i : few.order()) steps += std::min(block, tau - i * block);
  return {
      few.stored(), steps, worst_error(b, a),
      static_cast<double>(few.forward_blocks()) - static_cast<double>(derived)};
}

// One length.
struct Found {
  double tau, full;
  Schedule root, optimal;
};

std::vector<Found> measure(const Knobs& k) {
  std::vector<Found> all;
  Progress progress("running", k.longest);
  for (Index tau = 16; tau <= k.longest; tau *= 2) {
    const Problem q(k.hidden, k.hidden, k.hidden, 1, tau, k.seed);
    const double length = static_cast<double>(tau);
    const double full = static_cast<double>(InBlocks(q.p, 1, tau).stored());
    all.push_back(
        {length, full,
         run(q, static_cast<Index>(std::ceil(std::sqrt(length))), tau),
         run(q, 1, k.slots)});
    for (Index i = 0; i < tau / 2; ++i) progress.tick();
  }
  return all;
}

void show(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  Table table{{"tau", "kept in full", "every root", "optimal",
               "steps forward: root", "optimal"},
              {}};
  Matrix kept(all.size(), 4);
  for (const Found& f : all) {
    kept.row(table.rows.size()) =
        arma::rowvec{f.tau, f.full, static_cast<double>(f.root.stored),
                     static_cast<double>(f.optimal.stored)};
    table.rows.push_back(
        {text(f.tau), text(f.full, 8), std::to_string(f.root.stored),
         std::to_string(f.optimal.stored), std::to_string(f.root.steps),
         std::to_string(f.optimal.steps)});
  }
  lab.table("memory", table);
  Figure figure("05-memory", "Numbers kept");
  figure.log_x().log_y().x_label("τ").y_label("numbers");
  const Vector tau = kept.col(0);
  figure.line(tau, kept.col(1), "every state", Colour::vermilion);
  figure.line(tau, kept.col(2), "every √τ steps", Colour::blue);
  figure.line(tau, kept.col(3), std::to_string(k.slots) + " slots",
              Colour::green);
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Found>& all) {
  double apart = 0, off = 0;
  for (const Found& f : all)
    for (const Schedule& s : {f.root, f.optimal}) {
      apart = std::max(apart, s.apart);
      off = std::max(off, std::abs(s.off));
    }
  lab.claim("the blocks run, off the closed form", off, equal_to(0));
  lab.claim("the largest difference of a gradient", apart, equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-memory",
                 "With few states kept the gradient is the same to the bit, "
                 "and the steps computed again are those of the closed form");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units; as many inputs and outputs",
           {1, 4, 32, 64});
  lab.knob("longest", k.longest, "steps of the longest sequence", {},
           {16, 1e6});
  lab.knob("slots", k.slots, "states kept by the optimal schedule",
           {1, 2, 5, 20, 100});
  lab.knob("seed", k.seed, "of parameters and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
