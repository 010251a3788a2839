#include "chapters/10-attention/lookback.hpp"

#include "chapters/10-attention/sinusoids.hpp"
#include "common/adam.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

namespace unrolled::attention {
namespace {

// A sequence of random symbols, and what each step is to say.
struct Asked {
  Matrix x, y;
};

Asked ask(const Lookback& k, const Matrix& embedding, Index tau, bool placed,
          Random& random) {
  Asked it{Matrix(embedding.n_rows, tau),
           Matrix(lookback_symbols, tau, arma::fill::zeros)};
  for (Index i = 0; i < tau; ++i) {
    const Index symbol = random.below(lookback_symbols);
    it.x.col(i) = embedding.col(symbol);
    if (i + k.lag < tau) it.y(symbol, i + k.lag) = 1;
  }
  if (placed) it.x += positions(embedding.n_rows, tau);
  return it;
}

// The share of the steps with a target that is said.
double right(const Parameters& p, const Way& way, const Lookback& k, Index tau,
             const Matrix& embedding, Random random) {
  double hits = 0, all = 0;
  for (int n = 0; n < 50; ++n) {
    const Asked it = ask(k, embedding, tau, way.placed, random);
    const Matrix o = forward(p, it.x, way.mask).o;
    for (Index i = k.lag; i < tau; ++i, ++all)
      hits += o.col(i).index_max() == it.y.col(i).index_max();
  }
  note_judged(all);
  return hits / all;
}

}  // namespace

Parameters first_weights(const Lookback& k, Random& random) {
  const Index D = 2 * k.frequencies;
  Parameters p(D, D, D, lookback_symbols);
  for (const Block& b : p.blocks())
    if (b.name != "c")
      b.values = xavier(random, b.values.n_rows, b.values.n_cols);
  return p;
}

void train(Way& way, const Lookback& k) {
  Random random(k.seed);
  const Matrix embedding =
      random.normal_matrix(2 * k.frequencies, lookback_symbols);
  Parameters p = first_weights(k, random);
  Adam adam;
  Progress progress("training", k.updates);
  for (Index i = 0; i < k.updates; ++i, progress.tick()) {
    ParameterGradient sum;
    for (Index j = 0; j < k.batch; ++j) {
      const Asked it = ask(k, embedding, k.tau, way.placed, random);
      const States s = forward(p, it.x, way.mask);
      Matrix dLdo =
          output_delta(predict(Output::softmax_cross_entropy, s.o), it.y);
      dLdo.head_cols(k.lag).zeros();  // no target, no loss
      const ParameterGradient g =
          backward(p, it.x, s, dLdo / static_cast<double>(k.batch));
      if (j == 0)
        sum = g;
      else
        update(sum.blocks(), g.blocks(), -1);
    }
    adam.step(p.blocks(), sum.blocks(), k.rate);
  }
  way.right = right(p, way, k, k.tau, embedding, Random(k.seed + 1000));
  way.longer = right(p, way, k, 2 * k.tau, embedding, Random(k.seed + 2000));
  const Asked it = ask(k, embedding, k.tau, way.placed, random);
  way.weights = forward(p, it.x, way.mask).heads[0].a;
}

}  // namespace unrolled::attention
