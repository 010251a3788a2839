/// \file
/// A 64-30-10 network on 1,797 handwritten digits, beside two baselines.
#include <algorithm>
#include <vector>

#include "chapters/01-backpropagation/training.hpp"
#include "common/data.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

constexpr Index train_rows = 1200;      // the rest is the test part
constexpr Index validation_rows = 200;  // the last of the training rows
constexpr Index seeds = 10;

Examples examples(const Digits& digits, Index from, Index to) {
  Matrix y(10, to - from, arma::fill::zeros);
  for (Index i = from; i < to; ++i) y(digits.labels(i), i - from) = 1;
  return {digits.pixels.cols(from, to - 1), y};
}

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
    for (const Index epochs : {20, 60}) {
      Settings s{rate, 20, epochs, 1};
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

std::vector<std::string> ten() {
  return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
}

void draw_confusion(Experiment& lab, const Matrix& counts) {
  Figure figure("01-confusion", "Test digits: said (across), true (down)",
                exact(0.05));
  figure.size(600, 520).x_label("the network says").y_label("the digit is");
  const Vector at = arma::regspace(0, 9);
  figure.x_names(at, ten()).y_names(at, ten());
  figure.heatmap(counts, "test digits", false).set("set cbrange [0:*]");
  for (Index i = 0; i < 10; ++i)
    for (Index j = 0; j < 10; ++j)
      if (counts(i, j) > 0)
        figure.set("set label '" + text(counts(i, j)) + "' at " +
                   std::to_string(j) + "," + std::to_string(i) +
                   " center front font ',12' textcolor rgb " +
                   (i == j ? "'white'" : "'black'"));
  lab.draw(figure);
}

// Eight by eight pixels each, six in a row, the true digit and the said below.
void draw_mistakes(Experiment& lab, const Examples& test,
                   const arma::uvec& said, const arma::uvec& wrong) {
  const Index across = 6, pitch = 10, height = 12;
  const Index shown = std::min<Index>(wrong.n_elem, 30);
  const Index rows = (shown + across - 1) / across;
  Matrix sheet(rows * height, across * pitch, arma::fill::zeros);
  Figure figure("01-mistakes", "", exact(0.05));
  figure.size(600, static_cast<int>(120 * rows)).legend("off");
  for (Index n = 0; n < shown; ++n) {
    const Index top = n / across * height, left = n % across * pitch + 1;
    const Matrix picture = arma::reshape(test.x.col(wrong(n)), 8, 8).t();
    sheet.submat(top, left, top + 7, left + 7) = picture;
    figure.note(static_cast<double>(left) + 3.5, static_cast<double>(top) + 9.3,
                std::to_string(test.y.col(wrong(n)).index_max()) + " → " +
                    std::to_string(said(wrong(n))),
                "center");
  }
  figure.set("unset border\nunset tics\nunset colorbox\nset margins 0,0,0,0");
  figure.heatmap(sheet, "pixels", false);
  lab.draw(figure);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-digits",
                 "On unseen digits the network's median accuracy lies above "
                 "softmax regression's and below the nearest neighbour's");
  Index hidden = 30;
  Index seed = 1;
  lab.knob("hidden", hidden, "hidden units");
  lab.knob("seed", seed, "the seed whose mistakes are shown");
  return lab.run(argc, argv, [&] {
    const Digits digits = read_digits();
    const Examples train_part = examples(digits, 0, train_rows);
    const Examples test = examples(digits, train_rows, digits.labels.n_elem);

    Table choice{{"model", "rate", "epochs", "validation loss", "right, %"},
                 {}};
    const Settings deep = choose(digits, hidden, "network", choice);
    const Settings flat = choose(digits, 0, "softmax regression", choice);
    lab.table("choice", choice);

    Vector network(seeds), regression(seeds);
    Progress progress("ten seeds", 2 * seeds);
    for (Index s = 0; s < seeds; ++s) {
      Settings a = deep, b = flat;
      a.seed = b.seed = s + 1;
      network(s) =
          accuracy(train(start(64, hidden, 10, s + 1), train_part, a), test);
      progress.tick();
      regression(s) =
          accuracy(train(start(64, 0, 10, s + 1), train_part, b), test);
      progress.tick();
    }
    const double neighbour = nearest_neighbour(train_part, test);
    const auto row = [&](const std::string& model, const Vector& right) {
      return std::vector<std::string>{
          model, fixed(100 * arma::median(right), 1),
          fixed(100 * right.min(), 1), fixed(100 * right.max(), 1)};
    };
    lab.table("accuracy",
              {{"model", "median right, %", "lowest", "highest"},
               {row("network 64-" + std::to_string(hidden) + "-10", network),
                row("softmax regression", regression),
                row("1-nearest neighbour", Vector{neighbour})}});

    // The default seed again, watched while it learns.
    Settings watched = deep;
    watched.seed = seed;
    Vector train_loss, test_loss;
    const Network<double> net = train(
        start(64, hidden, 10, seed), train_part, watched,
        [&](const Network<double>& now) {
          train_loss.insert_rows(train_loss.n_elem,
                                 Vector{mean_loss(now, train_part)});
          test_loss.insert_rows(test_loss.n_elem, Vector{mean_loss(now, test)});
        });
    Figure curves("01-digits", "Mean loss of a digit", exact(0.02));
    const Vector epoch =
        arma::regspace(1, static_cast<double>(train_loss.n_elem));
    curves.log_y().x_label("epoch").y_label("mean J").legend("bottom left");
    curves.line(epoch, test_loss, "test digits", Colour::vermilion);
    curves.line(epoch, train_loss, "training digits", Colour::blue);
    lab.draw(curves);

    const arma::uvec said = labels(net, test);
    Matrix counts(10, 10, arma::fill::zeros);
    for (Index j = 0; j < said.n_elem; ++j)
      counts(test.y.col(j).index_max(), said(j)) += 1;
    const arma::uvec wrong = arma::find(said != arma::index_max(test.y, 0).t());
    draw_confusion(lab, counts);
    draw_mistakes(lab, test, said, wrong);
    lab.value("wrong", std::to_string(wrong.n_elem));
    lab.value("tested", std::to_string(said.n_elem));
    lab.value("rate", text(deep.rate));
    lab.value("epochs", std::to_string(deep.epochs));
    lab.claim(arma::median(network) > arma::median(regression),
              "the network is above softmax regression");
    lab.claim(arma::median(network) < neighbour,
              "the network is below the nearest neighbour");
  });
}
