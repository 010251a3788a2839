// Chapter 1's network on few digits: dropout beside its rivals, each at its
// best setting, stopped at its best epoch.
#include "chapters/08-dropout/choice.hpp"
#include "chapters/08-dropout/layers.hpp"

using namespace unrolled;
using namespace unrolled::dropout;
using namespace unrolled::dropout::layers;

namespace {

struct Knobs {
  Index rows = 100, hidden = 30, epochs = 100, seeds = 10, seed = 1;
  double rate = 0.3;
};

// Four settings each; an input is kept with at least 0.8.
const Vector decays{0.0003, 0.001, 0.003, 0.01}, keeps{0.9, 0.8, 0.65, 0.5};

// Stopped at the epoch that does best on the rows that judge, or at the last.
Outcome trained(const Knobs& k, std::uint64_t seed, const Digits& digits,
                const Regular& how, bool stops) {
  const Examples fit = backprop::examples(digits, 0, k.rows),
                 judge = backprop::examples(digits, 1000, 1200),
                 test = backprop::examples(digits, 1200, 1797);
  const Network<double> first = backprop::start(64, k.hidden, 10, seed);
  const backprop::Settings s{k.rate, 20, k.epochs, seed};
  Stopped best = train_and_stop(first, fit, judge, s, how);
  if (!stops) best.net = train(first, fit, s, how);
  return {best.judged, backprop::mean_loss(best.net, test),
          backprop::accuracy(best.net, test)};
}

std::vector<Chosen> measure(const Knobs& k) {
  const Digits digits = read_digits();
  std::vector<Chosen> ways;
  Progress progress("trainings", 10 * k.seeds);
  const auto way = [&](const std::string& name, const Vector& settings,
                       const auto& regular, bool stops) {
    std::vector<std::string> words;
    for (const double setting : settings)
      words.push_back(settings.n_elem > 1 ? text(setting) : "");
    ways.push_back(
        at_its_best(name, words, k.seeds, [&](std::size_t i, Index s) {
          progress.tick();
          return trained(k, k.seed + s, digits, regular(settings(i)), stops);
        }));
  };
  const auto plain = [](double) { return Regular{}; };
  way("none", {0}, plain, false);
  way("stopped", {0}, plain, true);
  way(
      "decay", decays,
      [](double decay) {
        return Regular{1, 1, decay};
      },
      true);
  way(
      "dropout", keeps,
      [](double p) {
        return Regular{std::max(p, 0.8), p, 0};
      },
      true);
  return ways;
}

void show(Experiment& lab, const std::vector<Chosen>& ways) {
  show_ways(lab, "08-digits", ways);
}

void claim(Experiment& lab, const std::vector<Chosen>& ways) {
  lab.claim("dropout's loss over that of early stopping",
            over(ways[3], ways[1]), between(0.5, 1));
  lab.claim("dropout's loss over that of weight decay", over(ways[3], ways[2]),
            between(0.5, 1));
  lab.claim("share that is right, dropout's less that of weight decay",
            arma::median(ways[3].right) - arma::median(ways[2].right),
            between(-0.03, 0.03));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab(
      "08-digits",
      "With few digits to learn from dropout leaves a little "
      "less loss on fresh ones than early stopping and weight decay, "
      "each at its best");
  Knobs k;
  lab.knob("rows", k.rows, "digits to learn from", {50, 400}, {20, 1000});
  lab.knob("hidden", k.hidden, "hidden units", {100});
  lab.knob("epochs", k.epochs, "epochs at most", {}, {5, 10000});
  lab.knob("rate", k.rate, "learning rate", {0.1});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 11, 21, 31});
  return lab.run(argc, argv, k, measure, show, claim);
}
