/// \file
/// The error of three ways to differentiate by numbers, against the step size.
#include "chapters/01-backpropagation/network.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

struct Knobs {
  Index per_decade = 2, seed = 1;
};

// The test function of Martins, Sturdza and Alonso (2003), and its derivative
// at x = 1.5 as published, to more digits than a double holds.
template <class T>
T martins(const arma::Mat<T>& x) {
  const T s = std::sin(x(0)), c = std::cos(x(0));
  return std::exp(x(0)) / std::sqrt(s * s * s + c * c * c);
}
const Matrix martins_at{1.5};
constexpr double martins_slope = 4.053427893898621;

enum Way : Index { forward_way, central_way, complex_way };  // columns

Matrix errors_of(const RealFunction& f, const ComplexFunction& g,
                 const Matrix& x, const Matrix& slope, const Vector& steps) {
  Matrix e(steps.n_elem, 3);
  for (Index i = 0; i < steps.n_elem; ++i) {
    const double h = steps(i);
    e(i, forward_way) = block_error(forward_difference(f, x, h), slope);
    e(i, central_way) = block_error(central_difference(f, x, h), slope);
    e(i, complex_way) = block_error(complex_step(g, x, h), slope);
  }
  // An error of exactly 0 has no place on a logarithmic axis: it is drawn as
  // the half of the last bit that it may be.
  return arma::clamp(e, 0x1p-54, arma::datum::inf);
}

// All weights of the first of two tanh layers.
Matrix errors_on_network(Index seed, const Vector& steps) {
  Random random(seed);
  const Network<double> net{
      {xavier(random, 6, 4), random.normal_matrix(6, 1), Activation::tanh},
      {xavier(random, 3, 6), random.normal_matrix(3, 1), Activation::tanh}};
  const Matrix x = random.normal_matrix(4, 1), y = random.normal_matrix(3, 1);
  const auto with_W = [&]<class T>(const arma::Mat<T>& W) {
    const Network<T> changed{
        {W, as<T>(net[0].b), net[0].activation},
        {as<T>(net[1].W), as<T>(net[1].b), net[1].activation}};
    return loss(Loss::squared_error, forward(changed, as<T>(x)), y);
  };
  const Gradient g = backward(net, forward(net, x), Loss::squared_error, y);
  return errors_of([&](const Matrix& W) { return with_W(W); },
                   [&](const ComplexMatrix& W) { return with_W(W); }, net[0].W,
                   g.dW[1], steps);
}

struct Measured {
  Vector steps;
  Matrix function, network;  // errors
  double far;                // the complex step's slope at a step of 1e-200
};

Measured measure(const Knobs& k) {
  const Vector steps = exp10(arma::linspace(-20, -1, 19 * k.per_decade + 1));
  return {steps,
          errors_of(martins<double>, martins<Complex>, martins_at,
                    Matrix{martins_slope}, steps),
          errors_on_network(k.seed, steps),
          complex_step(martins<Complex>, martins_at, 1e-200)(0)};
}

Figure figure_of(const std::string& name, const std::string& title,
                 const Vector& steps, const Matrix& e) {
  Figure figure(name, title,
                rounding("each within a factor of 20 and last within a factor "
                         "of 1.000001"));
  figure.log_x().log_y().x_label("step size h").y_label("relative error");
  figure.x_range(1e-20, 0.1).y_range(1e-17, 10);
  figure.legend("at graph 0.02, graph 0.56 left");
  figure.line(steps, e.col(forward_way), "forward difference", Colour::blue);
  figure.line(steps, e.col(central_way), "central difference", Colour::green);
  figure.line(steps, e.col(complex_way), "complex step", Colour::vermilion);
  return figure;
}

void show(Experiment& lab, const Measured& m) {
  Table table{
      {"way", "best h", "its error", "on the network: best h", "its error"},
      {}};
  for (const auto& [way, name] :
       {std::pair{forward_way, "forward"}, std::pair{central_way, "central"},
        std::pair{complex_way, "complex step"}}) {
    const Vector f = m.function.col(way), n = m.network.col(way);
    table.rows.push_back({name, text(m.steps(f.index_min()), 1),
                          text(f.min(), 1), text(m.steps(n.index_min()), 1),
                          text(n.min(), 1)});
  }
  lab.table("best", table);
  lab.mark("best", rounding("each within a factor of 20"));
  // On the network the complex step is best anywhere.
  lab.mark("best.on the network: best h", rounding("largest at most 1e-5"));
  lab.value("far", text(m.far, 16));
  lab.value("published", text(martins_slope, 16));
  lab.draw(figure_of("01-v-curve", "e^x / √(sin^3x + cos^3x) at x = 1.5",
                     m.steps, m.function));
  lab.draw(figure_of("01-v-curve-network", "dJ/dW^1 of a 4-6-3 network",
                     m.steps, m.network));
}

void claim(Experiment& lab, const Measured& m) {
  for (const Matrix& e : {m.function, m.network}) {
    const double forward = e.col(forward_way).min();
    const Vector complex = e.col(complex_way);
    lab.claim(forward > 1e-11 && forward < 1e-6,
              "the best forward difference keeps about half the digits");
    lab.claim(e.col(central_way).min() < forward,
              "the best central difference is better than the best forward");
    lab.claim(complex(arma::find(m.steps <= 1e-8)).max() < 1e-14,
              "the complex step is exact to rounding for every h up to 1e-8");
  }
  lab.claim(std::abs(m.far / martins_slope - 1) < 1e-15, "so it is at 1e-200");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-v_curve",
                 "Differences lose half or a third of their digits at their "
                 "best step; the complex step loses none, at any small step");
  Knobs k;
  lab.knob("per-decade", k.per_decade, "step sizes in each decade");
  lab.knob("seed", k.seed, "seed of the network's weights");
  return lab.run(argc, argv, k, measure, show, claim);
}
