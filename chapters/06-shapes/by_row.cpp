// One output at the end, on real data: digits that are read row by row, beside
// chapter 1's network, which has the whole drawing at once.
#include <array>

#include "chapters/01-backpropagation/training.hpp"
#include "chapters/06-shapes/one_output.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::shapes;
using namespace unrolled::backprop;

namespace {

struct Knobs {
  Index hidden = 30, epochs = 40, seeds = 5, seed = 1;
};

constexpr shapes::Network net{Activation::tanh, Output::softmax_cross_entropy};
constexpr Index rows = 8, steps[] = {rows, 1};
const char* const kinds[] = {"reads row by row", "has all at once"};

struct Found {
  std::array<Settings, 2> best;  // of each kind
  std::array<Matrix, 2> right;   // shares: after a step (row), of a seed
  double tested;                 // drawings

  double median(Index kind) const {
    return arma::median(right[kind].row(right[kind].n_rows - 1));
  }
  // Of the share of right answers of the network that has all at once.
  double standard_error() const {
    return std::sqrt(median(1) * (1 - median(1)) / tested);
  }
};

// Trains, and tells after each epoch the scores of other drawings. Of one step,
// with h(0) = 0, chapter 3's network is chapter 1's.
void learn(Index H, Index tau, const Examples& data, const Settings& s,
           const Matrix& others, const auto& watch) {
  Random random(s.seed);
  Parameters p{xavier(random, H, data.x.n_rows / tau), orthogonal(random, H),
               xavier(random, 10, H), arma::zeros(H), arma::zeros(10)};
  const auto none = [&](Index n) { return Matrix(arma::zeros(H, n)); };
  for (Index epoch = 0; epoch < s.epochs; ++epoch) {
    for (const auto& [x, y] : batches(data, s.batch, random)) {
      const bptt::LossAndGradient it =
          loss_and_gradient(net, p, in_steps(x, tau), y, none(x.n_cols));
      bptt::update(p, it.by, s.rate / static_cast<double>(x.n_cols));
    }
    const Sequence x = in_steps(others, tau);
    watch(bptt::forward(net.hidden, p, x, none(x.n())).o);
  }
}

Found measure(const Knobs& k) {
  const Digits digits = read_digits();
  const Index learnt = train_rows, from = learnt - validation_rows;
  const Examples judge = examples(digits, from, learnt),
                 test = examples(digits, learnt, digits.labels.n_elem);
  Found f{{}, {}, static_cast<double>(test.x.n_cols)};
  for (Index kind = 0; kind < 2; ++kind) {
    const Index tau = steps[kind];
    Settings& best = f.best[kind];
    double lowest = arma::datum::inf;
    for (const double rate : {0.1, 0.3, 1.0, 3.0}) {
      const Settings longest{rate, 20, k.epochs, 1};
      Index epochs = 0;
      learn(k.hidden, tau, examples(digits, 0, from), longest, judge.x,
            [&](const Sequence& o) {
              const double J = loss(net.output, o(tau), judge.y);
              ++epochs;
              if (J < lowest) lowest = J, best = longest, best.epochs = epochs;
            });
    }
    f.right[kind] = Matrix(tau, k.seeds);
    for (Index i = 0; i < k.seeds; ++i) {
      best.seed = k.seed + i;
      learn(k.hidden, tau, examples(digits, 0, learnt), best, test.x,
            [&](const Sequence& o) {
              for (Index t = 1; t <= tau; ++t)
                f.right[kind](t - 1, i) = share_right(o(t), test.y);
            });
    }
  }
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark rounded = rounding("each within 6");
  Table table{
      {"network", "rate", "epochs", "median right, %", "lowest", "highest"},
      {}};
  for (Index kind = 0; kind < 2; ++kind) {
    const Matrix last = 100 * f.right[kind].tail_rows(1);
    table.rows.push_back({kinds[kind], text(f.best[kind].rate),
                          std::to_string(f.best[kind].epochs),
                          fixed(100 * f.median(kind), 1), fixed(last.min(), 1),
                          fixed(last.max(), 1)});
  }
  lab.table("right", table);
  lab.mark("right", rounded);
  lab.mark("right.rate", rounding("each within a factor of 4"));
  lab.value("standard_error", fixed(100 * f.standard_error(), 1));

  Figure figure("06-by_row", "", rounded);
  figure.x_label("rows read").y_label("right, %").legend("left center");
  figure.x_range(0.5, rows + 0.5).y_range(0, 105).horizontal(10);
  const Vector at = arma::regspace(1, rows);
  const Matrix read = 100 * f.right[0];
  figure.band(at, arma::min(read, 1), arma::max(read, 1), "", Colour::sky);
  figure.line(at, arma::median(read, 1), kinds[0], Colour::blue);
  figure.dashed(at, Vector(rows).fill(100 * f.median(1)), kinds[1],
                Colour::vermilion);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("right in a hundred, having all at once less reading row by row",
            100 * (f.median(1) - f.median(0)), below(5));
  lab.claim("right after the last row less after the one before, median",
            f.median(0) - arma::median(f.right[0].row(rows - 2)), above(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-by_row",
                 "Read row by row, with one output at the end, unseen digits "
                 "are told nearly as often as by chapter 1's network of as "
                 "many units, which has all pixels at once; and after the "
                 "last row alone");
  Knobs k;
  lab.knob("hidden", k.hidden, "hidden units of each", {15, 60});
  lab.knob("epochs", k.epochs, "epochs to choose among", {20, 80});
  lab.knob("seeds", k.seeds, "seeds of first weights and order");
  lab.knob("seed", k.seed, "the first of them", {1, 6, 11, 16});
  return lab.run(argc, argv, k, measure, show, claim);
}
