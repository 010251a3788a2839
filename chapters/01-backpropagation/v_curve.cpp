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
  Index seed = 1;
};

// The test function of Martins, Sturdza and Alonso (2003), and its derivative
// at x = 1.5 as published, to more digits than a double holds.
template <class T>
T martins(const arma::Mat<T>& x) {
  const T s = std::sin(x(0)), c = std::cos(x(0));
  return std::exp(x(0)) / std::sqrt(s * s * s + c * c * c);
}
const Matrix at{1.5};
constexpr double published = 4.053427893898621;

const std::vector<std::string> ways{"forward difference", "central difference",
                                    "complex step"};

// The error of each way (a column) at each step size.
Matrix errors_of(const RealFunction& f, const ComplexFunction& g,
                 const Matrix& x, const Matrix& slope, const Vector& steps) {
  Matrix e(steps.n_elem, 3);
  for (Index i = 0; i < steps.n_elem; ++i) {
    const double h = steps(i);
    e(i, 0) = block_error(forward_difference(f, x, h), slope);
    e(i, 1) = block_error(central_difference(f, x, h), slope);
    e(i, 2) = block_error(complex_step(g, x, h), slope);
  }
  // On a logarithmic axis an error of 0 is half of the last bit.
  return arma::clamp(e, 0x1p-54, arma::datum::inf);
}

// All weights of one tanh layer of six units.
Matrix errors_on_network(Index seed, const Vector& steps) {
  Random random(seed);
  const Network<double> net{
      {xavier(random, 6, 4), random.normal_matrix(6, 1), Activation::tanh}};
  const Matrix x = random.normal_matrix(4, 1), y = random.normal_matrix(6, 1);
  const auto J = [&]<class T>(const arma::Mat<T>& W) {
    const Network<T> moved{{W, as<T>(net[0].b), net[0].activation}};
    return loss(Loss::squared_error, forward(moved, as<T>(x)), y);
  };
  const Gradient g = backward(net, forward(net, x), Loss::squared_error, y);
  return errors_of([&](const Matrix& W) { return J(W); },
                   [&](const ComplexMatrix& W) { return J(W); }, net[0].W,
                   g.dW[1], steps);
}

struct Measured {
  Vector steps;
  Matrix function, network;  // errors
  double far, of_size;       // the complex step's slope: at 1e-200; of |x|^1.5
};

Measured measure(const Knobs& k) {
  const Vector steps = exp10(arma::linspace(-20, -1, 39));
  const ComplexFunction f = martins<Complex>;
  const auto size = [](auto& x) { return std::pow(std::abs(x(0)), 1.5); };
  return {steps, errors_of(martins<double>, f, at, Matrix{published}, steps),
          errors_on_network(k.seed, steps), complex_step(f, at, 1e-200)(0),
          complex_step(size, at)(0)};
}

void draw(Experiment& lab, const std::string& name, const std::string& title,
          const Vector& steps, const Matrix& e) {
  Figure figure(name, title,
                rounding("each within a factor of 20 and last within a factor "
                         "of 1.000001"));
  figure.log_x().log_y().x_label("step size h").y_label("relative error");
  figure.set("set xtics 1e4").x_range(1e-20, 0.1).y_range(1e-17, 10);
  const Colour colours[] = {Colour::blue, Colour::green, Colour::vermilion};
  const Vector x{1e-12, 1e-17, 1e-19}, y{0.02, 1e-9, 3e-15};  // of the names
  for (Index way = 0; way < 3; ++way)  // where two coincide, both are seen
    figure.line(steps, e.col(way), ways[way], colours[way], way == 1 ? 4 : 2)
        .beside(x(way), y(way), ways[way], colours[way]);
  lab.draw(figure);
}

void show(Experiment& lab, const Measured& m) {
  Table table{
      {"way", "best h", "its error", "on the network: best h", "its error"},
      {}};
  for (Index way = 0; way < 3; ++way) {
    std::vector<std::string> row{ways[way]};
    for (const Vector e : {m.function.col(way), m.network.col(way)})
      row.insert(row.end(),
                 {text(m.steps(e.index_min()), 1), text(e.min(), 1)});
    table.rows.push_back(row);
  }
  lab.table("best", table);
  lab.mark("best", rounding("each within a factor of 20"));
  // On the network the complex step is best anywhere.
  lab.mark("best.on the network: best h", rounding("largest at most 1e-4"));
  lab.value("far", text(m.far, 16));
  lab.value("published", text(published, 16));
  lab.value("of_size", m.of_size);
  draw(lab, "01-v-curve", "e^x / √(sin^3x + cos^3x) at x = 1.5", m.steps,
       m.function);
  draw(lab, "01-v-curve-network", "dJ/dW of six tanh units", m.steps,
       m.network);
}

void claim(Experiment& lab, const Measured& m) {
  for (const auto& [of, e] : std::vector<std::pair<std::string, Matrix>>{
           {"function: ", m.function}, {"network: ", m.network}}) {
    lab.claim(of + "the best forward difference's error", e.col(0).min(),
              between(1e-11, 1e-6));
    lab.claim(of + "the best central difference's over it",
              e.col(1).min() / e.col(0).min(), between(1e-4, 0.1));
    lab.claim(of + "the complex step's largest error, h up to 1e-8",
              Vector(e.col(2))(arma::find(m.steps <= 1e-8)).max(),
              below(1e-14));
  }
  lab.claim("the complex step's error at h = 1e-200",
            std::abs(m.far / published - 1), below(1e-15));
  lab.claim("its slope of |x|^1.5", m.of_size, equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-v_curve",
                 "Differences lose half or a third of their digits at their "
                 "best step; the complex step loses none, at any small step");
  Knobs k;
  lab.knob("seed", k.seed, "seed of the network's weights");
  return lab.run(argc, argv, k, measure, show, claim);
}
