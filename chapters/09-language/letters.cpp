// Elman's letters: which of them can be known, and which are chance.
#include "chapters/09-language/grammars.hpp"
#include "chapters/09-language/model.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

struct Knobs {
  Index units = 12, updates = 300, seed = 1;
  double rate = 0.02;
};

constexpr Index drawn = 24;  // letters in the figure

struct Found {
  double all, first, others;  // bits per letter
  Vector bits;                // of single letters
  std::vector<std::string> names;
};

Found measure(const Knobs& k) {
  Random random(k.seed);
  Model model =
      first_model(Kind::tanh, Letters::count, Letters::count, k.units, random);
  train(model, elman_letters(random, 3000), {16, 24, k.updates, k.rate, 1});
  const Symbols fresh = elman_letters(random, 1000);
  const Vector bits = -arma::log2(probabilities(model, fresh));
  // From the second word on: at the first letter no word is known.
  std::vector<double> first, others;
  for (Index i = 8; i < bits.n_elem; ++i)
    (Letters::begins(fresh(i + 1)) ? first : others).push_back(bits(i));
  Found f{arma::mean(bits.tail(bits.n_elem - 8)),
          arma::mean(Vector(first)),
          arma::mean(Vector(others)),
          bits.subvec(8, 8 + drawn - 1),
          {}};
  for (Index i = 0; i < drawn; ++i)
    f.names.emplace_back(1, "bdgaiu"[fresh(i + 9)]);
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.05");
  const double best = entropy_of_letters();
  Table table{{"letters", "bits, network", "bits, at best"},
              {{"all", fixed(f.all, 3), fixed(best, 3)},
               {"that begin a word", fixed(f.first, 3), fixed(3 * best, 3)},
               {"others", fixed(f.others, 3), "0"}}};
  lab.table("bits", table);
  lab.mark("bits.bits, network", near);
  Figure figure("09-letters", "", rounding("each within 0.3"));
  const Vector at = arma::regspace(1, static_cast<double>(drawn));
  figure.x_names(at, f.names).y_label("bits of the letter").legend("off");
  figure.y_range(0, std::max(2.0, 1.1 * f.bits.max()));
  figure.bars(at, f.bits, "bits", Colour::blue, 0.7);
  figure.horizontal(3 * best, "log2 3");
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const double best = entropy_of_letters();
  lab.claim("bits of the letters that begin a word, over log2 3",
            f.first / (3 * best), between(0.95, 1.05));
  lab.claim("bits of all other letters, mean", f.others, below(0.02));
  lab.claim("bits per letter, over the best there can be", f.all / best,
            between(0.95, 1.05));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-letters",
                 "Of Elman's letters a trained network foretells all that can "
                 "be known, and takes log2 3 bits for each that cannot");
  Knobs k;
  lab.knob("units", k.units, "hidden units", {6, 24}, {1, 500});
  lab.knob("updates", k.updates, "updates", {150, 600}, {1, 100000});
  lab.knob("rate", k.rate, "first learning rate", {0.01, 0.04}, {0.0001, 1});
  lab.knob("seed", k.seed, "of the first weights and the letters");
  return lab.run(argc, argv, k, measure, show, claim);
}
