/// \file
/// A 64-30-10 network on 1,797 handwritten digits, beside two baselines.
#include <vector>

#include "chapters/01-backpropagation/digit_examples.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

constexpr Index seeds = 10;

// The setting with the lowest loss on the validation rows, which are then
// given back to the training part.
Settings choose(const Digits& digits, Index hidden, const std::string& what,
                Table& table) {
  const Examples fit = examples(digits, 0, train_rows - validation_rows);
  const Examples judge =
      examples(digits, train_rows - validation_rows, train_rows);
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

// The same digits in random order.
Digits shuffled(const Digits& digits, std::uint64_t seed) {
  const arma::uvec order(Random(seed).permutation(digits.labels.n_elem));
  return {digits.pixels.cols(order), digits.labels.elem(order)};
}

std::vector<std::string> row(const std::string& model, const Vector& right) {
  return {model, fixed(100 * arma::median(right), 1),
          fixed(100 * right.min(), 1), fixed(100 * right.max(), 1)};
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-digits",
                 "On unseen digits the network's median accuracy lies above "
                 "softmax regression's and below the nearest neighbour's");
  Index hidden = 30;
  Index seed = 1;
  lab.knob("hidden", hidden, "hidden units, at least 1");
  lab.knob("seed", seed, "the seed whose loss curves are drawn");
  return lab.run(argc, argv, [&] {
    const Digits digits = read_digits();
    const Index all = digits.labels.n_elem;
    const Examples train_part = examples(digits, 0, train_rows);
    const Examples test = examples(digits, train_rows, all);

    Table choice{{"model", "rate", "epochs", "validation loss", "right, %"},
                 {}};
    Settings deep = choose(digits, hidden, "network", choice);
    Settings flat = choose(digits, 0, "softmax regression", choice);
    lab.table("choice", choice);
    lab.claim(deep.rate == chosen_settings().rate &&
                  deep.epochs == chosen_settings().epochs,
              "the choice is the one that the program mistakes uses");
    lab.value("rate", text(deep.rate));
    lab.value("epochs", std::to_string(deep.epochs));

    Vector network(seeds), regression(seeds), mixed(seeds);
    Progress progress("ten seeds", seeds);
    for (Index s = 0; s < seeds; ++s, progress.tick()) {
      deep.seed = flat.seed = s + 1;
      const Network<double> first = start(64, hidden, 10, s + 1);
      const Network<double> no_hidden = start(64, 0, 10, s + 1);
      network(s) = accuracy(train(first, train_part, deep), test);
      regression(s) = accuracy(train(no_hidden, train_part, flat), test);
      const Digits mix = shuffled(digits, s + 1);
      mixed(s) = accuracy(train(first, examples(mix, 0, train_rows), deep),
                          examples(mix, train_rows, all));
    }
    const double neighbour = nearest_neighbour(train_part, test);
    lab.table("accuracy",
              {{"model", "median right, %", "lowest", "highest"},
               {row("network 64-" + std::to_string(hidden) + "-10", network),
                row("softmax regression", regression),
                row("1-nearest neighbour", Vector{neighbour})}});
    lab.value("shuffled", fixed(100 * arma::median(mixed), 1));

    // One seed again, watched while it learns.
    deep.seed = seed;
    std::vector<double> train_loss, test_loss;
    train(start(64, hidden, 10, seed), train_part, deep,
          [&](const Network<double>& now) {
            train_loss.push_back(mean_loss(now, train_part));
            test_loss.push_back(mean_loss(now, test));
          });
    const Vector epoch =
        arma::regspace(1, static_cast<double>(train_loss.size()));
    Figure curves("01-digits", "Mean loss of a digit");
    curves.log_y().x_label("epoch").y_label("mean J").legend("bottom left");
    curves.line(epoch, test_loss, "test digits", Colour::vermilion);
    curves.line(epoch, train_loss, "training digits", Colour::blue);
    lab.draw(curves);
    lab.claim(arma::median(network) > arma::median(regression),
              "the network is above softmax regression");
    lab.claim(arma::median(network) < neighbour,
              "the network is below the nearest neighbour");
  });
}
