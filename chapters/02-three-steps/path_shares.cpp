/// \file
/// How much each path contributes to dL/dW, for recurrent weights of several
/// sizes.
#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

// A random network whose W is an orthogonal matrix times w, on a random
// sequence.
ThreeSteps random_network(Index seed, Index units, double w) {
  Random random(seed);
  const Index d = 2, K = 3;
  const Weights<double> weights{
      random.normal_matrix(units, d, 0.5), w * orthogonal(random, units),
      random.normal_matrix(K, units, 0.5), Vector(units, arma::fill::zeros),
      Vector(K, arma::fill::zeros)};
  const Vector h0 = random.normal_matrix(units, 1, 0.5);
  const Matrix x = random.normal_matrix(d, 3);
  Matrix y(K, 3, arma::fill::zeros);
  for (Index t = 0; t < 3; ++t) y(random.below(K), t) = 1;
  return ThreeSteps({}, weights, h0, x, y);
}

// A path's signed share: its part along dL/dW, over the length of dL/dW. The
// six add up to 1.
Vector shares(const ThreeSteps& s) {
  const Matrix whole = s.dW();
  Vector result(6);
  Index i = 0;
  for (const Path& path : s.paths_of_W())
    result(i++) = arma::accu(path.gradient % whole) / arma::accu(whole % whole);
  return result;
}

// Green, purple, orange: the shares by how many steps the path goes back.
Vector by_steps_back(const Vector& share) {
  return {share(0) + share(1) + share(3), share(2) + share(4), share(5)};
}

Vector median_by_steps_back(double w, Index units, Index seeds) {
  Matrix all(3, seeds);
  for (Index seed = 1; seed <= seeds; ++seed)
    all.col(seed - 1) = by_steps_back(shares(random_network(seed, units, w)));
  return arma::median(all, 1);
}

Figure bars_of(const Vector& small, const Vector& large,
               const std::string& small_name, const std::string& large_name) {
  Figure figure("02-path-shares", "Share of each path in dL/dW, one network");
  figure.size(680, 400).y_label("signed share").legend("top center horizontal");
  const Vector at = {1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14};
  figure.x_names(at, {"1", "2", "2,1", "3", "3,2", "3,2,1", "1", "2", "2,1",
                      "3", "3,2", "3,2,1"});
  figure.set("set xtics font ',12'").x_range(0.2, 14.8).horizontal(0);
  figure.x_label("path: the steps it visits");
  figure.note(3.5, 0.85, small_name, "center");
  figure.note(11.5, 0.85, large_name, "center");
  figure.y_range(-0.3, 1.15);
  const Vector y = arma::join_cols(small, large);
  const auto pick = [&](const arma::uvec& i, const std::string& label,
                        Colour colour) {
    figure.bars(at(i), y(i), label, colour, 0.8);
  };
  pick({0, 1, 3, 6, 7, 9}, "stays", Colour::green);
  pick({2, 4, 8, 10}, "one back", Colour::purple);
  pick({5, 11}, "two back", Colour::orange);
  return figure;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-path_shares",
                 "With small recurrent weights the paths that stay in their "
                 "step make up dL/dW, with larger ones the long paths count, "
                 "and with very large ones tanh saturates and they are gone");
  double small = 0.3, large = 2, huge = 10;
  Index units = 4, seed = 3, seeds = 200;
  lab.knob("small", small, "singular values of a small W");
  lab.knob("large", large, "singular values of a large W");
  lab.knob("huge", huge, "singular values of a very large W");
  lab.knob("units", units, "hidden units");
  lab.knob("seed", seed, "seed of the network in the first figure");
  lab.knob("seeds", seeds, "networks behind each median");
  return lab.run(argc, argv, [&] {
    const Vector few = shares(random_network(seed, units, small));
    const Vector many = shares(random_network(seed, units, large));
    lab.draw(bars_of(few, many, "w = " + text(small), "w = " + text(large)));
    lab.claim(std::abs(arma::accu(few) - 1) < 1e-12 &&
                  std::abs(arma::accu(many) - 1) < 1e-12,
              "the shares add up to 1");

    Table table{
        {"size of W", "stay (green)", "one back (purple)", "two back (orange)"},
        {}};
    const auto row = [&](double w) {
      const Vector m = median_by_steps_back(w, units, seeds);
      table.rows.push_back(
          {text(w), fixed(m(0), 3), fixed(m(1), 3), fixed(m(2), 3)});
      return m;
    };
    const Vector at_small = row(small), at_large = row(large),
                 at_huge = row(huge);
    lab.table("medians", table);
    lab.value("networks", std::to_string(seeds));
    lab.claim(at_small(0) > 0.95, "small weights: the short paths");
    lab.claim(at_large(1) + at_large(2) > 0.3, "larger ones: the long too");
    lab.claim(at_huge(0) > 0.95, "very large ones: the short again");

    const Vector w = arma::exp10(arma::linspace(-1, 1, 21));
    Matrix medians(3, w.n_elem);
    Progress progress("sizes of W", w.n_elem);
    for (Index i = 0; i < w.n_elem; ++i, progress.tick())
      medians.col(i) = median_by_steps_back(w(i), units, seeds);
    Figure figure("02-path-shares-by-w", "Median share by steps back");
    figure.log_x().x_label("singular values of W").y_label("share of dL/dW");
    figure.set("set format x '%g'").y_range(0, 1.05).legend("center left");
    const auto of = [&](Index i) { return Vector(medians.row(i).t()); };
    figure.line(w, of(0), "stays in its step", Colour::green);
    figure.line(w, of(1), "one step back", Colour::purple);
    figure.line(w, of(2), "two steps back", Colour::orange);
    lab.draw(figure);
  });
}
