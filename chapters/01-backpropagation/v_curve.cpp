/// \file
/// The error of three ways to differentiate by numbers, against the step size.
#include <algorithm>
#include <cmath>

#include "chapters/01-backpropagation/network.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

// The test function of Martins, Sturdza and Alonso (2003), and its derivative
// at x = 1.5 as published, to more digits than a double holds.
template <class T>
T martins(const T& x) {
  const T s = std::sin(x), c = std::cos(x);
  return std::exp(x) / std::sqrt(s * s * s + c * c * c);
}
constexpr double martins_at = 1.5;
constexpr double martins_slope = 4.053427893898621;

// Errors of the three ways at one step size.
struct Errors {
  Vector forward, central, complex;
};

// An error of exactly 0 has no place on a logarithmic axis: it is drawn as the
// half of the last bit that it may be.
double drawable(double error) {
  return std::max(error, 0x1p-54);
}

Errors errors_of(const RealFunction& f, const ComplexFunction& g,
                 const Matrix& x, const Matrix& slope, const Vector& steps) {
  Errors e{Vector(steps.n_elem), Vector(steps.n_elem), Vector(steps.n_elem)};
  for (Index i = 0; i < steps.n_elem; ++i) {
    const double h = steps(i);
    e.forward(i) = drawable(block_error(forward_difference(f, x, h), slope));
    e.central(i) = drawable(block_error(central_difference(f, x, h), slope));
    e.complex(i) = drawable(block_error(complex_step(g, x, h), slope));
  }
  return e;
}

void draw(Experiment& lab, const std::string& name, const std::string& title,
          const Vector& steps, const Errors& e) {
  Figure figure(name, title,
                rounding("each within a factor of 20 and last within a factor "
                         "of 1.000001"));
  figure.log_x().log_y().x_label("step size h").y_label("relative error");
  figure.x_range(1e-20, 0.1)
      .y_range(1e-17, 10)
      .legend("at graph 0.02, graph 0.56 left");
  figure.line(steps, e.forward, "forward difference", Colour::blue);
  figure.line(steps, e.central, "central difference", Colour::green);
  figure.line(steps, e.complex, "complex step", Colour::vermilion);
  lab.draw(figure);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-v_curve",
                 "Differences lose half or a third of their digits at their "
                 "best step; the complex step loses none, at any small step");
  Index per_decade = 2;
  Index seed = 1;
  lab.knob("per-decade", per_decade, "step sizes in each decade");
  lab.knob("seed", seed, "seed of the network's weights");
  return lab.run(argc, argv, [&] {
    const Vector steps =
        arma::exp10(arma::linspace(-20, -1, 19 * per_decade + 1));

    const Matrix x(1, 1, arma::fill::value(martins_at));
    const Matrix slope(1, 1, arma::fill::value(martins_slope));
    const Errors function = errors_of(
        [](const Matrix& v) { return martins(v(0)); },
        [](const ComplexMatrix& v) { return martins(v(0)); }, x, slope, steps);

    // The same on a network: all weights of the first of two tanh layers.
    Random random(seed);
    const Network<double> net{
        {xavier(random, 6, 4), random.normal_matrix(6, 1), Activation::tanh},
        {xavier(random, 3, 6), random.normal_matrix(3, 1), Activation::tanh}};
    const Matrix input = random.normal_matrix(4, 1);
    const Matrix target = random.normal_matrix(3, 1);
    const auto with_W = [&]<class T>(const arma::Mat<T>& W) {
      const Network<T> changed{
          {W, as<T>(net[0].b), net[0].activation},
          {as<T>(net[1].W), as<T>(net[1].b), net[1].activation}};
      return loss(Loss::squared_error, forward(changed, as<T>(input)), target);
    };
    const Gradient g =
        backward(net, forward(net, input), Loss::squared_error, target);
    const Errors network =
        errors_of([&](const Matrix& W) { return with_W(W); },
                  [&](const ComplexMatrix& W) { return with_W(W); }, net[0].W,
                  g.dW[1], steps);

    Table table{
        {"way", "best h", "its error", "on the network: best h", "its error"},
        {}};
    const auto row = [&](const std::string& way, const Vector& on_function,
                         const Vector& on_network) {
      const Index i = on_function.index_min(), j = on_network.index_min();
      table.rows.push_back({way, text(steps(i), 1), text(on_function(i), 1),
                            text(steps(j), 1), text(on_network(j), 1)});
    };
    row("forward", function.forward, network.forward);
    row("central", function.central, network.central);
    row("complex step", function.complex, network.complex);
    lab.table("best", table);
    lab.mark("best", rounding("each within a factor of 20"));
    // On the network the complex step is best anywhere.
    lab.mark("best.on the network: best h", rounding("largest at most 1e-5"));
    const double far = complex_step(
        [](const ComplexMatrix& v) { return martins(v(0)); }, x, 1e-200)(0);
    lab.value("far", text(far, 16));
    lab.value("published", text(martins_slope, 16));
    draw(lab, "01-v-curve", "e^x / √(sin^3x + cos^3x) at x = 1.5", steps,
         function);
    draw(lab, "01-v-curve-network", "dJ/dW^1 of a 4-6-3 network", steps,
         network);

    for (const Errors* e : {&function, &network}) {
      const arma::uvec small = arma::find(steps <= 1e-8);
      lab.claim(e->forward.min() > 1e-11 && e->forward.min() < 1e-6,
                "the best forward difference keeps about half the digits");
      lab.claim(e->central.min() < e->forward.min(),
                "the best central difference is better than the best forward");
      lab.claim(Vector(e->complex(small)).max() < 1e-14,
                "the complex step is exact to rounding for every h up to 1e-8");
    }
    lab.claim(std::abs(far / martins_slope - 1) < 1e-15, "so it is at 1e-200");
  });
}
