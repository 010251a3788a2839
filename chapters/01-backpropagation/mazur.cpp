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

// A number as printed in the source, and ours.
struct Printed {
  std::string what, printed;
  double ours;
  // In units of the last printed digit.
  double off() const {
    const std::size_t decimals = printed.size() - printed.find('.') - 1;
    return std::abs(ours - std::stod(printed)) * std::pow(10, decimals);
  }
};

struct Run {
  Network<double> net{
      {{{0.15, 0.20}, {0.25, 0.30}}, {0.35, 0.35}, Activation::sigmoid},
      {{{0.40, 0.45}, {0.50, 0.55}}, {0.60, 0.60}, Activation::sigmoid}};
  bool biases_learn = false;

  Vector output() const { return forward(net, x).a.back(); }
  double error() const { return loss(Loss::squared_error, forward(net, x), y); }
  Gradient gradient() const {
    return backward(net, forward(net, x), Loss::squared_error, y);
  }
  void step(double rate) {
    Gradient g = gradient();
    if (!biases_learn) g.db[1].zeros(), g.db[2].zeros();
    update(net, g, rate);
  }
};

struct Measured {
  Gradient first;
  std::vector<Printed> weights, others;
  Vector as_published, learn;  // the error after each step, entry 0 before
};

Measured measure(const Knobs& k) {
  Run run, learning{.biases_learn = true};
  const Pass<double> first = forward(run.net, x);
  Measured m{run.gradient(), {}, {}, Vector(k.steps + 1), Vector(k.steps + 1)};
  Progress progress("descending", k.steps);
  for (Index n = 0; n <= k.steps; ++n, progress.tick()) {
    m.as_published(n) = run.error(), m.learn(n) = learning.error();
    if (n == 1) {
      const Matrix &W1 = run.net[0].W, &W2 = run.net[1].W;
      m.weights = {
          {"w1", "0.149780716", W1(0, 0)}, {"w2", "0.19956143", W1(0, 1)},
          {"w3", "0.24975114", W1(1, 0)},  {"w4", "0.29950229", W1(1, 1)},
          {"w5", "0.35891648", W2(0, 0)},  {"w6", "0.408666186", W2(0, 1)},
          {"w7", "0.511301270", W2(1, 0)}, {"w8", "0.561370121", W2(1, 1)}};
    }
    if (n == k.steps) break;
    run.step(k.rate), learning.step(k.rate);
  }
  m.others = {{"h1", "0.593269992", first.a[1](0)},
              {"h2", "0.596884378", first.a[1](1)},
              {"o1", "0.75136507", first.a[2](0)},
              {"o2", "0.772928465", first.a[2](1)},
              {"E before the step", "0.298371109", m.as_published(0)},
              {"E after one step", "0.291027924", m.as_published(1)},
              {"E after 10,000", "0.0000351085", run.error()},
              {"o1 after 10,000", "0.015912196", run.output()(0)},
              {"o2 after 10,000", "0.984065734", run.output()(1)}};
  return m;
}

void show(Experiment& lab, const Measured& m) {
  lab.value("after_one", m.as_published(1), 10);
  lab.value("biases_one", m.learn(1), 14);
  lab.value("biases_many", m.learn.back(), 6);
  // What comes back to hidden unit 1: from each output, and the sum.
  const Gradient& g = m.first;
  const Vector ways = Run{}.net[1].W.col(0) % g.delta[2];
  for (const std::size_t i : {0u, 1u, 2u, 3u})  // h1, h2, o1, o2
    lab.value(m.others[i].what, m.others[i].ours, 4);
  lab.value("delta_o1", g.delta[2](0));
  lab.value("delta_o2", g.delta[2](1));
  lab.value("way_1", ways(0), 3);
  lab.value("way_2", ways(1), 3);
  lab.value("after", arma::accu(ways), 3);
  lab.value("slope", g.delta[1](0) / arma::accu(ways));
  lab.value("delta_h1", g.delta[1](0), 3);
  lab.value("dW_h2_o1", g.dW[2](0, 1), 3);
  Table table{{"number", "printed", "exact run", "same digits"}, {}};
  for (const auto* numbers : {&m.weights, &m.others})
    for (const Printed& p : *numbers)
      table.rows.push_back({p.what, p.printed, text(p.ours, 10),
                            p.off() <= 0.50005 ? "yes" : "no"});
  lab.table("digits", table);

  // The loss is drawn at steps that are even on a logarithmic axis.
  const double last = static_cast<double>(m.learn.n_elem - 1);
  const Vector even = arma::round(arma::logspace(0, std::log10(last), 200));
  const arma::uvec drawn = arma::unique(arma::conv_to<arma::uvec>::from(even));
  const Vector at = arma::conv_to<Vector>::from(drawn);
  Figure figure("01-mazur", "The loss of one example, 10,000 steps");
  figure.log_x().log_y().x_label("step").y_label("J").legend("bottom left");
  figure.line(at, m.as_published(drawn), "biases held fixed, as published",
              Colour::blue);
  figure.line(at, m.learn(drawn), "biases learn as well", Colour::green);
  lab.draw(figure);
}

void claim(Experiment& lab, const Measured& m) {
  for (const Printed& p : m.weights)
    lab.claim(p.what + " off the printed one, in units of its last digit",
              p.off(), at_most(0.50005));
  const Vector lead = (m.as_published - m.learn) / m.learn;
  lab.claim("how much lower J is with learning biases, at the least, in parts",
            lead.tail(lead.n_elem - 1).min(), above(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("01-mazur",
                 "One step of descent gives every weight that Mazur printed, "
                 "to its last digit");
  Knobs k;
  lab.knob("rate", k.rate, "learning rate");
  lab.knob("steps", k.steps, "steps of the long run");
  return lab.run(argc, argv, k, measure, show, claim);
}
