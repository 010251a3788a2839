// Few digits, read row by row: dropout at three places of a recurrence beside
// its rivals, each at its best setting, stopped at its best epoch.
#include "chapters/08-dropout/choice.hpp"
#include "chapters/08-dropout/training.hpp"

using namespace unrolled;
using namespace unrolled::dropout;

namespace {

struct Knobs {
  Index rows = 100, units = 30, epochs = 60, seeds = 3, seed = 1;
  double rate = 0.01;
};

constexpr Output output = Output::softmax_cross_entropy;
constexpr Index batch = 20;

struct Setting {
  Place place = Place::nowhere;
  double keep = 1, decay = 0;
};
const Vector decays{0.001, 0.003, 0.01}, keeps{0.9, 0.75, 0.5};

struct Data {
  Batch fit, judge, test;
};

double mean_loss(const Parameters& p, const Batch& b) {
  return loss(output, last_scores(p, b.x), b.y) / static_cast<double>(b.x.n());
}

// Stopped at the epoch that does best on the rows that judge, or at the last.
Outcome trained(const Knobs& k, std::uint64_t seed, const Data& data,
                const Setting& how, bool stops) {
  Random random(seed), drops(seed + 1000);
  Parameters p = first_weights(8, k.units, 10, random), best = p;
  Adam adam;
  double lowest = arma::datum::inf;
  for (Index epoch = 1; epoch <= k.epochs; ++epoch) {
    const arma::uvec order(random.permutation(data.fit.x.n()));
    for (Index from = 0; from + batch <= order.n_elem; from += batch) {
      const Batch b = chosen(data.fit, order.subvec(from, from + batch - 1));
      learn(p, adam, output, b,
            draw(how.place, how.keep, 8, k.units, batch, 8, drops),
            {k.rate, 1, how.decay});
    }
    if (epoch % 5 != 0) continue;
    const double now = mean_loss(p, data.judge);
    if (!stops || now < lowest) lowest = now, best = p;
  }
  const arma::umat right = arma::index_max(last_scores(best, data.test.x), 0) ==
                           arma::index_max(data.test.y, 0);
  return {lowest, mean_loss(best, data.test),
          arma::mean(arma::conv_to<Vector>::from(right.t()))};
}

std::vector<Chosen> measure(const Knobs& k) {
  const Digits digits = read_digits();
  const Data data{digits_by_rows(digits, 0, k.rows),
                  digits_by_rows(digits, 1000, 1200),
                  digits_by_rows(digits, 1200, 1797)};
  std::vector<Chosen> ways;
  Progress progress("trainings", 14 * k.seeds);
  const auto way = [&](const std::string& name, const Vector& settings,
                       const auto& setting, bool stops) {
    std::vector<std::string> words;
    for (const double number : settings)
      words.push_back(settings.n_elem > 1 ? text(number) : "");
    ways.push_back(
        at_its_best(name, words, k.seeds, [&](std::size_t i, Index s) {
          progress.tick();
          return trained(k, k.seed + s, data, setting(settings(i)), stops);
        }));
  };
  const auto plain = [](double) { return Setting{}; };
  const auto masks = [](Place place) {
    return [place](double p) { return Setting{place, p, 0}; };
  };
  way("none", {0}, plain, false);
  way("stopped", {0}, plain, true);
  way(
      "decay", decays,
      [](double decay) {
        return Setting{Place::nowhere, 1, decay};
      },
      true);
  way("state", keeps, masks(Place::carried), true);
  way("ends", keeps, masks(Place::ends), true);
  way("one mask", keeps, masks(Place::locked), true);
  return ways;
}

void show(Experiment& lab, const std::vector<Chosen>& ways) {
  show_ways(lab, "08-rows", ways);
}

void claim(Experiment& lab, const std::vector<Chosen>& ways) {
  const Chosen &stopped = ways[1], &decay = ways[2], &carried = ways[3],
               &ends = ways[4], &one = ways[5];
  lab.claim("weight decay: loss over that of early stopping",
            over(decay, stopped), between(0.4, 1));
  lab.claim("masks on inputs and outputs, likewise", over(ends, stopped),
            between(0.5, 1));
  lab.claim("masks on inputs and outputs: loss over that of weight decay",
            over(ends, decay), between(0.7, 1.4));
  lab.claim("the same over that of masks on the carried state",
            over(ends, carried), between(0.5, 1));
  lab.claim("the same over that of one mask on all three", over(ends, one),
            between(0.5, 1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("08-rows",
                 "Of few digits, read row by row, masks on inputs and outputs "
                 "leave less loss than early stopping, masks on the state and "
                 "one mask for all steps; weight decay leaves about as "
                 "little");
  Knobs k;
  lab.knob("rows", k.rows, "digits to learn from", {60, 200}, {20, 1000});
  lab.knob("units", k.units, "hidden units", {});
  lab.knob("epochs", k.epochs, "epochs at most", {}, {5, 10000});
  lab.knob("rate", k.rate, "learning rate", {0.005});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 4, 7, 10});
  return lab.run(argc, argv, k, measure, show, claim);
}
