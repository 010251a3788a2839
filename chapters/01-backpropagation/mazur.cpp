/// \file
/// A published 2-2-2 network, run one step and 10,000: which printed digits
/// are those of the exact run, and which drifted.
#include "chapters/01-backpropagation/network.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

struct Knobs {
  double rate = 0.5;
  Index steps = 10000;
};

const Matrix x = Vector{0.05, 0.10}, y = Vector{0.01, 0.99};

Network<double> mazur_network() {
  return {{{{0.15, 0.20}, {0.25, 0.30}}, {0.35, 0.35}, Activation::sigmoid},
          {{{0.40, 0.45}, {0.50, 0.55}}, {0.60, 0.60}, Activation::sigmoid}};
}

double error_of(const Network<double>& network) {
  return loss(Loss::squared_error, forward(network, x), y);
}

enum class Biases { fixed, learn };

void step(Network<double>& network, Biases biases, double rate) {
  Gradient g = backward(network, forward(network, x), Loss::squared_error, y);
  if (biases == Biases::fixed)
    for (Vector& db : g.db) db.zeros();
  update(network, g, rate);
}

// A number as printed in the source: its value, and one unit of its last digit.
struct Printed {
  std::string what;
  double printed, unit, ours;

  bool same() const { return std::abs(ours - printed) <= 0.5 * unit * 1.0001; }
};

struct Measured {
  std::vector<Printed> weights, others;
  double after_one, biases_one;    // the error after one step
  Vector at, as_published, learn;  // the error at each step
};

Measured measure(const Knobs& k) {
  Network<double> net = mazur_network(), free = mazur_network();
  const Pass<double> first = forward(net, x);
  const double before = error_of(net);
  step(net, Biases::fixed, k.rate);
  step(free, Biases::learn, k.rate);
  const Matrix &W1 = net[0].W, &W2 = net[1].W;

  Measured m;
  m.after_one = error_of(net), m.biases_one = error_of(free);
  m.weights = {
      {"w1", 0.149780716, 1e-9, W1(0, 0)}, {"w2", 0.19956143, 1e-8, W1(0, 1)},
      {"w3", 0.24975114, 1e-8, W1(1, 0)},  {"w4", 0.29950229, 1e-8, W1(1, 1)},
      {"w5", 0.35891648, 1e-8, W2(0, 0)},  {"w6", 0.408666186, 1e-9, W2(0, 1)},
      {"w7", 0.511301270, 1e-9, W2(1, 0)}, {"w8", 0.561370121, 1e-9, W2(1, 1)}};

  // Go on to the published 10,000 steps, and beside it let the biases learn.
  m.at = arma::regspace(1, static_cast<double>(k.steps));
  m.as_published = m.learn = Vector(k.steps);
  Progress progress("descending", k.steps);
  for (Index n = 1; n <= k.steps; ++n, progress.tick()) {
    m.as_published(n - 1) = error_of(net), m.learn(n - 1) = error_of(free);
    if (n == k.steps) break;
    step(net, Biases::fixed, k.rate);
    step(free, Biases::learn, k.rate);
  }
  const Pass<double> last = forward(net, x);
  m.others = {{"h1", 0.593269992, 1e-9, first.a[1](0)},
              {"h2", 0.596884378, 1e-9, first.a[1](1)},
              {"o1", 0.75136507, 1e-8, first.a[2](0)},
              {"o2", 0.772928465, 1e-9, first.a[2](1)},
              {"E before the step", 0.298371109, 1e-9, before},
              {"E after one step", 0.291027924, 1e-9, m.after_one},
              {"E after 10,000", 0.0000351085, 1e-10, error_of(net)},
              {"o1 after 10,000", 0.015912196, 1e-9, last.a[2](0)},
              {"o2 after 10,000", 0.984065734, 1e-9, last.a[2](1)}};
  return m;
}

void show(Experiment& lab, const Measured& m) {
  lab.value("after_one", m.after_one, 10);
  lab.value("biases_one", m.biases_one, 14);
  lab.value("biases_many", m.learn.back(), 6);
  Table table{{"number", "printed", "exact run", "same digits"}, {}};
  for (const auto* numbers : {&m.weights, &m.others})
    for (const Printed& p : *numbers)
      table.rows.push_back({p.what, text(p.printed, 9), text(p.ours, 10),
                            p.same() ? "yes" : "no"});
  lab.table("digits", table);

  // The loss is drawn at steps that are even on a logarithmic axis.
  const Vector even = arma::logspace(0, std::log10(m.at.back()), 200);
  const arma::uvec drawn =
      arma::unique(arma::conv_to<arma::uvec>::from(arma::round(even))) - 1;
  Figure figure("01-mazur", "The loss of one example, 10,000 steps");
  figure.log_x().log_y().x_label("step").y_label("J").legend("bottom left");
  figure.line(m.at(drawn), m.as_published(drawn),
              "biases held fixed, as published", Colour::blue);
  figure.line(m.at(drawn), m.learn(drawn), "biases learn as well",
              Colour::green);
  lab.draw(figure);
}

void claim(Experiment& lab, const Measured& m) {
  for (const Printed& p : m.weights) lab.claim(p.same(), p.what);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-mazur",
                 "One step of descent gives every weight that Mazur printed, "
                 "to its last digit");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate");
  lab.knob("steps", k.steps, "steps of the long run, at least 1");
  return lab.run(argc, argv, k, measure, show, claim);
}
