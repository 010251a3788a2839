// Which came first? And chapter 4's first sign, across a longer lag.
#include "chapters/04-clipping/training.hpp"
#include "chapters/07-gates/tasks.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Knobs {
  Index T = 50, units = 8, rival = 16, updates = 300, seed = 1;
  double keep = 3, write = -3, rate = 0.02, threshold = 1;
};

const Vector rates{0.001, 0.003, 0.01};  // of the tanh network

struct Way {
  Vector losses;  // mean of each batch, before its update
  double right;   // share of fresh sequences
};

// One task.
struct Found {
  Way lstm, gru;
  std::vector<Way> tanh;  // at each rate
  const Way& best() const {
    return *std::max_element(
        tanh.begin(), tanh.end(),
        [](const Way& a, const Way& b) { return a.right < b.right; });
  }
};

struct Both {
  Found order, sign;
};

Found learn(const Knobs& k, Output output, const Draw& draw) {
  const auto way = [&](const Start& start, double rate) {
    const Outcome it =
        train(start, output, draw, {rate, k.threshold, 10, k.updates},
              Random(k.seed));
    double right = 0;
    for (Index j = 0; j < it.y.n_cols; ++j)
      right += it.y.n_rows == 1
                   ? (it.y_hat(j) > 0.5) == (it.y(j) > 0.5)
                   : it.y_hat.col(j).index_max() == it.y.col(j).index_max();
    return Way{it.losses, right / static_cast<double>(it.y.n_cols)};
  };
  Found f{way({Start::lstm, k.units, k.keep, k.write}, k.rate),
          way({Start::gru, k.units, k.keep, 0}, k.rate),
          {}};
  for (const double rate : rates)
    f.tanh.push_back(way({Start::tanh, k.rival, 0, 0}, rate));
  return f;
}

Both measure(const Knobs& k) {
  const Draw order = [&k](Random& random, Index n) {
    return temporal_order(random, n, k.T);
  };
  const Draw sign = [&k](Random& random, Index n) {
    const auto [x, y] = clipping::draw({k.T, n, 0.2}, random);
    return Batch{x, y};
  };
  return {learn(k, Output::softmax_cross_entropy, order),
          learn(k, Output::sigmoid_cross_entropy, sign)};
}

void show(Experiment& lab, const Both& f) {
  // Training hangs on rounding.
  Figure figure("07-order", "", rounding("each within a factor of 100"));
  figure.size(640, 420).x_label("updates, of ten sequences each").log_y();
  figure.y_label("cross-entropy").legend("bottom left");
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  const auto curve = [&](const Way& way, const std::string& name, Colour c) {
    const Vector y = smoothed(way.losses);
    figure.line(20 * arma::regspace(1, static_cast<double>(y.n_elem)) - 10, y,
                name, c);
  };
  curve(f.order.lstm, "LSTM", Colour::blue);
  curve(f.order.gru, "GRU", Colour::green);
  curve(f.order.best(), "tanh network at its best rate", Colour::vermilion);
  figure.horizontal(std::log(4.0), "guessing");
  lab.draw(figure);

  Table table{{"network", "order, right", "first sign, right"}, {}};
  const auto row = [&](const std::string& name, const Way& a, const Way& b) {
    table.rows.push_back({name, fixed(a.right, 2), fixed(b.right, 2)});
  };
  row("guessing", {{}, 0.25}, {{}, 0.5});
  row("LSTM", f.order.lstm, f.sign.lstm);
  row("GRU", f.order.gru, f.sign.gru);
  for (Index i = 0; i < rates.n_elem; ++i)
    row("tanh, rate " + text(rates(i)), f.order.tanh[i], f.sign.tanh[i]);
  lab.table("right", table);
  for (const char* column : {"order, right", "first sign, right"})
    lab.mark(std::string("right.") + column, rounding("each within 0.5"));
}

void claim(Experiment& lab, const Both& f) {
  lab.claim("order, LSTM", f.order.lstm.right, above(0.9));
  lab.claim("order, GRU", f.order.gru.right, above(0.9));
  lab.claim("order, tanh at its best rate", f.order.best().right, below(0.7));
  lab.claim("first sign, LSTM", f.sign.lstm.right, above(0.9));
  lab.claim("first sign, GRU", f.sign.gru.right, above(0.9));
  lab.claim("first sign, tanh at its best rate", f.sign.best().right,
            above(0.9));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-order",
                 "An LSTM and a GRU learn which of two symbols came first, "
                 "where a tanh network at its best rate does not; the sign of "
                 "the first of fifty inputs all three learn");
  Knobs k;
  lab.knob("T", k.T, "shortest length", {}, {20, 200});
  lab.knob("units", k.units, "hidden units of the LSTM and the GRU");
  lab.knob("rival", k.rival, "hidden units of the tanh network");
  lab.knob("updates", k.updates, "updates", {600}, {20, 20000});
  lab.knob("keep", k.keep, "first bias of f and u", {1}, {-10, 10});
  lab.knob("write", k.write, "first bias of the LSTM's i", {0}, {-10, 10});
  lab.knob("rate", k.rate, "learning rate of the LSTM and the GRU");
  lab.knob("threshold", k.threshold, "largest norm let through");
  lab.knob("seed", k.seed, "of the first weights and the sequences");
  return lab.run(argc, argv, k, measure, show, claim);
}
