// One symbol to be recalled after a lag: attention, an LSTM, a tanh network.
#include "chapters/10-attention/tasks.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

struct Knobs {
  Index units = 16, updates = 200, seed = 1;
  double rate = 0.01, lstm_rate = 0.03, tanh_rate = 0.003, keep = 1;
};

const Vector lags{10, 100, 500};
constexpr Index judged = 200;
const char* names[]{"attention", "LSTM", "tanh network"};

// A column each for attention, the LSTM, the tanh network.
struct Found {
  Matrix right = Matrix(lags.n_elem, 3);    // share of fresh sequences
  Matrix updates = Matrix(lags.n_elem, 3);  // until ten losses are small
};

Found measure(const Knobs& k) {
  const double rates[]{k.rate, k.lstm_rate, k.tanh_rate};
  Found f;
  Progress progress("networks", f.right.n_elem);
  for (Index i = 0; i < lags.n_elem; ++i)
    for (Index which = 0; which < 3; ++which, progress.tick()) {
      Random random(k.seed);
      constexpr Index A = Recall::symbols, K = Recall::classes;
      const auto network =
          which == 0 ? transformer(A, K, {1, k.units, 2, 2 * k.units}, random)
          : which == 1
              ? lstm_network(A, K, k.units, k.keep * std::log(lags(i)), random)
              : tanh_network(A, K, k.units, random);
      const auto draw = [&](Random& from, Index n) {
        return recall(from, n, static_cast<Index>(lags(i)));
      };
      const Vector losses =
          train(*network, draw, {rates[which], 1, 16, k.updates, 0.05}, random);
      f.updates(i, which) = static_cast<double>(losses.n_elem);
      f.right(i, which) =
          arma::accu(right(*network, draw(random, judged))) / judged;
    }
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.3");
  Table table{{"lag", "network", "right", "updates"}, {}};
  for (Index i = 0; i < lags.n_elem; ++i)
    for (Index which = 0; which < 3; ++which)
      table.rows.push_back({fixed(lags(i), 0), names[which],
                            fixed(f.right(i, which), 2),
                            fixed(f.updates(i, which), 0)});
  lab.table("right", table);
  lab.mark("right.right", near);
  lab.mark("right.updates", rounding("each within a factor of 3"));
  Figure figure("10-recall", "", near);
  figure.log_x().x_label("lag").y_label("share that is right").y_range(0, 1.05);
  figure.line(lags, f.right.col(0), "attention", Colour::green);
  figure.line(lags, f.right.col(1), "LSTM", Colour::blue);
  figure.line(lags, f.right.col(2), "tanh", Colour::vermilion);
  figure.horizontal(0.25, "guessing");
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("attention at its worst lag", f.right.col(0).min(), above(0.9));
  lab.claim("LSTM at a lag of 100", f.right(1, 1), above(0.8));
  lab.claim("LSTM at the longest lag", f.right(2, 1), above(0.5));
  lab.claim("tanh network at the longest lag", f.right(2, 2), below(0.6));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-recall",
                 "Attention learns to recall a symbol from each lag that was "
                 "tried, and so does an LSTM whose gates begin as open as the "
                 "lag asks; a tanh network does not at the longest");
  Knobs k;
  lab.knob("units", k.units, "units, and numbers a step", {8, 32}, {2, 200});
  lab.knob("updates", k.updates, "updates at most", {100, 400}, {10, 10000});
  lab.knob("rate", k.rate, "first learning rate of attention", {0.003, 0.03},
           {0.0001, 1});
  lab.knob("lstm_rate", k.lstm_rate, "the same of the LSTM", {0.01, 0.1},
           {0.0001, 1});
  lab.knob("tanh_rate", k.tanh_rate, "the same of the tanh network",
           {0.001, 0.01}, {0.0001, 1});
  lab.knob("keep", k.keep, "first bias of the forget gate, in log lag", {0.5},
           {0, 3});
  lab.knob("seed", k.seed, "of the first weights and the sequences");
  return lab.run(argc, argv, k, measure, show, claim);
}
