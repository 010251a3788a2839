/// \file
/// Which test digits the network reads wrong, as counts and as pictures.
#include <algorithm>
#include <vector>

#include "chapters/01-backpropagation/digit_examples.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

void draw_confusion(Experiment& lab, const Matrix& counts) {
  Figure figure("01-confusion", "Test digits: said (across), true (down)");
  figure.size(600, 520).x_label("the network says").y_label("the digit is");
  const Vector at = arma::regspace(0, 9);
  const std::vector<std::string> ten{"0", "1", "2", "3", "4",
                                     "5", "6", "7", "8", "9"};
  figure.x_names(at, ten).y_names(at, ten);
  figure.heatmap(counts, "test digits", false).set("set cbrange [0:*]");
  for (Index i = 0; i < 10; ++i)
    for (Index j = 0; j < 10; ++j)
      if (counts(i, j) > 0)
        figure.set("set label '" + text(counts(i, j)) + "' at " +
                   std::to_string(j) + "," + std::to_string(i) +
                   " center front textcolor rgb " +
                   (i == j ? "'white'" : "'black'"));
  lab.draw(figure);
}

// Eight by eight pixels each, six in a row, the true digit and the said below.
void draw_mistakes(Experiment& lab, const Examples& test,
                   const arma::uvec& truth, const arma::uvec& said,
                   const arma::uvec& wrong) {
  const Index across = 6, pitch = 10, height = 12;
  const Index shown = std::min<Index>(wrong.n_elem, 30);
  const Index rows = (shown + across - 1) / across;
  Matrix sheet(rows * height, across * pitch, arma::fill::zeros);
  Figure figure("01-mistakes", "");
  figure.size(600, static_cast<int>(120 * rows)).legend("off");
  for (Index n = 0; n < shown; ++n) {
    const Index j = wrong(n);
    const Index top = n / across * height, left = n % across * pitch + 1;
    sheet.submat(top, left, top + 7, left + 7) =
        arma::reshape(test.x.col(j), 8, 8).t();
    figure.note(static_cast<double>(left) + 3.5, static_cast<double>(top) + 9.3,
                std::to_string(truth(j)) + " → " + std::to_string(said(j)),
                "center");
  }
  figure.set("unset border\nunset tics\nunset colorbox\nset margins 0,0,0,0");
  figure.heatmap(sheet, "pixels", false);
  lab.draw(figure);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-mistakes",
                 "Where the network errs, its second guess is right more often "
                 "than not");
  Index hidden = 30;
  Index seed = 1;
  lab.knob("hidden", hidden, "hidden units, at least 1");
  lab.knob("seed", seed, "seed of the weights and of the order of examples");
  return lab.run(argc, argv, [&] {
    const Digits digits = read_digits();
    const Examples test = examples(digits, train_rows, digits.labels.n_elem);
    Settings settings = chosen_settings();
    settings.seed = seed;
    const Network<double> net = train(
        start(64, hidden, 10, seed), examples(digits, 0, train_rows), settings);

    Matrix scores = forward(net, test.x).z.back();
    const arma::uvec truth = arma::index_max(test.y, 0).t();
    const arma::uvec said = arma::index_max(scores, 0).t();
    const arma::uvec wrong = arma::find(said != truth);
    Matrix counts(10, 10, arma::fill::zeros);
    for (Index j = 0; j < said.n_elem; ++j) counts(truth(j), said(j)) += 1;

    // Take the first guess away and look again.
    for (Index j = 0; j < said.n_elem; ++j)
      scores(said(j), j) = -arma::datum::inf;
    const arma::uvec second = arma::index_max(scores, 0).t();
    const Index saved = arma::accu(second.elem(wrong) == truth.elem(wrong));

    Matrix off = counts;
    off.diag().zeros();
    const arma::uvec most = arma::ind2sub(arma::size(off), off.index_max());
    lab.value("most", "a " + std::to_string(most(0)) + " is taken for a " +
                          std::to_string(most(1)) + ", " + text(off.max()) +
                          " times");
    lab.value("wrong", std::to_string(wrong.n_elem));
    lab.value("tested", std::to_string(said.n_elem));
    lab.value("second", std::to_string(saved));
    lab.print(std::to_string(wrong.n_elem) + " of " +
              std::to_string(said.n_elem) + " test digits are read wrong; of " +
              std::to_string(saved) + " the second guess is right.");
    draw_confusion(lab, counts);
    draw_mistakes(lab, test, truth, said, wrong);
    lab.claim(2 * saved > wrong.n_elem);
  });
}
