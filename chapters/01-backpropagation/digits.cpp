/// \file
/// A 64-30-10 network on 1,797 handwritten digits, beside two baselines.
#include "chapters/01-backpropagation/training.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

struct Knobs {
  Index hidden = 30, seed = 1, seeds = 10;
};

struct Measured {
  Table choice{{"model", "rate", "epochs", "validation loss", "right, %"}, {}};
  Settings deep, flat;  // chosen for the network, for softmax regression
  Vector network, regression, shuffled;  // right of the test rows, each seed
  double neighbour, tested;              // right of how many
  std::vector<double> train_loss, test_loss;  // of the first seed, by epoch

  // Of the network's share of right answers, on so many rows.
  double standard_error() const {
    const double share = arma::median(network);
    return std::sqrt(share * (1 - share) / tested);
  }
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
  for (const double rate : {0.3, 1.0, 3.0}) {
    for (const Index epochs : {20u, 60u, 180u}) {
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
  m.network = m.regression = m.shuffled = Vector(k.seeds);
  m.deep = choose(digits, k.hidden, "network", m.choice);
  m.flat = choose(digits, 0, "softmax regression", m.choice);
  m.neighbour = nearest_neighbour(fit, test);
  m.tested = static_cast<double>(test.x.n_cols);
  Progress progress("seeds", k.seeds);
  for (Index i = 0; i < k.seeds; ++i, progress.tick()) {
    const std::uint64_t seed = m.deep.seed = m.flat.seed = k.seed + i;
    const Network<double> net = start(64, k.hidden, 10, seed);
    const Digits mix = in_random_order(digits, seed);
    const auto watch = [&](const Network<double>& now) {
      if (i > 0) return;
      m.train_loss.push_back(mean_loss(now, fit));
      m.test_loss.push_back(mean_loss(now, test));
    };
    m.network(i) = accuracy(train(net, fit, m.deep, watch), test);
    m.regression(i) =
        accuracy(train(start(64, 0, 10, seed), fit, m.flat), test);
    m.shuffled(i) = accuracy(train(net, examples(mix, 0, train_rows), m.deep),
                             examples(mix, train_rows, all));
  }
  return m;
}

void show(Experiment& lab, const Measured& m, const Knobs& k) {
  const auto row = [](const std::string& model, const Vector& right) {
    return std::vector<std::string>{model, fixed(100 * arma::median(right), 1),
                                    fixed(100 * right.min(), 1),
                                    fixed(100 * right.max(), 1)};
  };
  lab.table("choice", m.choice);
  lab.value("rate", text(m.deep.rate));
  lab.value("epochs", std::to_string(m.deep.epochs));
  lab.table("accuracy",
            {{"model", "median right, %", "lowest", "highest"},
             {row("network 64-" + std::to_string(k.hidden) + "-10", m.network),
              row("softmax regression", m.regression),
              row("1-nearest neighbour", Vector{m.neighbour})}});
  lab.value("shuffled", fixed(100 * arma::median(m.shuffled), 1));
  lab.value("tested", m.tested);
  const double more = arma::median(m.network) - arma::median(m.regression);
  lab.value("more", fixed(m.tested * more, 0));
  lab.value("standard_error", fixed(100 * m.standard_error(), 1));
  Figure curves("01-digits", "Mean loss of a digit");
  curves.log_y().x_label("epoch").y_label("mean J");
  const Vector epoch = arma::regspace(1, static_cast<double>(m.deep.epochs));
  curves.line(epoch, m.test_loss, "test digits", Colour::vermilion);
  curves.line(epoch, m.train_loss, "training digits", Colour::blue);
  lab.draw(curves);
}

void claim(Experiment& lab, const Measured& m) {
  const double network = arma::median(m.network), e = m.standard_error();
  const double regression = arma::median(m.regression);
  lab.claim("softmax regression from the network, in standard errors",
            std::abs(network - regression) / e, below(2));
  lab.claim("the nearest neighbour above both, in standard errors",
            (m.neighbour - std::max(network, regression)) / e, above(2));
  lab.claim("the network on shuffled rows above it in order",
            arma::median(m.shuffled) - network, above(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-digits",
                 "On unseen digits the network and softmax regression cannot "
                 "be told apart by this test; the nearest neighbour is above "
                 "both by more than two standard errors");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units", {10, 20, 60, 100});
  lab.knob("seed", k.seed, "first of the seeds", {1, 11});
  lab.knob("seeds", k.seeds, "seeds of first weights and order");
  return lab.run(argc, argv, k, measure, show, claim);
}
