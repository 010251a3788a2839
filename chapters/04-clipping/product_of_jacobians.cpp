// What fades with the lag is the far part of the gradient, not the gradient.
#include "chapters/04-clipping/jacobians.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

struct Knobs {
  Index units = 16, tau = 50, seeds = 10, seed = 1;
  double below = 0.8, beyond = 1.25;
};

// A run of a network whose W has every singular value equal to the gain.
struct Found {
  double gain;
  Vector norm, bound;  // of dh(tau)/dh(tau-n), n = 0 .. tau
  Vector sizes;        // ||part|| of each lag in dL/dW, for dL/do(tau) = 1
  double whole;        // ||dL/dW||
};

Found run_of(Index units, Index tau, double gain, Random random) {
  const Parameters p{random.normal_matrix(units, 1, 0.3),
                     gain * orthogonal(random, units), xavier(random, 1, units),
                     Vector(units, arma::fill::zeros),
                     Vector(1, arma::fill::zeros)};
  const Sequence x = random.normal_matrix(1, tau);
  const Matrix h0 = random.normal_matrix(units, 1, 0.1);
  const States s = bptt::forward(Activation::tanh, p, x, h0);
  const Sequence parts = parts_by_lag(Activation::tanh, p, x, s, Vector{1.0});

  const Vector last = jacobian_norms(Activation::tanh, p.W, s.z).back();
  Found f{gain, arma::reverse(last), Vector(tau + 1), Vector(tau), 0};
  for (Index n = 0; n <= tau; ++n) f.bound(n) = norm_bound(1, gain, n);
  for (Index n = 0; n < tau; ++n) f.sizes(n) = frobenius_norm(parts(n));
  f.whole = frobenius_norm(arma::sum(parts.slices(), 2).eval().slice(0));
  return f;
}

// By the length: dL/dW, and its part of step 1; medians over the seeds.
struct Fading {
  Index tau;
  double whole, part;
};

struct Measured {
  std::vector<Found> gains;
  std::vector<Fading> fading;
};

Measured measure(const Knobs& k) {
  Measured m;
  for (const double gain : {k.below, 1.0, k.beyond})
    m.gains.push_back(run_of(k.units, k.tau, gain, Random(k.seed)));
  for (const Index tau : {5u, 10u, 20u, 50u}) {
    Vector whole(k.seeds), part(k.seeds);
    for (Index i = 0; i < k.seeds; ++i) {
      const Found f = run_of(k.units, tau, k.below, Random(k.seed + i));
      whole(i) = f.whole, part(i) = f.sizes.back();
    }
    m.fading.push_back({tau, arma::median(whole), arma::median(part)});
  }
  return m;
}

Vector shares_of(const Found& f) {
  return f.sizes / arma::accu(f.sizes);
}

void show(Experiment& lab, const Measured& m, const Knobs& k) {
  const Vector lag = arma::regspace(0, static_cast<double>(k.tau));
  Figure norms("04-product_of_jacobians", "");
  norms.x_label("lag n").log_y();
  norms.y_label("‖dh(t)/dh(t−n)‖").set("set format y '10^{%T}'");
  norms.set("set mytics 1").y_range(1e-7, 1e5);
  Figure share("04-product_of_jacobians-share", "");
  share.x_label("lag n").y_label("share in dL/dW");
  share.x_range(0, 30);
  Table table{{"norm of W", "norm at lag 10", "its bound", "norm at lag 50",
               "its bound ", "share of lags 0 to 9"},
              {}};
  int which = 0;
  for (const Found& f : m.gains) {
    const Vector shares = shares_of(f);
    table.rows.push_back({text(f.gain), text(f.norm(10), 2),
                          text(f.bound(10), 2), text(f.norm(k.tau), 2),
                          text(f.bound(k.tau), 2),
                          fixed(arma::accu(shares.head(10)), 3)});
    const auto colour = static_cast<Colour>(++which);
    norms.line(lag, f.norm, "norm of W " + text(f.gain), colour);
    norms.dashed(lag, f.bound, "bound " + text(f.gain), colour);
    if (f.gain != 1)
      share.line(lag.head(31), shares.head(31), "norm of W " + text(f.gain),
                 colour);
  }
  lab.table("norms", table);
  lab.draw(norms);
  lab.draw(share);
  const Found& low = m.gains[0];
  const Vector left = shares_of(low);
  lab.value("lags", static_cast<double>(arma::accu(left > left(0) / 100)));
  lab.value("off_at_50", low.bound(k.tau) / low.norm(k.tau), 2);
  Table fading{{"tau", "dL/dW", "its part of step 1"}, {}};
  for (const Fading& f : m.fading)
    fading.rows.push_back(
        {std::to_string(f.tau), fixed(f.whole, 3), text(f.part, 2)});
  lab.print("");
  lab.table("fading", fading);
}

void claim(Experiment& lab, const Measured& m, const Knobs& k) {
  double over = 0;
  for (const Found& f : m.gains)  // from lag 1 on: at lag 0 both are 1
    over = std::max(over, Vector(f.norm / f.bound).tail(k.tau).max());
  lab.claim("largest norm over its bound", over, at_most(1 + 1e-9));
  const Fading &near = m.fading.front(), &far = m.fading.back();
  lab.claim("part of step 1, of 50 steps over that of 5", far.part / near.part,
            below(1e-3));
  lab.claim("dL/dW, of 50 steps over that of 5", far.whole / near.whole,
            above(0.5));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-product_of_jacobians",
                 "The product of Jacobians stays below ||W||^n; at ||W|| < 1 "
                 "the far part of dL/dW fades and dL/dW itself does not");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {4, 8, 32, 64});
  lab.knob("tau", k.tau, "time steps", {30, 100});
  lab.knob("seeds", k.seeds, "seeds of the second part");
  lab.knob("seed", k.seed, "the first of them", {1, 11, 21});
  lab.knob("below", k.below, "a norm of W below 1", {0.5, 0.7, 0.9, 0.95});
  lab.knob("beyond", k.beyond, "a norm of W above 1", {1.1, 1.5, 2});
  return lab.run(argc, argv, k, measure, show, claim);
}
