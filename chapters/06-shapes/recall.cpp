// Delayed recall, all histories of it: what a network can keep that hands on
// its outputs, and one that hands on its state.
#include "chapters/06-shapes/jordan.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

struct Knobs {
  Index units = 8, seeds = 10, seed = 1, updates = 2000;
  double rate = 0.002;
};

constexpr Index tau = 4, histories = 16;
constexpr Network net{Activation::tanh, Output::linear_squared_error};
const char* const kinds[] = {"Jordan, teacher", "Jordan, its own", "Elman"};
const Colour colours[] = {Colour::vermilion, Colour::green, Colour::blue};

double count(const arma::umat& which) {
  return static_cast<double>(arma::accu(which));
}

// A row for each kind, a column for each seed.
struct Found {
  Matrix right;   // histories of which the first sign is recalled
  Matrix apart;   // distance of the last outputs of equal last inputs, largest
  Matrix before;  // the largest output before the last step, where 0 is asked
};

// Four signs, each history a column; after the last the first is asked for,
// before it 0.
std::pair<Sequence, Sequence> task() {
  Sequence x(1, histories, 1, tau), y(1, histories, 1, tau);
  for (Index j = 0; j < histories; ++j)
    for (Index t = 1; t <= tau; ++t) x(t)(j) = j >> (t - 1) & 1 ? 1 : -1;
  y(tau) = x(1);
  return {x, y};
}

// What a trained network says.
Sequence says(const Knobs& k, Index kind, std::uint64_t seed) {
  const auto [x, y] = task();
  Random random(seed);
  const bool elman = kind == 2;
  const Index back = elman ? k.units : 1;
  Parameters p{xavier(random, k.units, 1), xavier(random, k.units, back),
               xavier(random, 1, k.units), Vector(k.units, arma::fill::zeros),
               Vector(1, arma::fill::zeros)};
  const Matrix start(back, histories, arma::fill::zeros);
  const Jordan jordan{net, kind ? Feedback::own : Feedback::teacher};
  for (Index i = 0; i < k.updates; ++i)
    bptt::update(
        p,
        elman
            ? ParameterGradient(bptt::loss_and_gradient(net, p, x, y, start).by)
            : ParameterGradient(loss_and_gradient(jordan, p, x, y, start).by),
        k.rate);
  return elman ? bptt::forward(net.hidden, p, x, start).o
               : forward(jordan, p, x, y, start).o;
}

Found measure(const Knobs& k) {
  Found f{Matrix(3, k.seeds), Matrix(3, k.seeds), Matrix(3, k.seeds)};
  const auto [x, y] = task();
  Progress progress("networks", f.right.n_elem);
  for (Index i = 0; i < 3; ++i)
    for (Index s = 0; s < k.seeds; ++s, progress.tick()) {
      const Sequence o = says(k, i, k.seed + s);
      const Matrix& last = o(tau);
      f.right(i, s) = count((last > 0) == (y(tau) > 0));
      const Matrix up = last.cols(arma::find(x(tau) > 0));
      const Matrix down = last.cols(arma::find(x(tau) < 0));
      f.apart(i, s) = std::max(arma::range(arma::vectorise(up)),
                               arma::range(arma::vectorise(down)));
      f.before(i, s) = arma::abs(o.slices().slices(0, tau - 2)).max();
    }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Mark counted = rounding("each within 4");
  Table table{{"network", "histories right, least", "median", "most",
               "seeds with all", "largest output before, median"},
              {}};
  Figure figure("06-recall", "", counted);
  figure.x_label("seed").y_label("histories right, of 16");
  figure.y_range(-0.5, 17).legend("outside below").horizontal(8);
  const Vector seeds = arma::regspace(1, static_cast<double>(k.seeds));
  for (Index i = 0; i < 3; ++i) {
    const Vector right = f.right.row(i).t(), before = f.before.row(i).t();
    table.rows.push_back({kinds[i], text(right.min()),
                          text(arma::median(right)), text(right.max()),
                          text(count(right == 16)),
                          fixed(arma::median(before), 3)});
    if (i == 1)  // the teacher's lies under it
      figure.dashed(seeds, right, kinds[i], colours[i]);
    else
      figure.line(seeds, right, kinds[i], colours[i]);
    figure.points(seeds, right, "", colours[i]);
  }
  lab.table("right", table);
  lab.mark("right", counted);
  lab.mark("right.largest output before, median", rounding("each within 0.1"));
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  lab.claim("teacher: outputs of equal last inputs apart, largest",
            f.apart.row(0).max(), equal_to(0));
  lab.claim("teacher: histories right, most", f.right.row(0).max(),
            equal_to(8));
  lab.claim("teacher: histories right, least", f.right.row(0).min(),
            equal_to(8));
  lab.claim("Elman: seeds with all histories right",
            count(f.right.row(2) == 16),
            at_least(0.9 * static_cast<double>(k.seeds)));
  lab.claim("seeds with all histories right, more by Elman than by its own",
            count(f.right.row(2) == 16) - count(f.right.row(1) == 16),
            at_least(0.5 * static_cast<double>(k.seeds)));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-recall",
                 "Under teacher forcing Jordan's network recalls the first of "
                 "four signs in 8 of 16 histories, as a coin would; Elman's "
                 "learns all 16, and one that hears its own outputs seldom");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {2, 4, 16, 32});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 11});
  lab.knob("updates", k.updates, "updates with all histories",
           {500, 1000, 4000});
  lab.knob("rate", k.rate, "learning rate", {0.0005, 0.001, 0.003, 0.004});
  return lab.run(argc, argv, k, measure, show, claim);
}
