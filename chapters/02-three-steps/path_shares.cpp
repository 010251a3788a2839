/// \file
/// How much each path contributes to dL/dW, by the size of W and by the number
/// of units, and how often the long paths are the largest part.
#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {
  double small = 0.3, large = 2, huge = 10, input = 0.5;
  Index seed = 1, seeds = 100;
};

const std::vector<Index> units{4, 8, 16, 32};
const Vector sizes_of_W = arma::exp10(arma::linspace(-1, 1, 11));

// The shares of the paths that stay in their step, go one step back and go two,
// in a random network on a random sequence, W an orthogonal matrix times w:
// their part along dL/dW, over the length of dL/dW. The three add up to 1.
Vector shares(Index seed, Index H, double w, double input) {
  Random random(seed);
  const Index D = 2, K = 3;
  const Parameters p{random.normal_matrix(H, D, input),
                     w * orthogonal(random, H), random.normal_matrix(K, H, 0.5),
                     arma::zeros(H), arma::zeros(K)};
  const Vector h0 = random.normal_matrix(H, 1, 0.5);
  const Matrix x = random.normal_matrix(D, 3);
  Matrix y(K, 3, arma::fill::zeros);
  for (Index t = 1; t <= 3; ++t) y(random.below(K), t - 1) = 1;
  const ThreeSteps s({}, p, x, y, h0);
  const Paths path = s.paths_to_W();
  const Matrix whole = s.dW();
  Vector along(3, arma::fill::zeros);
  for (Index t = 1; t <= 3; ++t)
    for (Index k = 1; k <= t; ++k)
      along(t - k) += arma::accu(path(t, k) % whole);
  return along / arma::accu(whole % whole);
}

// Median shares, and in which part of the networks that of two steps back is
// the largest: a row for each size of W, a column for each number of units.
struct Measured {
  Matrix stay, one_back, two_back, two_back_largest;
};

Measured measure_at(const Vector& w, const Knobs& k) {
  const Matrix none(w.n_elem, units.size());
  Measured m{none, none, none, none};
  Progress progress("numbers of units", units.size());
  for (Index j = 0; j < units.size(); ++j, progress.tick())
    for (Index i = 0; i < w.n_elem; ++i) {
      Matrix all(3, k.seeds);
      for (Index n = 0; n < k.seeds; ++n)
        all.col(n) = shares(k.seed + n, units[j], w(i), k.input);
      const Vector median = arma::median(all, 1);
      m.stay(i, j) = median(0);
      m.one_back(i, j) = median(1);
      m.two_back(i, j) = median(2);
      const arma::urowvec largest = arma::index_max(all, 0);
      m.two_back_largest(i, j) =
          arma::mean(arma::conv_to<Vector>::from(largest == 2));
    }
  return m;
}

Measured measure(const Knobs& k) {
  return measure_at({k.small, k.large, k.huge}, k);
}

void draw(Experiment& lab, Figure figure, const std::string& what,
          const Matrix& curves) {
  figure.log_x().x_label("singular values of W").y_label(what);
  figure.set("set format x '%g'").y_range(0, 1.05);
  const Colour colours[] = {Colour::grey, Colour::sky, Colour::blue,
                            Colour::vermilion};
  for (Index j = 0; j < units.size(); ++j)
    figure.line(sizes_of_W, curves.col(j), std::to_string(units[j]) + " units",
                colours[j]);
  lab.draw(figure);
}

void show(Experiment& lab, const Measured& m, const Knobs& k) {
  Table table{{"size of W", "units", "stay (green), %", "one back (purple), %",
               "two back (orange), %", "two back is the largest, %"},
              {}};
  const double w[] = {k.small, k.large, k.huge};
  for (Index i = 0; i < 3; ++i)
    for (Index j = 0; j < units.size(); ++j) {
      std::vector<std::string> row{text(w[i]), std::to_string(units[j])};
      for (const Matrix* part :
           {&m.stay, &m.one_back, &m.two_back, &m.two_back_largest})
        row.push_back(
            fixed(std::round(100 * (*part)(i, j)) + 0.0, 0));  // no -0
      table.rows.push_back(row);
    }
  lab.table("medians", table);
  lab.value("networks", std::to_string(k.seeds));
  const Measured curves = measure_at(sizes_of_W, k);  // no claim needs them
  draw(lab, {"02-path-shares-by-w", "The paths that stay in their step"},
       "median share of dL/dW", curves.stay);
  draw(lab, {"02-path-shares", "Two steps back is the largest part"},
       "part of the networks", curves.two_back_largest);
}

void claim(Experiment& lab, const Measured& m) {
  lab.claim("small W: the share that stays, at the least", m.stay.row(0).min(),
            above(0.8));
  lab.claim("large W: the share that stays, at the most", m.stay.row(1).max(),
            below(0.8));
  lab.claim("very large W: the share that stays, 4 units", m.stay(2, 0),
            above(0.8));
  lab.claim("very large W: the share that stays, 32 units", m.stay(2, 3),
            below(0.5));
  lab.claim("large W: how often two back is the largest, 4 units",
            m.two_back_largest(1, 0), below(0.25));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-path_shares",
                 "With small recurrent weights the paths that stay in their "
                 "step make up dL/dW, with larger ones the long paths count; "
                 "with very large ones they are gone in a network of 4 units, "
                 "and are most of it in one of 32");
  Knobs k;
  lab.knob("small", k.small, "singular values of a small W",
           {0.1, 0.2, 0.4, 0.5});
  lab.knob("large", k.large, "singular values of a large W", {1, 1.5, 3, 4});
  lab.knob("huge", k.huge, "singular values of a very large W", {5, 7, 15, 20});
  lab.knob("input", k.input, "size of U's entries", {0.1, 0.25, 1, 2});
  lab.knob("seed", k.seed, "first network");
  lab.knob("seeds", k.seeds, "networks behind each median");
  lab.together({{"large 1", "input 1"}});
  return lab.run(argc, argv, k, measure, show, claim);
}
