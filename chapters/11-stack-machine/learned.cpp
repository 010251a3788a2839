// What training finds: an LSTM learns shallow words and is asked longer and
// deeper ones.
#include "chapters/07-gates/tasks.hpp"
#include "chapters/11-stack-machine/words.hpp"
#include "common/experiment.hpp"
#include "common/noted.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

struct Knobs {
  Index units = 8, updates = 600, depth = 4, length = 24, seed = 1;
  double rate = 0.02, keep = 1;
};

// Of the words that it is asked.
const Index asked = 100;
const Vector depths{1, 2, 4, 8, 16, 24, 32, 48};

struct Found {
  Vector right, built;  // shares at each depth: learnt; and as built
  double learnt;        // of fresh words like the learnt ones
};

Found measure(const Knobs& k) {
  const gates::Draw draw = [&k](Random& random, Index n) {
    const Index half = 1 + random.below(k.length / 2);
    return batch_of(words(random, n, 2 * half, std::min(half, k.depth)));
  };
  const gates::Outcome it = gates::train(
      {gates::Start::lstm, k.units, k.keep, 0}, Output::sigmoid_cross_entropy,
      draw, {k.rate, 1, 20, k.updates}, Random(k.seed));
  const auto share = [](const Matrix& y_hat, const Matrix& y) {
    return arma::mean(arma::conv_to<Vector>::from(
        arma::vectorise((y_hat > 0.5) == (y > 0.5))));
  };
  Found f{Vector(depths.n_elem), Vector(depths.n_elem), share(it.y_hat, it.y)};
  const Network net = compile(balanced_machine());
  Random random(k.seed + 1000);
  for (Index i = 0; i < depths.n_elem; ++i) {
    const std::vector<Symbols> some =
        words(random, 100, asked, static_cast<Index>(depths(i)), true);
    const gates::Batch batch = batch_of(some);
    for (Index t = 1; t <= asked; ++t)
      note_judged(static_cast<double>(t) * arma::accu(batch.x(t).row(0)));
    f.right(i) = share(it.say(batch.x), batch.y);
    for (Index j = 0; j < 10; ++j)
      f.built(i) +=
          judge<Rational>(net, some[j]).accepted == is_balanced(some[j]);
    f.built(i) /= 10;
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  const Mark far = rounding("each within 0.3");  // training hangs on rounding
  Figure figure("11-learned", "", far);
  figure.x_label("deepest nesting of the word").y_label("share judged right");
  figure.y_range(0, 1.05).span(0, static_cast<double>(k.depth));
  figure.line(depths, f.right, "learnt by an LSTM", Colour::blue);
  figure.dashed(depths, f.built, "built", Colour::green);
  figure.horizontal(0.5, "guessing");
  lab.draw(figure);
  Table table{{"nesting", "LSTM", "built"}, {}};
  for (Index i = 0; i < depths.n_elem; ++i)
    table.rows.push_back(
        {text(depths(i)), fixed(f.right(i), 2), fixed(f.built(i), 2)});
  lab.table("shares", table);
  lab.mark("shares.LSTM", far);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("words like the learnt ones, LSTM", f.learnt, above(0.9));
  lab.claim("deepest words, LSTM", f.right.back(), below(0.7));
  lab.claim("worst of the built network", f.built.min(), above(0.999));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("11-learned",
                 "An LSTM learns to judge words like those it was shown; of "
                 "words that nest far deeper it says no more than a guess "
                 "would, where the network that was built is right");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {16});
  lab.knob("updates", k.updates, "updates of twenty words each", {1200});
  lab.knob("depth", k.depth, "deepest nesting of the learnt words", {2, 8},
           {1, 20});
  lab.knob("length", k.length, "of the longest learnt words", {}, {2, 100});
  lab.knob("rate", k.rate, "learning rate", {0.01});
  lab.knob("keep", k.keep, "first bias of f", {3}, {-10, 10});
  lab.knob("seed", k.seed, "of the first weights and the words");
  return lab.run(argc, argv, k, measure, show, claim);
}
