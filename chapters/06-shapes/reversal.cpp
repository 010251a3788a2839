// Read, then write: sequences of signs, said backwards by a network that begins
// in the state in which another one ended.
#include "chapters/06-shapes/layers.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

struct Knobs {
  Index signs = 4, units = 12, seeds = 10, seed = 1, updates = 500;
  double rate = 0.5, gain = 0.3;
};

constexpr Network net{Activation::tanh, Output::sigmoid_cross_entropy};
const char* const kinds[] = {"both learn", "the reader stays as drawn",
                             "nothing is handed on"};
const Colour colours[] = {Colour::blue, Colour::vermilion, Colour::grey};

// A row for each kind, a column for each seed.
struct Found {
  Matrix right;      // sequences that are said backwards, sign by sign
  Matrix course;     // the same by updates, medians; a column a look
  double sequences;  // how many there are
};

// All sequences, each a column, and the same backwards: 1 where the sign is +.
std::pair<Sequence, Sequence> task(Index signs) {
  const Index all = Index{1} << signs;
  Sequence x(1, all, 1, signs), y(1, all, 1, signs);
  for (Index j = 0; j < all; ++j)
    for (Index t = 1; t <= signs; ++t) {
      const bool plus = j >> (t - 1) & 1;
      x(t)(j) = plus ? 1 : -1;
      y(signs + 1 - t)(j) = plus;
    }
  return {x, y};
}

double count_right(const Sequence& y_hat, const Sequence& y) {
  arma::umat right(1, y.n(), arma::fill::ones);
  for (Index t = 1; t <= y.last(); ++t)
    right %= (y_hat(t) > 0.5) == (y(t) > 0.5);
  return static_cast<double>(arma::accu(right));
}

// How many sequences are right, at first and after each tenth of the updates.
Vector learn(const Knobs& k, Index kind, std::uint64_t seed) {
  const auto [x, y] = task(k.signs);
  const Index H = k.units;
  Random random(seed);
  const auto part = [&](Index inputs) {
    return Parameters{xavier(random, H, inputs), k.gain * orthogonal(random, H),
                      xavier(random, 1, H), arma::zeros(H), arma::zeros(1)};
  };
  const Parameters first = part(1);
  std::vector<Parameters> p{states_alone(first.U, first.W, first.b), part(1)};
  const Sequence nothing(1, x.n(), 1, k.signs);
  const Matrix h0(H, x.n(), arma::fill::zeros);
  const double rate = k.rate / static_cast<double>(x.n());
  Vector right(11);
  for (Index i = 0; i <= k.updates; ++i) {
    if (kind == 2) set_zero(p[0].blocks());  // then h(tau) is 0
    const Layers it = read_then_write(net, p, {x, nothing}, y, h0);
    if (10 * i % k.updates < 10)
      right(10 * i / k.updates) = count_right(it.y_hat, y);
    bptt::update(p[1], it.by[1], rate);
    if (kind > 0) continue;
    bptt::update(p[0], it.by[0], rate);
    p[0] = states_alone(p[0].U, p[0].W, p[0].b);
  }
  return right;
}

Found measure(const Knobs& k) {
  Found f{Matrix(3, k.seeds), Matrix(3, 11),
          static_cast<double>(Index{1} << k.signs)};
  Progress progress("networks", f.right.n_elem);
  for (Index i = 0; i < 3; ++i) {
    Matrix course(11, k.seeds);
    for (Index s = 0; s < k.seeds; ++s, progress.tick())
      course.col(s) = learn(k, i, k.seed + s);
    f.right.row(i) = course.row(10);
    f.course.row(i) = arma::median(course, 1).t();
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Mark counted = rounding("each within 4");
  Table table{{"network", "right, least", "median", "most", "seeds with all"},
              {}};
  Figure figure("06-reversal", "", counted);
  figure.x_label("updates").y_label("sequences right");
  figure.y_range(-0.5, 1.1 * f.sequences).legend("outside below");
  const Vector at = static_cast<double>(k.updates) / 10 * arma::regspace(0, 10);
  for (Index i = 0; i < 3; ++i) {
    const Vector right = f.right.row(i).t();
    table.rows.push_back(
        {kinds[i], text(right.min()), text(arma::median(right)),
         text(right.max()),
         text(static_cast<double>(arma::accu(right == f.sequences)))});
    figure.line(at, f.course.row(i).t(), kinds[i], colours[i]);
  }
  lab.table("right", table);
  lab.mark("right", counted);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("both learn: sequences wrong, most",
            f.sequences - f.right.row(0).min(), equal_to(0));
  lab.claim("the reader as drawn: share of the sequences right, most",
            f.right.row(1).max() / f.sequences, below(1));
  lab.claim("nothing handed on: sequences right, most", f.right.row(2).max(),
            equal_to(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-reversal",
                 "All sequences of four signs are said backwards without a "
                 "mistake, on every seed, when the slope by the writer's first "
                 "state is handed back to the reader; a reader that does not "
                 "learn lets them fade");
  Knobs k;
  lab.knob("signs", k.signs, "of a sequence", {3, 5}, {1, 8});
  lab.knob("units", k.units, "hidden units of each", {8, 16});
  lab.knob("seeds", k.seeds, "seeds");
  lab.knob("seed", k.seed, "the first of them", {1, 11});
  lab.knob("updates", k.updates, "updates with all sequences", {300, 1000},
           {10, 100000});
  lab.knob("rate", k.rate, "learning rate, on their mean loss", {0.3, 0.8});
  lab.knob("gain", k.gain, "of the first W", {0.1, 0.2, 0.4, 0.5});
  return lab.run(argc, argv, k, measure, show, claim);
}
