// Is the order the information? Four things in order, and shuffled.
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/09-language/model.hpp"
#include "chapters/09-language/sequences.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

struct Knobs {
  Index units = 24, updates = 300, seed = 1;
  double rate = 0.01;
};

constexpr Index pieces = 16, judged = 200, tau = 40;
constexpr bptt::Network net{Activation::tanh, Output::linear_squared_error};

struct Thing {
  const char* name;
  Sequence (*draw)(Random&, Index, Index);
  double least;   // of the squared error, in that of the mean
  double within;  // how near a network is to come
};
const Thing things[] = {{"price", prices, 0.36, 0.15},
                        {"sentence", sentences, 18.0 / 64, 0.15},
                        {"sound", sounds, 0, 0.001},
                        {"film", films, 0, 0.15}};

// Squared error of the next step, in that of the mean of all: a row for each
// thing, in order and shuffled.
struct Found {
  Matrix left = Matrix(std::size(things), 2);
};

// x(1 .. tau), and x(2 .. tau + 1) as what is to be foretold.
std::pair<Sequence, Sequence> asked(const Sequence& x) {
  const Cube& all = x.slices();
  return {Sequence(Cube(all.head_slices(tau))),
          Sequence(Cube(all.tail_slices(tau)))};
}

double left_of(const Thing& thing, bool mixed, const Knobs& k) {
  Random random(k.seed);
  const auto batch = [&](Index n) {
    const Sequence x = thing.draw(random, n, tau);
    return asked(mixed ? shuffled(x, random) : x);
  };
  const Index D = batch(1).first.rows(), H = k.units;
  bptt::Parameters p{xavier(random, H, D), orthogonal(random, H),
                     xavier(random, D, H), Vector(H, arma::fill::zeros),
                     Vector(D, arma::fill::zeros)};
  const Matrix h0(H, pieces, arma::fill::zeros);
  Adam adam;
  for (Index i = 0; i < k.updates; ++i) {
    const auto [x, y] = batch(pieces);
    bptt::ParameterGradient g = bptt::loss_and_gradient(net, p, x, y, h0).by;
    clipping::clip_by_norm(g.blocks(), 20);
    const double left = 1 - double(i) / double(k.updates);
    adam.step(p.blocks(), g.blocks(), k.rate * left);
  }
  // Judged on fresh ones, from step 5 on: before it little is known.
  const auto [x, y] = batch(judged);
  const Matrix zero(H, judged, arma::fill::zeros);
  const Sequence o = bptt::forward(net.hidden, p, x, zero).o;
  const Cube wanted = y.slices().tail_slices(tau - 5);
  const Cube off = o.slices().tail_slices(tau - 5) - wanted;
  Matrix all(wanted.memptr(), D, judged * (tau - 5));
  all.each_col() -= Vector(arma::mean(all, 1));
  note_judged(arma::accu(arma::square(all)));
  return arma::accu(arma::square(off)) / arma::accu(arma::square(all));
}

Found measure(const Knobs& k) {
  Found f;
  Progress progress("networks", f.left.n_elem);
  for (Index i = 0; i < f.left.n_rows; ++i)
    for (Index mixed = 0; mixed < 2; ++mixed, progress.tick())
      f.left(i, mixed) = left_of(things[i], mixed == 1, k);
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.1");
  Table table{{"sequence", "in order", "shuffled", "least there can be"}, {}};
  std::vector<std::string> names;
  for (Index i = 0; i < f.left.n_rows; ++i) {
    names.push_back(things[i].name);
    table.rows.push_back({things[i].name, fixed(f.left(i, 0), 2),
                          fixed(f.left(i, 1), 2), fixed(things[i].least, 2)});
  }
  lab.table("left", table);
  lab.mark("left.in order", near);
  lab.mark("left.shuffled", near);
  Figure figure("09-order", "", near);
  const Vector at = arma::regspace(1, static_cast<double>(names.size()));
  figure.x_names(at, names).y_label("squared error, of the mean's");
  figure.legend("outside below").y_range(0, 1.2).x_range(0.4, 4.6);
  figure.bars(at - 0.2, f.left.col(0), "in order", Colour::blue, 0.36);
  figure.bars(at + 0.2, f.left.col(1), "shuffled", Colour::grey, 0.36);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  for (Index i = 0; i < f.left.n_rows; ++i) {
    const std::string name = things[i].name;
    lab.claim(name + " in order, over the least",
              f.left(i, 0) - things[i].least,
              between(-things[i].within, things[i].within));
    lab.claim(name + " shuffled", f.left(i, 1), between(0.7, 1.3));
  }
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-order",
                 "A network that foretells the next step of a price, a "
                 "sentence, a sound and a film nearly as well as can be "
                 "foretells hardly anything of the same steps shuffled");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {12, 48}, {1, 500});
  lab.knob("updates", k.updates, "updates", {150, 600}, {1, 100000});
  lab.knob("rate", k.rate, "first learning rate", {0.005, 0.02}, {0.0001, 1});
  lab.knob("seed", k.seed, "of the first weights and the sequences");
  return lab.run(argc, argv, k, measure, show, claim);
}
