// Which first weights keep the size of a signal through many layers or steps.
#include "common/activation.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"

using namespace unrolled;

namespace {

struct First {
  std::string name;
  Activation activation;
  double factor;  // of the second moment, per layer, as derived
  Matrix (*weights)(Random&, Index);
  Colour colour;
};

Matrix heuristic(Random& random, Index n) {
  const double r = 1 / std::sqrt(static_cast<double>(n));
  return random.uniform_matrix(n, n, -r, r);
}
Matrix plain_normal(Random& random, Index n) {
  return random.normal_matrix(n, n, 1 / std::sqrt(static_cast<double>(n)));
}
Matrix square_xavier(Random& random, Index n) {
  return xavier(random, n, n);
}
Matrix square_he(Random& random, Index n) {
  return he(random, n, n);
}

// The second moment of a layer's output, relative to the first input's.
Vector moments(const First& first, Index n, Index depth, bool reuse,
               Random random) {
  Vector a = random.normal_matrix(n, 1);
  const double start = arma::dot(a, a);
  Matrix W = first.weights(random, n);
  Vector moment(depth + 1, arma::fill::ones);
  for (Index l = 1; l <= depth; ++l) {
    if (!reuse) W = first.weights(random, n);
    a = activate(first.activation, Matrix(W * a));
    moment(l) = arma::dot(a, a) / start;
  }
  return moment;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-variance",
                 "With fresh weights in each layer the second moment changes "
                 "by the factor derived; with one W at every step only the "
                 "orthogonal one keeps it on every seed");
  Index units = 64, depth = 30, seeds = 30;
  lab.knob("units", units, "units of each layer");
  lab.knob("depth", depth, "layers, or time steps");
  lab.knob("seeds", seeds, "seeds");
  return lab.run(argc, argv, [&] {
    const std::vector<First> firsts{
        {"1/√n heuristic", Activation::identity, 1.0 / 3, heuristic,
         Colour::vermilion},
        {"Xavier", Activation::identity, 1, square_xavier, Colour::blue},
        {"ReLU, variance 1/n", Activation::relu, 0.5, plain_normal,
         Colour::orange},
        {"ReLU, He", Activation::relu, 1, square_he, Colour::purple},
        {"orthogonal", Activation::identity, 1, orthogonal, Colour::green}};
    const Vector layer = arma::regspace(0, static_cast<double>(depth));
    Table table{{"first weights", "factor derived", "measured, fresh",
                 "one W: least after 30", "largest after 30"},
                {}};
    Figure fresh("04-variance", "");
    Figure reused("04-variance-reused", "");
    for (Figure* figure : {&fresh, &reused}) {
      figure->size(640, 400).log_y().y_label("second moment");
      figure->set("set format y '10^{%T}'").set("set mytics 1");
      figure->legend("bottom left");
    }
    fresh.x_label("layer").y_range(1e-16, 1e3);
    reused.x_label("time step").y_range(1e-8, 1e6);

    for (const First& first : firsts) {
      Matrix one_W(depth + 1, seeds);
      Vector mean(depth + 1, arma::fill::zeros);
      for (Index seed = 0; seed < seeds; ++seed) {
        mean += moments(first, units, depth, false, Random(seed)) /
                static_cast<double>(seeds);
        one_W.col(seed) = moments(first, units, depth, true, Random(seed));
      }
      const double measured =
          std::pow(mean(depth), 1 / static_cast<double>(depth));
      const Vector least = arma::min(one_W, 1), most = arma::max(one_W, 1);
      table.rows.push_back({first.name, fixed(first.factor, 3),
                            fixed(measured, 3), text(least(depth), 2),
                            text(most(depth), 2)});
      fresh.line(layer, mean, first.name, first.colour);
      if (first.factor == 1)
        reused.band(layer, least, most, first.name, first.colour);
      lab.claim(std::abs(measured / first.factor - 1) < 0.03,
                "factor of " + first.name);
      const double spread = std::log(most(depth) / least(depth));
      lab.claim(first.name == "orthogonal" ? spread < 1e-9 : spread > 1,
                "one W, " + first.name);
    }
    lab.table("factors", table);
    reused.line(layer, Vector(depth + 1, arma::fill::ones), "", Colour::green);
    lab.draw(fresh);
    lab.draw(reused);
  });
}
