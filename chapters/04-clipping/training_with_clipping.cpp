// The range of learning rates that work, with and without clipping.
#include "chapters/04-clipping/remedies.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, seed = 1, tau = 30, updates = 200;
  double gain = 1, threshold = 1;
};

const Vector rates{0.003, 0.01, 0.03, 0.1, 0.3, 1};

// How many seeds learn: plain and clipped, a column for each rate.
Matrix measure(const Knobs& k) {
  Matrix learned(2, rates.n_elem, arma::fill::zeros);
  Progress progress("runs", learned.n_elem);
  for (Index i = 0; i < rates.n_elem; ++i)
    for (const Index clipped : {0u, 1u}) {
      const Cure way{"", Activation::tanh, scaled_orthogonal(k.gain),
                     clipped ? k.threshold : 0};
      for (Index s = 0; s < k.seeds; ++s)
        learned(clipped, i) += trained(way, k.units, {k.tau, 10, 0.2},
                                       {rates(i), 0, k.updates}, k.seed + s)
                                   .learned;
      progress.tick();
    }
  return learned;
}

void show(Experiment& lab, const Matrix& learned, const Knobs& k) {
  Table table{{"rate"}, {{"plain"}, {"clipped"}}};
  Figure figure("04-training_with_clipping", "", rounding("each within 2"));
  figure.log_x().set("set format x '%g'");
  figure.x_label("learning rate").y_label("seeds that learn");
  figure.x_range(0.0025, 1.2).y_range(-0.3, static_cast<double>(k.seeds) + 0.3);
  for (const double rate : rates) table.head.push_back(text(rate));
  for (const Index i : {0u, 1u}) {
    const Vector row = learned.row(i).t();
    for (const double n : row) table.rows[i].push_back(text(n));
    const Colour colour = i ? Colour::green : Colour::vermilion;
    figure.line(rates, row, table.rows[i][0], colour);
    figure.points(rates, row, "", colour);
  }
  lab.table("learned", table);
  lab.mark("learned", rounding("each within 2"));
  lab.draw(figure);
}

void claim(Experiment& lab, const Matrix& learned, const Knobs& k) {
  const double most = 0.9 * static_cast<double>(k.seeds);
  const auto good_rates = [&](Index i) {
    return static_cast<double>(arma::accu(learned.row(i) >= most));
  };
  lab.claim("rates at which nine of ten seeds learn, clipped", good_rates(1),
            at_least(4));
  lab.claim("rates at which nine of ten seeds learn, plain", good_rates(0),
            at_most(3));
  lab.claim("seeds that learn at the best rate, clipped less plain",
            learned.row(1).max() - learned.row(0).max(), at_least(0));
  lab.claim("seeds that learn at the largest rate, clipped less plain",
            learned(1, rates.n_elem - 1) - learned(0, rates.n_elem - 1),
            at_least(3));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-training_with_clipping",
                 "Clipped descent learns the first sign at most rates of a "
                 "range of three hundred to one, plain descent at fewer");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {4, 16});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 21});
  lab.knob("gain", k.gain, "all singular values of the first W",
           {0.7, 0.9, 1.5, 2});
  lab.knob("threshold", k.threshold, "largest norm let through",
           {0.3, 0.5, 2, 3});
  lab.knob("updates", k.updates, "updates", {100, 400});
  lab.knob("tau", k.tau, "length of the task, its lag and one", {20, 40});
  lab.together({{"threshold 0.3", "updates 100"}});
  return lab.run(argc, argv, k, measure, show, claim);
}
