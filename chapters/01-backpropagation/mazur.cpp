/// \file
/// A published 2-2-2 network, run one step and 10,000: which printed digits
/// are those of the exact run, and which drifted.
#include <cmath>
#include <vector>

#include "chapters/01-backpropagation/network.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

Network<double> mazur_network() {
  return {{{{0.15, 0.20}, {0.25, 0.30}}, {0.35, 0.35}, Activation::sigmoid},
          {{{0.40, 0.45}, {0.50, 0.55}}, {0.60, 0.60}, Activation::sigmoid}};
}

double error_of(const Network<double>& network, const Matrix& x,
                const Matrix& y) {
  return loss(Loss::squared_error, forward(network, x), y);
}

Gradient gradient_of(const Network<double>& network, const Matrix& x,
                     const Matrix& y) {
  return backward(network, forward(network, x), Loss::squared_error, y);
}

// The published run holds the biases fixed.
Gradient without_biases(Gradient gradient) {
  for (Vector& db : gradient.db) db.zeros();
  return gradient;
}

// The steps at which the loss is drawn, evenly spread on a logarithmic axis.
arma::uvec drawn_steps(Index steps) {
  const Vector spread =
      arma::logspace(0, std::log10(static_cast<double>(steps)), 200);
  return arma::unique(arma::conv_to<arma::uvec>::from(arma::round(spread)));
}

// A number as printed in the source: its value, and one unit of its last digit.
struct Printed {
  std::string what;
  double printed, unit, ours;

  bool same() const { return std::abs(ours - printed) <= 0.5 * unit * 1.0001; }
};

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-mazur",
                 "One step of descent gives every weight that Mazur printed, "
                 "to its last digit");
  double rate = 0.5;
  Index steps = 10000;
  lab.knob("rate", rate, "learning rate");
  lab.knob("steps", steps, "steps of the long run, at least 1");
  return lab.run(argc, argv, [&] {
    const Matrix x = Vector{0.05, 0.10};
    const Matrix y = Vector{0.01, 0.99};
    Network<double> net = mazur_network();
    const Pass<double> first = forward(net, x);
    const double start = loss(Loss::squared_error, first, y);
    descend(net, without_biases(gradient_of(net, x, y)), rate);
    const Matrix& W1 = net[0].W;
    const Matrix& W2 = net[1].W;

    const std::vector<Printed> weights{{"w1", 0.149780716, 1e-9, W1(0, 0)},
                                       {"w2", 0.19956143, 1e-8, W1(0, 1)},
                                       {"w3", 0.24975114, 1e-8, W1(1, 0)},
                                       {"w4", 0.29950229, 1e-8, W1(1, 1)},
                                       {"w5", 0.35891648, 1e-8, W2(0, 0)},
                                       {"w6", 0.408666186, 1e-9, W2(0, 1)},
                                       {"w7", 0.511301270, 1e-9, W2(1, 0)},
                                       {"w8", 0.561370121, 1e-9, W2(1, 1)}};
    std::vector<Printed> others{
        {"h1", 0.593269992, 1e-9, first.a[1](0)},
        {"h2", 0.596884378, 1e-9, first.a[1](1)},
        {"o1", 0.75136507, 1e-8, first.a[2](0)},
        {"o2", 0.772928465, 1e-9, first.a[2](1)},
        {"E before the step", 0.298371109, 1e-9, start},
        {"E after one step", 0.291027924, 1e-9, error_of(net, x, y)}};

    lab.value("after_one", error_of(net, x, y), 10);

    // Go on to the published 10,000 steps, and beside it let the biases learn.
    Network<double> free = mazur_network();
    descend(free, gradient_of(free, x, y), rate);
    lab.value("biases_one", error_of(free, x, y), 14);
    Vector at(steps), fixed_biases(steps), all(steps);
    Progress progress("descending", steps);
    for (Index n = 1; n <= steps; ++n, progress.tick()) {
      at(n - 1) = static_cast<double>(n);
      fixed_biases(n - 1) = error_of(net, x, y);
      all(n - 1) = error_of(free, x, y);
      if (n == steps) break;
      descend(net, without_biases(gradient_of(net, x, y)), rate);
      descend(free, gradient_of(free, x, y), rate);
    }
    const Pass<double> last = forward(net, x);
    others.push_back(
        {"E after 10,000", 0.0000351085, 1e-10, error_of(net, x, y)});
    others.push_back({"o1 after 10,000", 0.015912196, 1e-9, last.a[2](0)});
    others.push_back({"o2 after 10,000", 0.984065734, 1e-9, last.a[2](1)});
    lab.value("biases_many", error_of(free, x, y), 6);

    Table table{{"number", "printed", "exact run", "same digits"}, {}};
    bool held = true;
    const auto compare = [&](const Printed& p) {
      table.rows.push_back({p.what, text(p.printed, 9), text(p.ours, 10),
                            p.same() ? "yes" : "no"});
      return p.same();
    };
    for (const Printed& p : weights) held = compare(p) && held;
    for (const Printed& p : others) compare(p);
    lab.table("digits", table);

    Figure figure("01-mazur", "The loss of one example, 10,000 steps");
    figure.log_x().log_y().x_label("step").y_label("J");
    figure.legend("bottom left");
    const arma::uvec drawn = drawn_steps(steps) - 1;
    figure.line(at(drawn), fixed_biases(drawn),
                "biases held fixed, as published", Colour::blue);
    figure.line(at(drawn), all(drawn), "biases learn as well", Colour::green);
    lab.draw(figure);
    lab.claim(held);
  });
}
