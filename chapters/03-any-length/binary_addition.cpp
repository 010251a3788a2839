/// \file
/// A published run, digit for digit: a recurrent network learns to add.
#include "chapters/03-any-length/addition.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  double rate = 0.1;
  Index hidden = 16, additions = 10000, seed = 0;
  bool operator==(const Knobs&) const = default;
};

std::vector<Addition> measure(const Knobs& k) {
  if (k.additions % 1000 != 0)
    throw std::invalid_argument("additions: expected a multiple of 1000");
  Adder adder(static_cast<std::uint32_t>(k.seed), k.hidden);
  std::vector<Addition> run;
  Progress progress("adding", k.additions);
  for (Index i = 0; i < k.additions; ++i, progress.tick())
    run.push_back(adder.learn(k.rate));
  return run;
}

// How many of the last thousand sums are wrong.
double wrong_at_last(const std::vector<Addition>& run) {
  return static_cast<double>(
      std::count_if(run.end() - 1000, run.end(),
                    [](const Addition& it) { return it.said != it.a + it.b; }));
}

void show(Experiment& lab, const std::vector<Addition>& run, const Knobs& k) {
  Table table{{"addition", "printed error", "our error", "what it adds",
               "printed sum", "our sum"},
              {}};
  for (Index i = 0; i < run.size(); i += 1000) {
    const Addition& it = run[i];
    const bool listed = k == Knobs{};  // no other run was ever printed
    const Printed there = listed ? published[i / 1000] : Printed{0, 0, 0, ""};
    table.rows.push_back({std::to_string(i), there.error, fixed(it.error, 8),
                          std::to_string(it.a) + " + " + std::to_string(it.b),
                          listed ? std::to_string(there.said) : "",
                          std::to_string(it.said)});
  }
  lab.table("run", table);
  lab.value("wrong_of_last_1000", wrong_at_last(run));

  Vector mean(run.size() / 100, arma::fill::zeros);  // of each hundred errors
  for (Index i = 0; i < run.size(); ++i) mean(i / 100) += run[i].error / 100;
  const Vector at = 100 * arma::regspace(1, static_cast<double>(mean.n_elem));
  Figure figure("03-binary_addition", "Learning to add");
  figure.x_label("additions seen").y_label("sum of |y - ŷ| over eight bits");
  figure.y_range(0, 4.5).legend("off").set("set xtics 2000");
  figure.horizontal(4).note(9800, 4.18, "every bit a guess", "right");
  figure.line(at, mean, "mean of a hundred additions", Colour::blue);
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Addition>& run, const Knobs& k) {
  lab.claim("wrong sums of the last thousand", wrong_at_last(run),
            at_most(100));
  double other = 0;
  for (Index n = 0; k == Knobs{} && n < std::size(published); ++n)
    other += (fixed(run[1000 * n].error, 8) != published[n].error) +
             (run[1000 * n].said != published[n].said);
  lab.claim("errors and sums that a source has printed otherwise", other,
            equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-binary_addition",
                 "The published run comes out to every printed digit: ten "
                 "errors, ten sums");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate", {0.05, 0.2, 0.5});
  lab.knob("hidden", k.hidden, "hidden units", {4, 8, 32});
  lab.knob("additions", k.additions, "length of the run, a multiple of 1000",
           {5000, 20000});
  lab.knob("seed", k.seed, "seed of NumPy's generator");
  return lab.run(argc, argv, k, measure, show, claim);
}
