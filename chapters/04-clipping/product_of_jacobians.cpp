// What fades with the lag is the far part of the gradient, not the gradient.
#include "chapters/04-clipping/product_of_jacobians.hpp"

#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;

namespace {

// A network whose W has every singular value equal to the gain, and a run.
struct Run {
  bptt::Parameters<> p;
  Matrix x;
  bptt::States<> s;
};
Run run_of(Index units, Index tau, double gain, Random random) {
  Run run;
  run.p = {random.normal_matrix(units, 1, 0.3),
           gain * orthogonal(random, units), xavier(random, 1, units),
           Vector(units, arma::fill::zeros), Vector(1, arma::fill::zeros)};
  run.x = random.normal_matrix(1, tau);
  const Vector h0 = random.normal_matrix(units, 1, 0.1);
  run.s = bptt::forward(Activation::tanh, run.p, run.x, h0);
  return run;
}

// ||part|| of each lag in dL/dW, for dL/do(tau) = 1.
Vector sizes_by_lag(const Run& run) {
  const Cube parts =
      parts_by_lag(Activation::tanh, run.p, run.x, run.s, Vector{1.0});
  Vector sizes(parts.n_slices);
  for (Index n = 0; n < sizes.n_elem; ++n)
    sizes(n) = frobenius_norm(parts.slice(n));
  return sizes;
}
double size_of_gradient(const Run& run) {
  const Cube parts =
      parts_by_lag(Activation::tanh, run.p, run.x, run.s, Vector{1.0});
  return frobenius_norm(arma::sum(parts, 2).eval().slice(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-product_of_jacobians",
                 "The product of Jacobians stays below ||W||^n; at ||W|| < 1 "
                 "the far part of dL/dW fades and dL/dW itself does not");
  Index units = 16, tau = 50, seeds = 10;
  double below = 0.8, beyond = 1.25;  // ||W|| on the two sides of 1
  lab.knob("units", units, "hidden units");
  lab.knob("tau", tau, "time steps");
  lab.knob("seeds", seeds, "seeds of the second part");
  lab.knob("below", below, "a norm of W below 1");
  lab.knob("beyond", beyond, "a norm of W above 1");
  return lab.run(argc, argv, [&] {
    const Vector lag = arma::regspace(0, static_cast<double>(tau));
    Figure norms("04-product_of_jacobians", "");
    norms.size(640, 460).x_label("lag n").log_y().legend("outside below");
    norms.y_label("‖dh(t)/dh(t−n)‖").set("set format y '10^{%T}'");
    norms.set("set mytics 1").y_range(1e-7, 1e5);
    Figure share("04-product_of_jacobians-share", "");
    share.size(640, 380).x_label("lag n").y_label("share in dL/dW");
    share.x_range(-0.7, 30.5);

    Table table{{"norm of W", "norm at lag 10", "its bound", "norm at lag 50",
                 "its bound ", "share of lags 0 to 9"},
                {}};
    int which = 0;
    for (const double gain : {below, 1.0, beyond}) {
      const Run run = run_of(units, tau, gain, Random(1));
      const std::vector<double> last =
          jacobian_norms(Activation::tanh, run.p.W, run.s.z).back();
      const Vector norm = arma::reverse(Vector(last));
      Vector bound(tau + 1);
      for (Index n = 0; n <= tau; ++n) bound(n) = norm_bound(1, gain, n);
      lab.claim(arma::all(norm <= bound * (1 + 1e-9)),
                "the bound, norm of W = " + text(gain));

      const Vector size = sizes_by_lag(run);
      const Vector shares = size / arma::accu(size);
      const double near = arma::accu(shares.head(10));
      table.rows.push_back({text(gain), text(norm(10), 2), text(bound(10), 2),
                            text(norm(tau), 2), text(bound(tau), 2),
                            fixed(near, 3)});
      const auto colour = static_cast<Colour>(++which);
      norms.line(lag, norm, "norm of W " + text(gain), colour);
      norms.dashed(lag, bound, "bound " + text(gain), colour);
      if (gain != 1)
        share.bars(lag.head(31) + (gain < 1 ? -0.2 : 0.2), shares.head(31),
                   "norm of W " + text(gain), colour, 0.4);
    }
    lab.table("norms", table);
    lab.draw(norms);
    lab.draw(share);

    Table fading{{"tau", "dL/dW", "its part of step 1"}, {}};
    Vector whole(4), first(4);
    const Vector lengths{5, 10, 20, 50};
    for (Index i = 0; i < 4; ++i) {
      Vector w(seeds), f(seeds);
      for (Index seed = 0; seed < seeds; ++seed) {
        const Run run =
            run_of(units, static_cast<Index>(lengths(i)), below, Random(seed));
        w(seed) = size_of_gradient(run);
        f(seed) = sizes_by_lag(run).tail(1)(0);
      }
      whole(i) = arma::median(w);
      first(i) = arma::median(f);
      fading.rows.push_back(
          {text(lengths(i)), fixed(whole(i), 3), text(first(i), 2)});
    }
    lab.print("");
    lab.table("fading", fading);
    lab.claim(first(3) < 1e-3 * first(0), "the part of step 1 fades");
    lab.claim(whole(3) > 0.5 * whole(0), "dL/dW does not");
  });
}
