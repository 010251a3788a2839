#include "chapters/01-backpropagation/training.hpp"

#include "common/initialise.hpp"
#include "common/noted.hpp"

namespace unrolled::backprop {

Examples examples(const Digits& digits, Index from, Index to) {
  Matrix y(10, to - from, arma::fill::zeros);
  for (Index i = from; i < to; ++i) y(digits.labels(i), i - from) = 1;
  return {digits.pixels.cols(from, to - 1), y};
}

Network<double> start(Index inputs, Index hidden, Index outputs,
                      std::uint64_t seed) {
  Random random(seed);
  const auto layer = [&](Index n_out, Index n_in, Activation sigma) {
    return Layer<double>{xavier(random, n_out, n_in),
                         Vector(n_out, arma::fill::zeros), sigma};
  };
  if (hidden == 0) return {layer(outputs, inputs, Activation::identity)};
  return {layer(hidden, inputs, Activation::tanh),
          layer(outputs, hidden, Activation::identity)};
}

std::vector<Examples> batches(const Examples& data, Index size,
                              Random& random) {
  const arma::uvec order(random.permutation(data.x.n_cols));
  std::vector<Examples> all;
  for (Index from = 0; from < order.n_elem; from += size) {
    const Index to = std::min(from + size, order.n_elem) - 1;
    const arma::uvec some = order.subvec(from, to);
    all.push_back({data.x.cols(some), data.y.cols(some)});
  }
  return all;
}

// [train]
Network<double> train(
    Network<double> network, const Examples& data, const Settings& s,
    const std::function<void(const Network<double>&)>& watch) {
  Random random(s.seed);
  for (Index epoch = 0; epoch < s.epochs; ++epoch) {
    for (const auto& [x, y] : batches(data, s.batch, random)) {
      const Pass<double> pass = forward(network, x);
      const Gradient gradient =
          backward(network, pass, Loss::softmax_cross_entropy, y);
      update(network, gradient, s.rate / static_cast<double>(x.n_cols));
    }
    watch(network);
  }
  return network;
}
// [train]

double mean_loss(const Network<double>& network, const Examples& data) {
  note_judged(arma::accu(data.x));
  return loss(Loss::softmax_cross_entropy, forward(network, data.x), data.y) /
         static_cast<double>(data.x.n_cols);
}

double share_right(const Matrix& scores, const Matrix& y) {
  const arma::urowvec said = arma::index_max(scores, 0);
  return static_cast<double>(arma::accu(said == arma::index_max(y, 0))) /
         static_cast<double>(said.n_elem);
}

double accuracy(const Network<double>& network, const Examples& data) {
  return share_right(forward(network, data.x).z.back(), data.y);
}

double nearest_neighbour(const Examples& train, const Examples& test) {
  Index right = 0;
  for (Index j = 0; j < test.x.n_cols; ++j) {
    const Matrix away = train.x.each_col() - test.x.col(j);
    const Index nearest = arma::sum(arma::square(away), 0).index_min();
    right += train.y.col(nearest).index_max() == test.y.col(j).index_max();
  }
  return static_cast<double>(right) / static_cast<double>(test.x.n_cols);
}

}  // namespace unrolled::backprop
