// Which came first? And chapter 4's first sign, across a longer lag.
#include "chapters/04-clipping/training.hpp"
#include "chapters/07-gates/contest.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

struct Found {
  Ranking order, sign;
};

Batch first_sign(Random& random, Index n, Index T) {
  const auto [x, y] = clipping::draw({T, n, 0.2}, random);
  return {x, y};
}

// The error is the share that is wrong.
Way judge(const Outcome& it) {
  double right = 0;
  for (Index j = 0; j < it.y.n_cols; ++j)
    right += it.y.n_rows == 1
                 ? (it.y_hat(j) > 0.5) == (it.y(j) > 0.5)
                 : it.y_hat.col(j).index_max() == it.y.col(j).index_max();
  right /= static_cast<double>(it.y.n_cols);
  return {it.losses, 1 - right, right};
}

Found measure(const Contest& k) {
  return {contest(k, Output::softmax_cross_entropy, temporal_order, judge),
          contest(k, Output::sigmoid_cross_entropy, first_sign, judge)};
}

void show(Experiment& lab, const Found& f) {
  // Training hangs on rounding.
  Figure figure("07-order", "", rounding("each within a factor of 100"));
  figure.size(640, 420).y_label("cross-entropy");
  f.order.draw(figure);
  figure.horizontal(std::log(4.0), "guessing");
  lab.draw(figure);

  Table table{{"network", "rate", "order, right", "first sign, right"},
              {{"guessing", "", fixed(0.25, 2), fixed(0.5, 2)}}};
  for (Index i = 0; i < f.order.ways.size(); ++i) {
    const Way &order = f.order.ways[i], &sign = f.sign.ways[i];
    table.rows.push_back({order.network, text(order.rate),
                          fixed(order.right, 2), fixed(sign.right, 2)});
  }
  lab.table("right", table);
  for (const char* column : {"order, right", "first sign, right"})
    lab.mark(std::string("right.") + column, rounding("each within 0.5"));
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("order, LSTM", f.order.lstm().right, above(0.9));
  lab.claim("order, GRU", f.order.gru().right, above(0.9));
  lab.claim("order, tanh at its best rate", f.order.tanh().right, below(0.7));
  lab.claim("first sign, LSTM", f.sign.lstm().right, above(0.9));
  lab.claim("first sign, GRU", f.sign.gru().right, above(0.9));
  lab.claim("first sign, tanh at its best rate", f.sign.tanh().right,
            above(0.9));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("07-order",
                 "An LSTM and a GRU learn which of two symbols came first, "
                 "where a tanh network at its best rate does not; the sign of "
                 "the first of fifty inputs all three learn");
  Contest k{.T = 50,
            .units = 8,
            .rival = 16,
            .updates = 300,
            .batch = 10,
            .keep = 3,
            .write = -3,
            .rate = 0.02,
            .threshold = 1};
  k.add_to(lab);
  return lab.run(argc, argv, k, measure, show, claim);
}
