// Whether the ones so far are odd in number, beyond the trained length.
#include "chapters/10-attention/tasks.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

struct Knobs {
  Index units = 8, updates = 800, trained = 8, seed = 1;
  double rate = 0.005, units_rate = 0.02;
};

const Vector times{0.5, 1, 2, 4, 8};  // lengths, in the longest trained
constexpr Index judged = 200;

// Share that is right after the last bit; a column each for two blocks, the
// LSTM, the tanh network.
struct Found {
  Vector tau;
  Matrix right = Matrix(times.n_elem, 3);
};

Found measure(const Knobs& k) {
  Found f{arma::floor(times * static_cast<double>(k.trained))};
  for (Index which = 0; which < 3; ++which) {
    Random random(k.seed);
    constexpr Index A = Parity::symbols, K = Parity::classes;
    const auto network = which == 0 ? transformer(A, K, {2, 16, 2, 32}, random)
                         : which == 1 ? lstm_network(A, K, k.units, 0, random)
                                      : tanh_network(A, K, k.units, random);
    const auto draw = [&](Random& from, Index n) {
      return parity(from, n, k.trained);
    };
    train(*network, draw,
          {which ? k.units_rate : k.rate, 1, 16, k.updates, 0.005}, random);
    for (Index i = 0; i < times.n_elem; ++i) {
      Task task = parity(random, judged, static_cast<Index>(f.tau(i)));
      task.y.erase(task.y.begin(), task.y.end() - 1);
      f.right(i, which) = arma::accu(right(*network, task)) / judged;
    }
  }
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.3");
  Table table{{"length", "two blocks", "LSTM", "tanh network"}, {}};
  for (Index i = 0; i < times.n_elem; ++i)
    table.rows.push_back({fixed(f.tau(i), 0), fixed(f.right(i, 0), 2),
                          fixed(f.right(i, 1), 2), fixed(f.right(i, 2), 2)});
  lab.table("right", table);
  for (const char* column : {"two blocks", "LSTM", "tanh network"})
    lab.mark(std::string("right.") + column, near);
  Figure figure("10-parity", "", near);
  figure.log_x().x_label("length").y_label("share that is right");
  figure.y_range(0, 1.05).vertical(f.tau(1));
  figure.line(f.tau, f.right.col(0), "two blocks", Colour::green);
  figure.line(f.tau, f.right.col(1), "LSTM", Colour::blue);
  figure.line(f.tau, f.right.col(2), "tanh", Colour::vermilion);
  figure.horizontal(0.5, "guessing");
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("LSTM at eight times the length", f.right(4, 1), above(0.95));
  lab.claim("two blocks at the trained length", f.right(1, 0), above(0.8));
  lab.claim("two blocks at twice the length", f.right(2, 0), below(0.65));
  lab.claim("the same at eight times", f.right(4, 0), below(0.65));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-parity",
                 "An LSTM keeps the parity of eight times as many bits as it "
                 "was trained on; two blocks of a Transformer guess at twice "
                 "as many");
  Knobs k;
  lab.knob("units", k.units, "units of the recurrent networks", {4}, {2, 200});
  lab.knob("updates", k.updates, "updates at most", {400}, {10, 10000});
  lab.knob("trained", k.trained, "length of the training", {6, 12}, {2, 200});
  lab.knob("rate", k.rate, "first learning rate of the blocks", {0.002, 0.01},
           {0.0001, 1});
  lab.knob("units_rate", k.units_rate, "the same of the recurrent networks",
           {0.01}, {0.0001, 1});
  lab.knob("seed", k.seed, "of the first weights and the sequences");
  return lab.run(argc, argv, k, measure, show, claim);
}
