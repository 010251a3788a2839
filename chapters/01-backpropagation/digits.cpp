/// \file
/// A 64-30-10 network on 1,797 handwritten digits, beside two baselines.
#include "chapters/01-backpropagation/training.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

struct Knobs {
  Index hidden = 30, seed = 1;
};

constexpr Index train_rows = 1200;      // the rest is the test part
constexpr Index validation_rows = 200;  // last of the training rows
constexpr Index seeds = 10;

struct Measured {
  Table choice{{"model", "rate", "epochs", "validation loss", "right, %"}, {}};
  Settings deep, flat;  // chosen for the network, for softmax regression
  Vector network{Vector(seeds)}, regression{Vector(seeds)},
      shuffled{Vector(seeds)};
  double neighbour;
  std::vector<double> epoch, train_loss, test_loss;  // of one seed
};

// The setting with the lowest loss on the validation rows, which are then
// given back to the training part.
Settings choose(const Digits& digits, Index hidden, const std::string& what,
                Table& table) {
  const Index from = train_rows - validation_rows;
  const Examples fit = examples(digits, 0, from);
  const Examples judge = examples(digits, from, train_rows);
  Settings best;
  double lowest = arma::datum::inf;
  for (const double rate : {0.1, 0.3, 1.0}) {
    for (const Index epochs : {20u, 60u}) {
      const Settings s{rate, 20, epochs, 1};
      const Network<double> net = train(start(64, hidden, 10, 1), fit, s);
      const double J = mean_loss(net, judge);
      table.rows.push_back({what, text(rate), std::to_string(epochs),
                            fixed(J, 3), fixed(100 * accuracy(net, judge), 1)});
      if (J < lowest) best = s, lowest = J;
    }
  }
  return best;
}

double nearest_neighbour(const Examples& train, const Examples& test) {
  Index right = 0;
  for (Index j = 0; j < test.x.n_cols; ++j) {
    const Matrix away = train.x.each_col() - test.x.col(j);
    const Index nearest = arma::sum(arma::square(away), 0).index_min();
    right += train.y.col(nearest).index_max() == test.y.col(j).index_max();
  }
  return static_cast<double>(right) / static_cast<double>(test.x.n_cols);
}

Digits in_random_order(const Digits& digits, std::uint64_t seed) {
  const arma::uvec order(Random(seed).permutation(digits.labels.n_elem));
  return {digits.pixels.cols(order), digits.labels.elem(order)};
}

Measured measure(const Knobs& k) {
  const Digits digits = read_digits();
  const Index all = digits.labels.n_elem;
  const Examples fit = examples(digits, 0, train_rows);
  const Examples test = examples(digits, train_rows, all);
  Measured m;
  m.deep = choose(digits, k.hidden, "network", m.choice);
  m.flat = choose(digits, 0, "softmax regression", m.choice);
  m.neighbour = nearest_neighbour(fit, test);
  Progress progress("ten seeds", seeds);
  for (Index s = 1; s <= seeds; ++s, progress.tick()) {
    m.deep.seed = m.flat.seed = s;
    const Network<double> net = start(64, k.hidden, 10, s);
    const Network<double> no_hidden = start(64, 0, 10, s);
    const Digits mix = in_random_order(digits, s);
    m.network(s - 1) = accuracy(train(net, fit, m.deep), test);
    m.regression(s - 1) = accuracy(train(no_hidden, fit, m.flat), test);
    m.shuffled(s - 1) =
        accuracy(train(net, examples(mix, 0, train_rows), m.deep),
                 examples(mix, train_rows, all));
  }
  // One seed again, watched while it learns.
  m.deep.seed = k.seed;
  train(start(64, k.hidden, 10, k.seed), fit, m.deep,
        [&](const Network<double>& now) {
          m.train_loss.push_back(mean_loss(now, fit));
          m.test_loss.push_back(mean_loss(now, test));
          m.epoch.push_back(static_cast<double>(m.epoch.size() + 1));
        });
  return m;
}

std::vector<std::string> row(const std::string& model, const Vector& right) {
  return {model, fixed(100 * arma::median(right), 1),
          fixed(100 * right.min(), 1), fixed(100 * right.max(), 1)};
}

void show(Experiment& lab, const Measured& m, const Knobs& k) {
  lab.table("choice", m.choice);
  lab.value("rate", text(m.deep.rate));
  lab.value("epochs", std::to_string(m.deep.epochs));
  lab.table("accuracy",
            {{"model", "median right, %", "lowest", "highest"},
             {row("network 64-" + std::to_string(k.hidden) + "-10", m.network),
              row("softmax regression", m.regression),
              row("1-nearest neighbour", Vector{m.neighbour})}});
  lab.value("shuffled", fixed(100 * arma::median(m.shuffled), 1));
  Figure curves("01-digits", "Mean loss of a digit");
  curves.log_y().x_label("epoch").y_label("mean J").legend("bottom left");
  curves.line(m.epoch, m.test_loss, "test digits", Colour::vermilion);
  curves.line(m.epoch, m.train_loss, "training digits", Colour::blue);
  lab.draw(curves);
}

void claim(Experiment& lab, const Measured& m) {
  lab.claim(arma::median(m.network) > arma::median(m.regression),
            "the network is above softmax regression");
  lab.claim(arma::median(m.network) < m.neighbour,
            "the network is below the nearest neighbour");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-digits",
                 "On unseen digits the network's median accuracy lies above "
                 "softmax regression's and below the nearest neighbour's");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units, at least 1");
  lab.knob("seed", k.seed, "the seed whose loss curves are drawn");
  return lab.run(argc, argv, k, measure, show, claim);
}
