#include "chapters/01-backpropagation/training.hpp"

#include "tests/catch.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {
Examples first_digits(Index n) {
  return examples(read_digits(), 0, n);
}
}  // namespace

TEST_CASE("an untrained network is no better than the loss of ten equal odds") {
  const Examples data = first_digits(200);
  Network<double> net = start(64, 30, 10, 1);
  for (Layer<double>& layer : net) layer.W.zeros();
  CHECK(mean_loss(net, data) == Approx(std::log(10.0)).epsilon(1e-12));
}

TEST_CASE("training repeats to the bit and lowers the loss", "[1.13]") {
  const Examples data = first_digits(200);
  const Settings s{0.5, 20, 10, 3};
  const Network<double> a = train(start(64, 30, 10, 3), data, s);
  const Network<double> b = train(start(64, 30, 10, 3), data, s);
  CHECK(arma::approx_equal(a[0].W, b[0].W, "absdiff", 0));
  CHECK(mean_loss(a, data) < 0.2 * mean_loss(start(64, 30, 10, 3), data));
  CHECK(accuracy(a, data) > 0.95);
}

TEST_CASE("one step on one batch of all examples is one step of descent",
          "[1.11][1.13]") {
  const Examples data = first_digits(50);
  const Network<double> before = start(64, 0, 10, 4);
  const Network<double> after = train(before, data, {0.1, 50, 1, 1});
  Network<double> by_hand = before;
  update(by_hand,
         backward(before, forward(before, data.x), Loss::softmax_cross_entropy,
                  data.y),
         0.1 / 50);
  CHECK(arma::approx_equal(after[0].W, by_hand[0].W, "absdiff", 1e-14));
  CHECK_FALSE(arma::approx_equal(after[0].W, before[0].W, "absdiff", 1e-4));
}

TEST_CASE("accuracy counts the likeliest class") {
  const Network<double> pick{
      {arma::eye(3, 3), Vector(3, arma::fill::zeros), Activation::identity}};
  const Examples data{{{2, 0, 0, 9}, {1, 5, 0, 0}, {0, 0, 1, 0}},
                      {{1, 0, 1, 1}, {0, 1, 0, 0}, {0, 0, 0, 0}}};
  CHECK(accuracy(pick, data) == 0.75);
  // Of the first three none is nearer to the others than to itself; the fourth
  // has the first's class, and so has its nearest.
  const Examples first{data.x.head_cols(3), data.y.head_cols(3)};
  CHECK(nearest_neighbour(first, first) == 1);
  CHECK(nearest_neighbour(first, {data.x.tail_cols(1), data.y.tail_cols(1)}) ==
        1);
  CHECK(nearest_neighbour(first, {data.x.tail_cols(1), data.y.col(1)}) == 0);
}
