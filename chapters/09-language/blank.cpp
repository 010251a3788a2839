// A blank in a word, with letters on both sides of it: what a network knows
// that reads from the left, and one that reads from both sides.
#include "chapters/06-shapes/layers.hpp"
#include "chapters/09-language/grammars.hpp"
#include "chapters/09-language/model.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

struct Knobs {
  Index units = 12, updates = 300, seed = 1;
  double rate = 0.02;
};

constexpr Index tau = 13, pieces = 32, fresh = 1000;
constexpr bptt::Network net{Activation::tanh, Output::softmax_cross_entropy};

// Thirteen letters, one of those in the middle left blank, and all of them.
struct Batch {
  Sequence x, y;
  std::vector<Index> blank;  // the time of each
};

Batch letters(Random& random, Index n) {
  Batch b{{Letters::count + 1, n, 1, tau}, {Letters::count, n, 1, tau}, {}};
  for (Index j = 0; j < n; ++j) {
    const Index from = random.below(9), blank = 5 + random.below(5);
    const Symbols text = elman_letters(random, tau + 10);
    for (Index t = 1; t <= tau; ++t) {
      b.y(t)(text(from + t), j) = 1;
      b.x(t)(t == blank ? Letters::count : text(from + t), j) = 1;
    }
    b.blank.push_back(blank);
  }
  return b;
}

struct Found {
  double first, others;  // bits of the blank, of a network from the left
  double both_first, both_others;  // and of one from both sides
};

Found measure(const Knobs& k) {
  Random random(k.seed);
  const Index H = k.units, D = Letters::count + 1, K = Letters::count;
  const auto network = [&] {
    return bptt::Parameters{xavier(random, H, D), orthogonal(random, H),
                            xavier(random, K, H), Vector(H, arma::fill::zeros),
                            Vector(K, arma::fill::zeros)};
  };
  // One network, or two of which the second reads from the end.
  const auto bits = [&](bool both) {
    std::vector<bptt::Parameters> p{network()};
    if (both) p.push_back(network());
    const auto pass = [&](const Batch& b) {
      const Matrix h0(H, b.x.n(), arma::fill::zeros);
      return both ? shapes::two_way(net, p, b.x, b.y, {h0, h0})
                  : shapes::stacked(net, p, b.x, b.y, {h0});
    };
    std::vector<Adam> adam(p.size());
    Progress progress("training", k.updates);
    for (Index i = 0; i < k.updates; ++i, progress.tick()) {
      shapes::Layers found = pass(letters(random, pieces));
      const double left = 1 - double(i) / double(k.updates);
      for (Index l = 0; l < p.size(); ++l)
        adam[l].step(p[l].blocks(), found.by[l].blocks(), k.rate * left);
    }
    const Batch b = letters(random, fresh);
    const Sequence y_hat = pass(b).y_hat;
    std::vector<double> first, others;
    for (Index j = 0; j < fresh; ++j) {
      const Index t = b.blank[j], letter = b.y(t).col(j).index_max();
      (Letters::begins(letter) ? first : others)
          .push_back(-std::log2(y_hat(t)(letter, j)));
    }
    note_judged(static_cast<double>(first.size() + 2 * others.size()));
    return std::pair(arma::mean(Vector(first)), arma::mean(Vector(others)));
  };
  const auto left = bits(false), both = bits(true);
  return {left.first, left.second, both.first, both.second};
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.1");
  lab.table("bits",
            {{"the blank is", "read from the left", "from both sides"},
             {{"the first letter of a word", fixed(f.first, 2),
               fixed(f.both_first, 2)},
              {"another", fixed(f.others, 2), fixed(f.both_others, 2)}}});
  lab.mark("bits.read from the left", near);
  lab.mark("bits.from both sides", near);
  Figure figure("09-blank", "", near);
  figure.x_names(Vector{1, 2}, {"first letter of a word", "another letter"});
  const double most = std::max({2.0, 1.1 * f.first, 1.1 * f.others,
                                1.1 * f.both_first, 1.1 * f.both_others});
  figure.y_label("bits of the blank").y_range(0, most).legend("outside below");
  figure.x_range(0.4, 2.6);
  figure.bars(Vector{0.8, 1.8}, Vector{f.first, f.others}, "read from the left",
              Colour::blue, 0.36);
  figure.bars(Vector{1.2, 2.2}, Vector{f.both_first, f.both_others},
              "from both sides", Colour::vermilion, 0.36);
  figure.horizontal(3 * entropy_of_letters(), "log2 3");
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const double chance = 3 * entropy_of_letters();
  lab.claim("from the left, first letters, over log2 3", f.first / chance,
            between(0.95, 1.1));
  lab.claim("from both sides, first letters, over log2 3",
            f.both_first / chance, below(0.05));
  lab.claim("from the left, others, bits", f.others, below(0.05));
  lab.claim("from both sides, others, bits", f.both_others, below(0.05));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-blank",
                 "A blank that what follows decides costs a network that reads "
                 "from the left as many bits as chance, and one that reads "
                 "from both sides next to nothing");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {6, 24}, {1, 500});
  lab.knob("updates", k.updates, "updates", {600}, {1, 100000});
  lab.knob("rate", k.rate, "first learning rate", {0.01, 0.04}, {0.0001, 1});
  lab.knob("seed", k.seed, "of the first weights and the letters");
  return lab.run(argc, argv, k, measure, show, claim);
}
