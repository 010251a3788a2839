// How far scores spread, and what is left of softmax's slope.
#include "chapters/10-attention/attention.hpp"
#include "common/activation.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;

namespace {

struct Knobs {
  Index tau = 64, sequences = 4, seed = 1;
  double spread = 1;
};

// Of queries and keys of d numbers; means over all steps.
struct Spread {
  double d, variance;     // of q.k, over d times the variances of both
  double largest, slope;  // of the weights; what is left of the slope, (10.22)
  double largest_without, slope_without;  // the same without the root
};

// The largest weight of a step, and the trace of its Jacobian over that of
// equal weights: means over all steps.
std::pair<double, double> of_weights(const Matrix& e) {
  const Matrix a = softmax(e);
  const double n = static_cast<double>(a.n_cols);
  const double most = 1 - 1 / static_cast<double>(a.n_rows);
  return {arma::accu(arma::max(a, 0)) / n,
          (1 - arma::accu(arma::square(a)) / n) / most};
}

std::vector<Spread> measure(const Knobs& k) {
  Random random(k.seed);
  std::vector<Spread> all;
  const Vector sizes{1, 4, 16, 64, 256, 1024};
  Progress progress("sizes", sizes.n_elem);
  for (const double d : sizes) {
    Matrix e;
    for (Index i = 0; i < k.sequences; ++i) {
      const Index size = static_cast<Index>(d);
      const Matrix q = random.normal_matrix(size, k.tau, k.spread),
                   keys = random.normal_matrix(size, k.tau, k.spread);
      e = arma::join_rows(e, keys.t() * q);
    }
    const auto [largest, slope] = of_weights(e / std::sqrt(d));
    const auto [largest_without, slope_without] = of_weights(e);
    const double expected = d * std::pow(k.spread, 4);
    all.push_back({d, arma::mean(arma::vectorise(arma::square(e))) / expected,
                   largest, slope, largest_without, slope_without});
    progress.tick();
  }
  return all;
}

void show(Experiment& lab, const std::vector<Spread>& all) {
  Table table{{"d", "variance over d", "slope left", "largest weight",
               "slope, no root", "largest weight, no root"},
              {}};
  for (const Spread& at : all)
    table.rows.push_back({text(at.d), text(at.variance, 3), text(at.slope, 3),
                          text(at.largest, 3), text(at.slope_without, 3),
                          text(at.largest_without, 3)});
  lab.table("spread", table);
  Figure figure("10-scale", "");
  figure.size(510, 320).log_x().x_range(1, 1024).x_label("d").y_range(0, 1);
  figure.y_label("what is left of the slope");
  const Vector d = column(all, &Spread::d);
  figure.line(d, column(all, &Spread::slope), "divided", Colour::blue);
  figure.line(d, column(all, &Spread::slope_without), "not divided",
              Colour::vermilion);
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Spread>& all) {
  const Spread &some = all.at(2), &many = all.back();
  lab.claim("variance of a score, over d and the variances of both",
            many.variance, between(0.9, 1.1));
  lab.claim("slope with the root, at the largest d over d = 16",
            many.slope / some.slope, between(0.9, 1.1));
  lab.claim("slope with the root, at the largest d, over that of equal weights",
            many.slope, above(0.9));
  lab.claim("slope without the root, over that of equal weights",
            many.slope_without, below(0.2));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-scale",
                 "The variance of a score grows as d; divided by the root of d "
                 "the scores leave softmax its slope, undivided they saturate "
                 "it");
  Knobs k;
  lab.knob("tau", k.tau, "scores of a step", {16, 256}, {2, 1000});
  lab.knob("sequences", k.sequences, "of as many steps", {}, {1, 20});
  lab.knob("spread", k.spread, "deviation of queries and keys", {0.5, 2, 3},
           {0.01, 100});
  lab.knob("seed", k.seed, "of queries and keys");
  return lab.run(argc, argv, k, measure, show, claim);
}
