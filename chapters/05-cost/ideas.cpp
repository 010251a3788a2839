/// \file
/// Which idea buys what: the same gradient, six ways, which take turns.
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
  Index columns = 96, rounds = 7, seed = 1;
};

// One form.
struct Found {
  std::string name;
  double error;         // against chapter 3
  Vector microseconds;  // a step, by round
};

std::vector<Found> measure(const Knobs& k) {
  const Problem problem(k.inputs, k.hidden, k.outputs, k.batch, k.tau, k.seed);
  const Gradient truth = problem.a_matrix_per_step();
  const Index steps =
      std::clamp<Index>((k.columns + k.batch - 1) / k.batch, 1, k.tau);
  const std::vector<Idea> forms = ideas(problem, steps);
  std::vector<Found> all;
  for (const Idea& form : forms)
    all.push_back(
        {form.name, worst_error(form.gradient(), truth), Vector(k.rounds)});
  // In turns: a busy moment of the machine meets all of them.
  Progress progress("timing", k.rounds);
  for (Index round = 0; round < k.rounds; ++round, progress.tick())
    for (Index i = 0; i < forms.size(); ++i)
      all[i].microseconds(round) =
          1e3 / static_cast<double>(k.tau) *
          bptt::milliseconds([&] { forms[i].gradient(); }, 1);
  return all;
}

double median_time(const Found& f) {
  return arma::median(f.microseconds);
}

void show(Experiment& lab, const std::vector<Found>& all, const Knobs& k) {
  const std::string time = "time a step, 1 = form 2";
  Table table{{"form", "error against chapter 3", time, "least", "largest"},
              {}};
  Figure figure("05-ideas", "Measured: microseconds a step", measured());
  figure.y_label("microseconds").legend("off").size(860, 400);
  figure.x_range(0.4, 6.6);
  figure.set("set yrange [0:*]");
  const Vector at = arma::regspace(1, static_cast<double>(all.size()));
  figure.x_names(at, {"1 one by one", "2 step by step", "3 products",
                      "4 workspace", "5 tanh of many", "6 √τ states"});
  figure.bars(at, column(all, median_time), "median", Colour::blue, 0.6);
  for (Index i = 0; i < all.size(); ++i) {
    const Vector& us = all[i].microseconds;
    const Vector ratio = us / all[1].microseconds;  // within each round
    table.rows.push_back({all[i].name, text(all[i].error, 2),
                          fixed(arma::median(ratio), 2), fixed(ratio.min(), 2),
                          fixed(ratio.max(), 2)});
    figure.line({at(i), at(i)}, {us.min(), us.max()},
                i ? "" : "range of the rounds", Colour::grey);
  }
  lab.value("rounds", std::to_string(k.rounds));
  lab.table("ideas", table);
  lab.mark("ideas.error against chapter 3", rounding("each at most 1e-12"));
  for (const std::string& head : {time, table.head[3], table.head[4]})
    lab.mark("ideas." + head, measured());
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Found>& all) {
  lab.claim("the largest error of a form's gradient",
            column(all, &Found::error).max(), at_most(1e-12));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("05-ideas",
                 "Six forms of BPTT, from one sequence at a time to few states "
                 "kept, give one gradient");
  Knobs k;
  lab.knob("inputs", k.inputs, "input units");
  lab.knob("hidden", k.hidden, "hidden units", {8, 32, 256});
  lab.knob("outputs", k.outputs, "output units");
  lab.knob("batch", k.batch, "sequences side by side", {1, 8, 64});
  lab.knob("tau", k.tau, "steps of a sequence", {2, 10, 300});
  lab.knob("columns", k.columns, "columns of a block, about", {32, 512});
  lab.knob("rounds", k.rounds, "how often each form is timed");
  lab.knob("seed", k.seed, "of parameters and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
