/// \file
/// Which idea buys what: the same gradient, six ways, timed in one run.
#include <functional>
#include <vector>

#include "chapters/03-any-length/stopwatch.hpp"
#include "chapters/05-cost/problem.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::cost;

namespace {

struct Idea {
  std::string name;
  std::function<Gradient()> gradient;
};

// The forms of this chapter, each by one idea richer than the one before.
std::vector<Idea> ideas(const Problem& q, Index steps) {
  const Index n = q.x.n(), tau = q.x.steps();
  const auto pass = [&q](auto& form) {
    Gradient g;
    form(q.p, q.x, q.h0, q.loss(), g);
    return g;
  };
  auto plain = std::make_shared<InBlocks>(q.p, n, tau, steps, plain_tanh);
  auto full = std::make_shared<InBlocks>(q.p, n, tau, steps);
  const Index root =
      static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(tau))));
  auto few = std::make_shared<Checkpointed>(q.p, n, tau, root, tau);
  return {{"1 one sequence at a time", [&q] { return q.one_at_a_time(); }},
          {"2 a matrix per step", [&q] { return q.a_matrix_per_step(); }},
          {"3 products over time",
           [=, &q] {
             InBlocks fresh(q.p, n, tau, steps, plain_tanh);
             return pass(fresh);
           }},
          {"4 one workspace", [=] { return pass(*plain); }},
          {"5 tanh of many", [=] { return pass(*full); }},
          {"6 √τ states kept", [=] { return pass(*few); }}};
}

struct Knobs {
  Index inputs = 64, hidden = 128, outputs = 64, batch = 32, tau = 100;
  Index columns = 96;
};

// One form.
struct Found {
  std::string name;
  double error;         // against chapter 3
  double microseconds;  // a step
};

std::vector<Found> measure(const Knobs& k) {
  const Problem problem(k.inputs, k.hidden, k.outputs, k.batch, k.tau);
  const Gradient truth = problem.a_matrix_per_step();
  const Index steps =
      std::clamp<Index>((k.columns + k.batch - 1) / k.batch, 1, k.tau);
  const std::vector<Idea> forms = ideas(problem, steps);
  std::vector<Found> all;
  Progress progress("timing", forms.size());
  for (const Idea& form : forms) {
    const double error = worst_error(form.gradient(), truth);
    const double ms = bptt::milliseconds([&] { form.gradient(); });
    all.push_back({form.name, error, 1e3 * ms / static_cast<double>(k.tau)});
    progress.tick();
  }
  return all;
}

void show(Experiment& lab, const std::vector<Found>& all) {
  Table table{{"form", "error against chapter 3", "time a step, 1 = form 2"},
              {}};
  Vector at(all.size()), microseconds(all.size());
  for (Index i = 0; i < all.size(); ++i) {
    table.rows.push_back({all[i].name, text(all[i].error, 2),
                          fixed(all[i].microseconds / all[1].microseconds, 2)});
    at(i) = static_cast<double>(i + 1);
    microseconds(i) = all[i].microseconds;
  }
  lab.table("ideas", table);
  lab.mark("ideas.error against chapter 3", rounding("each at most 1e-12"));
  lab.mark("ideas." + table.head[2], measured());

  Figure figure("05-ideas", "Measured: microseconds a step", measured());
  figure.y_label("microseconds").legend("off").size(860, 440);
  figure.x_range(0.4, 6.6);
  figure.set("set yrange [0:*]");
  figure.x_names(at, {"1 one by one", "2 matrix a step", "3 products",
                      "4 workspace", "5 tanh of many", "6 √τ states"});
  figure.bars(at, microseconds, "time a step", Colour::blue, 0.6);
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Found>& all) {
  for (const Found& f : all)
    lab.claim(f.error < 1e-12, f.name + " gives chapter 3's gradient");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-ideas",
                 "Six forms of BPTT, from one sequence at a time to few states "
                 "kept, give one gradient");
  Knobs k;
  lab.knob("inputs", k.inputs, "input units");
  lab.knob("hidden", k.hidden, "hidden units");
  lab.knob("outputs", k.outputs, "output units");
  lab.knob("batch", k.batch, "sequences side by side");
  lab.knob("tau", k.tau, "steps of a sequence");
  lab.knob("columns", k.columns, "columns of a block, about");
  return lab.run(argc, argv, k, measure, show, claim);
}
