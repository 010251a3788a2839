// What a window leaves of the gradient, and what can be learnt across it.
#include "chapters/04-clipping/training.hpp"
#include "chapters/06-shapes/truncated.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

struct Knobs {
  Index steps = 12, units = 8, lag = 9, seeds = 10, seed = 1, updates = 200;
  double rate = 0.1, threshold = 1, gain = 0.5;
};

const Vector chain_weights{0.5, 0.9, 1, 1.1, 2};
const Vector windows{1, 2, 3, 4, 6, 8, 10, 12};
constexpr Activation tanh_units = Activation::tanh;

struct Found {
  Matrix share;    // of dL/dw: a window (row) in a chain of one weight (column)
  Matrix learned;  // seeds: from gain 1, from the smaller; a window a column
};

// h(t) = w h(t-1) without input, L = h(tau).
double share(double w, Index window, Index tau) {
  const Matrix one(1, 1, arma::fill::ones), none(1, 1, arma::fill::zeros);
  const Parameters p{none, w * one, one, Vector(1), Vector(1)};
  const Sequence x(1, 1, 1, tau), dLdo = at_the_end(one, tau);
  const bptt::States s = bptt::forward(Activation::identity, p, x, one);
  const auto cut = [&](Index back) {
    return truncated(Activation::identity, p, x, s, dLdo, {back, 1}).dW(0);
  };
  return cut(window) / cut(tau);
}

// The first sign, said after the last step, with the way back cut.
bool learns(const Knobs& k, double gain, Index window, std::uint64_t seed) {
  Random random(seed);
  const clipping::FirstSign task{k.lag + 1, 10, 0.2};
  const Parameters p = clipping::first_parameters(
      k.units, clipping::scaled_orthogonal(gain), random);
  const Matrix h0(k.units, task.batch, arma::fill::zeros);
  constexpr Output output = Output::sigmoid_cross_entropy;
  const auto loss_at = [&](const Parameters& at) {
    const auto [x, y] = clipping::draw(task, random);
    const bptt::States s = bptt::forward(tanh_units, at, x, h0);
    const Matrix& o = s.o(task.tau);
    const Matrix last = output_delta(predict(output, o), y);
    const auto g = truncated(tanh_units, at, x, s, at_the_end(last, task.tau),
                             {window, window});
    return std::pair{loss(output, o, y), ParameterGradient(g)};
  };
  return clipping::has_learned(
      task, tanh_units,
      clipping::train({k.rate, k.threshold, k.updates}, p, loss_at), random);
}

Found measure(const Knobs& k) {
  Found f{Matrix(k.steps, chain_weights.n_elem),
          Matrix(2, windows.n_elem, arma::fill::zeros)};
  for (Index i = 0; i < f.share.n_rows; ++i)
    for (Index j = 0; j < f.share.n_cols; ++j)
      f.share(i, j) = share(chain_weights(j), i + 1, k.steps);
  Progress progress("windows", windows.n_elem);
  for (Index j = 0; j < windows.n_elem; ++j, progress.tick()) {
    const Index window = static_cast<Index>(windows(j));
    for (Index s = k.seed; s < k.seed + k.seeds; ++s) {
      f.learned(0, j) += learns(k, 1, window, s);
      f.learned(1, j) += learns(k, k.gain, window, s);
    }
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Mark counted = rounding("each within 2");
  Table learned{{"window"},
                {{"seeds, gain 1"}, {"seeds, gain " + text(k.gain)}}};
  for (Index j = 0; j < windows.n_elem; ++j) {
    learned.head.push_back(text(windows(j)));
    for (Index i = 0; i < 2; ++i)
      learned.rows[i].push_back(text(f.learned(i, j)));
  }
  lab.value("steps", static_cast<double>(k.steps));
  lab.table("learned", learned);
  lab.mark("learned", counted);

  Figure figure("06-truncation", "", counted);
  figure.x_label("window K").y_label("seeds that learn");
  figure.x_range(0.5, windows.back() + 0.5);
  figure.y_range(-0.3, static_cast<double>(k.seeds) + 0.3);
  figure.vertical(static_cast<double>(k.lag + 1)).legend("left center");
  for (Index i = 0; i < 2; ++i) {
    const Vector row = f.learned.row(i).t();
    const Colour colour = i ? Colour::vermilion : Colour::blue;
    figure.line(windows, row, "gain " + text(i ? k.gain : 1), colour);
    figure.points(windows, row, "", colour);
  }
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  const double tau = static_cast<double>(k.steps);
  const double n = static_cast<double>(k.seeds);
  const Vector part = arma::regspace(1, tau) / tau;
  const Vector held = f.learned.row(0).t(), faded = f.learned.row(1).t();
  const arma::uvec within = arma::find(windows > static_cast<double>(k.lag));
  lab.claim("linear chain: share less K/tau, largest",
            arma::abs(f.share.each_col() - part).max(), at_most(1e-12));
  lab.claim("gain 1: seeds that learn, least over the windows", held.min(),
            at_least(0.8 * n));
  lab.claim("smaller gain: seeds that learn with the lag in the window, least",
            Vector(faded(within)).min(), at_least(0.8 * n));
  lab.claim("smaller gain: seeds that learn with a window of 1 or 2, most",
            faded.head(2).max(), at_most(0.3 * n));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab(
      "06-truncation",
      "A window of K steps keeps the share K/tau of a linear "
      "chain's gradient; a short window keeps a network from "
      "learning what its first weights let fade, not what they hold");
  Knobs k;
  lab.knob("steps", k.steps, "of the linear chain", {6, 100});
  lab.knob("units", k.units, "hidden units", {4, 16});
  lab.knob("lag", k.lag, "of the first sign", {7, 11}, {1, 11});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 11});
  lab.knob("updates", k.updates, "updates of a batch of ten", {100, 400});
  lab.knob("rate", k.rate, "learning rate", {0.05, 0.2});
  lab.knob("threshold", k.threshold, "of clipping", {0.5, 2});
  lab.knob("gain", k.gain, "of the smaller first W", {0.4, 0.6, 0.8});
  return lab.run(argc, argv, k, measure, show, claim);
}
