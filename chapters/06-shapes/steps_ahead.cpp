// What teacher forcing gives up: a network that was taught one step ahead goes
// on alone, and one that was fed its own outputs in training, too.
#include "chapters/03-any-length/forecast.hpp"
#include "common/noted.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

struct Knobs {
  ForecastSettings set;
  Index far = 11, seeds = 5, seed = 1;
  double own = 0.5;
};

// Errors, years ahead a row and seeds a column.
struct Found {
  Matrix taught, sampled;  // by teacher forcing alone; fed its own outputs, too
};

// Chapter 3's fit, whose inputs are the network's own outputs with a chance
// that grows to `own`. They are held constant, as the years are.
Parameters fit(const Knobs& k, double own, const Matrix& series, Index seed) {
  Parameters p = first_weights(k.set, seed);
  Random random(seed + 1000);
  const Index n = series.n_elem - 1, H = k.set.hidden;
  const Sequence y = Matrix(series.tail_cols(n));
  const Matrix h0(H, 1, arma::fill::zeros);
  for (Index step = 1; step <= k.set.steps; ++step) {
    const double chance =
        own * static_cast<double>(step) / static_cast<double>(k.set.steps);
    Sequence x = Matrix(series.head_cols(n));
    Matrix h = h0;
    for (Index t = 1; own > 0 && t < n; ++t) {
      h = arma::tanh(p.U * x(t) + p.W * h + p.b);
      if (random.uniform() < chance) x(t + 1) = p.V * h + p.c;
    }
    const auto it = loss_and_gradient(forecaster, p, x, y, h0);
    update(p, it.by, k.set.rate / static_cast<double>(n));
    require_finite_after(step, p.blocks());
  }
  return p;
}

// The mean squared error 1 .. far steps ahead, over all years after `known`
// from which there are as many.
Vector errors_ahead(const Parameters& p, const Matrix& series, Index known,
                    Index far) {
  const Matrix h0(p.W.n_rows, 1, arma::fill::zeros);
  const States s = forward(forecaster.hidden, p, series, h0);
  const Index last = series.n_elem - far;
  Matrix h = s.h.columns().cols(known, last),
         o = s.o.columns().cols(known - 1, last - 1);
  Vector error(far);
  for (Index k = 0; k < far; ++k) {
    const Matrix miss = o - series.cols(known + k, last + k);
    note_judged(arma::accu(arma::abs(series.cols(known + k, last + k))));
    error(k) = arma::mean(arma::vectorise(arma::square(miss)));
    Sequence x(1, o.n_cols, 1, 1);
    x(1) = o;
    const States next = forward(forecaster.hidden, p, x, h);
    h = next.h(1);
    o = next.o(1);
  }
  return error;
}

Found measure(const Knobs& k) {
  Found f{Matrix(k.far, k.seeds), Matrix(k.far, k.seeds)};
  const Series s = sunspots();
  const Matrix scaled = s.scaled(), training = scaled.head_cols(s.train);
  Progress progress("fitting", 2 * k.seeds);
  for (Index i = 0; i < k.seeds; ++i)
    for (Matrix* errors : {&f.taught, &f.sampled}) {
      const double own = errors == &f.sampled ? k.own : 0;
      const Parameters p = fit(k, own, training, k.seed + i);
      errors->col(i) = errors_ahead(p, scaled, s.train, k.far);
      progress.tick();
    }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Mark rounded = rounding("each within a factor of 1.25");
  Table table{{"years ahead"}, {{"teacher forcing"}, {"fed its own, too"}}};
  Figure figure("06-steps_ahead", "", rounded);
  figure.x_label("years ahead").y_label("error / variance of training");
  figure.legend("bottom right").y_range(0, 2);
  const Vector at = arma::regspace(1, static_cast<double>(k.far));
  const Vector taught = arma::median(f.taught, 1),
               sampled = arma::median(f.sampled, 1);
  for (Index i = 0; i < k.far; i += 2) {
    table.head.push_back(text(at(i)));
    table.rows[0].push_back(fixed(taught(i), 2));
    table.rows[1].push_back(fixed(sampled(i), 2));
  }
  lab.table("errors", table);
  lab.mark("errors", rounded);
  figure.band(at, arma::min(f.taught, 1), arma::max(f.taught, 1), "",
              Colour::sky);
  figure.line(at, taught, "teacher forcing", Colour::blue);
  figure.line(at, sampled, "fed its own, too", Colour::vermilion);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const Vector taught = arma::median(f.taught, 1),
               sampled = arma::median(f.sampled, 1);
  lab.claim("teacher forcing: the largest error ahead over that of one step",
            taught.max() / taught(0), above(2));
  lab.claim("fed its own, too, over teacher forcing: one step ahead",
            sampled(0) / taught(0), above(1));
  lab.claim("fed its own, too, over teacher forcing: all steps ahead, mean",
            arma::mean(sampled) / arma::mean(taught), above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-steps_ahead",
                 "Left to its own outputs, a network that was taught the "
                 "sunspots one year ahead errs more than twice as much some "
                 "years ahead; to feed it its own outputs in training, too, "
                 "makes it worse, one year ahead and over all");
  Knobs k;
  lab.knob("hidden", k.set.hidden, "hidden units", {8, 32});
  lab.knob("rate", k.set.rate, "learning rate", {0.1, 0.3});
  lab.knob("gain", k.set.gain, "singular values of the first W", {0.35, 0.7});
  lab.knob("steps", k.set.steps, "of gradient descent", {500, 2000});
  lab.knob("far", k.far, "years ahead, at most", {6, 22}, {2, 60});
  lab.knob("own", k.own, "chance of its own output, at the end",
           {0.1, 0.25, 0.75, 1}, {0, 1});
  lab.knob("seeds", k.seeds, "runs, seed, seed + 1, ...");
  lab.knob("seed", k.seed, "the first seed", {1, 6});
  return lab.run(argc, argv, k, measure, show, claim);
}
