/// \file
/// When each block runs, and how long each state is kept that is run from.
#include <map>

#include "chapters/05-cost/problem.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

namespace {

struct Knobs {
  Index blocks = 10, slots = 3;
};

// One pass, by the number of blocks run forward so far.
struct Found {
  Vector at, block;              // each run forward
  Vector back_at, back_block;    // each way back
  std::map<Index, Vector> kept;  // the state before a block: from and until
  Index expected;                // runs by the closed form
};

// A run that does not go on from the one before it begins at a kept state; and
// after that one before came a way back.
Found measure(const Knobs& k) {
  const Problem q(1, 1, 1, 1, k.blocks);
  Checkpointed few(q.p, 1, k.blocks, 1, k.slots);
  Gradient g;
  few(q.p, q.x, q.h0, q.loss(), g);

  const std::vector<Index>& run = few.order();
  Found f;
  f.block = arma::conv_to<Vector>::from(run) + 1;
  f.at = arma::regspace(1, static_cast<double>(run.size()));
  std::map<Index, double> reached{{0, 0}};
  std::vector<double> back_at, back_block;
  for (Index i = 0; i < run.size(); ++i) {
    if (i == 0 || run[i] != run[i - 1] + 1) {
      f.kept.try_emplace(run[i], Vector{reached[run[i]], 0});
      f.kept[run[i]](1) = f.at(i) - 1;
    }
    if (i + 1 == run.size() || run[i + 1] != run[i] + 1) {
      back_at.push_back(f.at(i) + 0.4);
      back_block.push_back(f.block(i));
    }
    reached[run[i] + 1] = f.at(i);
  }
  f.back_at = back_at, f.back_block = back_block;
  f.expected = optimal_cost(k.blocks, std::min(k.slots, k.blocks));
  return f;
}

// The most states that are kept at once.
double most_kept(const Found& f) {
  Index most = 0;
  for (const double now : f.at) {
    const auto there = [&](const auto& one) {
      return one.second(0) < now && now <= one.second(1);
    };
    const auto count = std::count_if(f.kept.begin(), f.kept.end(), there);
    most = std::max(most, static_cast<Index>(count));
  }
  return static_cast<double>(most);
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  lab.value("blocks", std::to_string(k.blocks));
  lab.value("slots", std::to_string(k.slots));
  lab.value("runs", text(f.at.back()));
  Figure figure("05-timeline", "");
  figure.x_label("blocks run forward so far").y_label("block").size(510, 400);
  figure.x_range(-0.5, f.at.back() + 1).legend("outside below");
  figure.y_range(0, f.block.max() + 1);
  for (const auto& [block, times] : f.kept)
    figure.line(times, Vector(2).fill(static_cast<double>(block) + 0.5),
                block == 0 ? "the state before a block, kept" : "",
                Colour::grey, 5);
  figure.points(f.at, f.block, "a block run forward", forward_colour);
  figure.points(f.back_at, f.back_block, "its way back", backward_colour);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  const auto usable = static_cast<double>(std::min(k.slots, k.blocks - 1));
  lab.claim("the runs, less the closed form's",
            f.at.back() - static_cast<double>(f.expected), equal_to(0));
  lab.claim("the most states kept at once, less the slots that are of use",
            most_kept(f) - usable, equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-timeline",
                 "The blocks run forward are as many as the closed form says, "
                 "and no more states are kept at once than there are slots");
  Knobs k;
  lab.knob("blocks", k.blocks, "blocks of the sequence", {2, 5, 50, 300});
  lab.knob("slots", k.slots, "states that may be kept", {1, 2, 5, 10});
  return lab.run(argc, argv, k, measure, show, claim);
}
