#include "chapters/08-dropout/layers.hpp"

#include "common/noted.hpp"

namespace unrolled::dropout::layers {

namespace {

void require_masks(const LayerMasks& masks, const Network<double>& net,
                   Index n) {
  if (masks.size() != net.size())
    throw std::invalid_argument("masks: expected " +
                                std::to_string(net.size()) + ", got " +
                                std::to_string(masks.size()));
  for (std::size_t l = 0; l < masks.size(); ++l)
    require_shape("masks[" + std::to_string(l) + "]", masks[l], net[l].W.n_cols,
                  n);
}

}  // namespace

LayerMasks draw_masks(const Network<double>& net, Index n, double keep_input,
                      double keep_hidden, Random& random) {
  LayerMasks masks;
  for (std::size_t l = 0; l < net.size(); ++l)
    masks.push_back(
        mask(random, net[l].W.n_cols, n, l == 0 ? keep_input : keep_hidden));
  return masks;
}

// [forward]
Pass<double> forward(const Network<double>& net, const Matrix& x,
                     const LayerMasks& masks) {
  require_masks(masks, net, x.n_cols);
  require_shape("x", x, net[0].W.n_cols, x.n_cols);
  const std::size_t L = net.size();
  Pass<double> pass{{{}}, {masks[0] % x}};
  for (std::size_t l = 1; l <= L; ++l) {
    Matrix z = net[l - 1].W * pass.a[l - 1];
    z.each_col() += net[l - 1].b;
    Matrix a = activate(net[l - 1].activation, z);
    if (l < L) a = masks[l] % a;  // (8.2)
    pass.z.push_back(z);
    pass.a.push_back(a);
  }
  return pass;
}
// [forward]

// [backward]
Gradient backward(const Network<double>& net, const Pass<double>& pass,
                  const Matrix& y, const LayerMasks& masks) {
  require_masks(masks, net, y.n_cols);
  const std::size_t L = net.size();
  require_shape("y", y, pass.z[L].n_rows, pass.z[L].n_cols);
  std::vector<Matrix> delta(L + 1), dW(L + 1);
  std::vector<Vector> db(L + 1);
  delta[L] = softmax(pass.z[L]) - y;
  for (std::size_t l = L; l >= 1; --l) {
    if (l < L) {
      const Matrix back = net[l].W.t() * delta[l + 1];
      const Matrix slope = derivative(net[l - 1].activation, pass.z[l]);
      delta[l] = masks[l] % back % slope;  // (8.3)
    }
    dW[l] = delta[l] * pass.a[l - 1].t();
    db[l] = arma::sum(delta[l], 1);
  }
  return {delta, dW, db};
}
// [backward]

// [train]
Network<double> train(
    Network<double> net, const Examples& data, const backprop::Settings& s,
    const Regular& how,
    const std::function<void(const Network<double>&)>& watch) {
  Random random(s.seed), drops(s.seed + 1000);
  for (Index epoch = 0; epoch < s.epochs; ++epoch) {
    const arma::uvec order(random.permutation(data.x.n_cols));
    for (Index from = 0; from < order.n_elem; from += s.batch) {
      const Index to = std::min(from + s.batch, order.n_elem) - 1;
      const Matrix x = data.x.cols(order.subvec(from, to));
      const Matrix y = data.y.cols(order.subvec(from, to));
      const double n = static_cast<double>(x.n_cols);
      const LayerMasks masks =
          draw_masks(net, x.n_cols, how.keep_input, how.keep_hidden, drops);
      Gradient g = backward(net, forward(net, x, masks), y, masks);
      for (std::size_t l = 1; l <= net.size(); ++l)
        g.dW[l] += n * how.decay * net[l - 1].W;
      note_gradient(g.blocks());
      backprop::update(net, g, s.rate / n);
    }
    watch(net);
  }
  return net;
}
// [train]

Stopped train_and_stop(const Network<double>& net, const Examples& data,
                       const Examples& judge, const backprop::Settings& s,
                       const Regular& how) {
  Stopped best;
  Index epoch = 0;
  train(net, data, s, how, [&](const Network<double>& now) {
    if (++epoch % 5 != 0) return;
    const double loss = backprop::mean_loss(now, judge);
    if (loss < best.judged) best = {now, loss};
  });
  return best;
}

}  // namespace unrolled::dropout::layers
