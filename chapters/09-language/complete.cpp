// A language model of the book's own pages, in the language of the beginning,
// or of the reader's text: what comes next, and how well it is foretold.
#include <fmt/format.h>

#include "chapters/09-language/keep.hpp"
#include "chapters/09-language/ngrams.hpp"
#include "chapters/09-language/sample.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

const std::string beginning = "the gradient of", chinese = "梯度";

struct Knobs {
  std::string start = beginning, text;
  double temperature = 0.6, rate = 0.01, threshold = 1, keep = 1, share = 1;
  Index samples = 3, length = 120, units = 64, updates = 800, chapter = 7,
        seed = 1;
};

struct Found {
  double bits, unigram, ngrams;  // per character of text not learnt from
  Vector next;                   // probabilities after the beginning
  std::vector<std::string> sign, samples;  // of which character; how it goes on
};

// Where a model stays. The page's beginnings keep none: it is always made.
std::filesystem::path place(const Knobs& k) {
  if (k.text.empty() && (k.start == beginning || k.start == chinese)) return {};
  const bool zh = pages_of(k.start) == Pages::chinese;
  std::filesystem::path own = k.text;
  if (own.empty()) own = zh ? "book-zh" : "book";
  const std::filesystem::path my = data_folder() / "../../my";
  return (my / own.stem()).lexically_normal() += ".model";
}

Model model_for(const Knobs& k, const std::vector<std::string>& text,
                const Alphabet& alphabet) {
  Random random(k.seed);
  const Index width = std::min<Index>(k.units, 24), A = alphabet.size();
  Kept kept{alphabet, first_model(Kind::gru, A, width, k.units, random)};
  const std::string made = fmt::format(
      "units {}, updates {}, rate {}, threshold {}, keep {}, seed {}", k.units,
      k.updates, k.rate, k.threshold, k.keep, k.seed);
  return kept_or_made(place(k), kept, made_from(text, made), [&](Model& model) {
    train(model, alphabet.read(text),
          {16, 32, k.updates, k.rate, k.threshold, k.keep, k.seed});
  });
}

Found measure(const Knobs& k) {
  Split split = k.text.empty() ? read_book(k.chapter, pages_of(k.start))
                               : read_own(k.text);
  split.train = last_share(split.train, k.share);
  const Alphabet alphabet(split.train);
  const Symbols train = alphabet.read(split.train),
                test = alphabet.read(split.test),
                start = alphabet.read(characters_of(k.start, "--start"));
  const Model model = model_for(k, split.train, alphabet);
  const Index A = alphabet.size();
  Found f{
      bits_per_character(probabilities(model, test)),
      bits_per_character(unigram(train, A).elem(test.tail(test.n_elem - 1))),
      bits_per_character(
          NGrams(train, A, 5, Counting::preceding).probabilities(test)),
      at_temperature(Reader(model, start).scores(), 1),
      alphabet.known(),
      {}};
  Random random(k.seed);
  for (Index i = 0; i < k.samples; ++i) {
    f.samples.push_back(k.start);
    for (const Index symbol :
         complete(model, start, k.length, k.temperature, random))
      f.samples.back() += alphabet[symbol];
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  Table samples{{"drawn at temperature " + text(k.temperature)}, {}};
  for (const std::string& sample : f.samples)
    samples.rows.push_back({"`" + printable(sample) + "`"});
  lab.table("samples", samples);
  lab.mark("samples", measured());
  lab.table("bits", {{"text not learnt from", "bits per character"},
                     {{"each character by its frequency", fixed(f.unigram, 3)},
                      {"network", fixed(f.bits, 3)},
                      {"5-grams, Kneser and Ney", fixed(f.ngrams, 3)}}});
  lab.mark("bits.bits per character", rounding("each within 0.05"));
  const arma::uvec best = arma::sort_index(f.next, "descend");
  const Index n = std::min<Index>(best.n_elem, 8);
  std::vector<std::string> names;
  for (const Index symbol : best.head(n))
    names.push_back(f.sign[symbol] == " "    ? "space"
                    : f.sign[symbol] == "\n" ? "line end"
                                             : verbatim(f.sign[symbol]));
  Figure figure("09-complete", "", measured());
  const Vector at = arma::regspace(1, static_cast<double>(n));
  figure.x_names(at, names).y_label("probability of the next character");
  figure.legend("off").set("set yrange [0:*]");
  figure.bars(at, f.next(best.head(n)), "probability", Colour::blue, 0.7);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  lab.claim("the network, in bits of single frequencies", f.bits / f.unigram,
            below(0.75));
  if (!k.text.empty())
    return lab.restate("The network foretells " + printable(k.text) +
                       " better than its frequencies do");
  lab.claim("the network, in bits of 5-grams", f.bits / f.ngrams, above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-complete",
                 "A GRU learns to foretell the characters of a chapter that it "
                 "has not read: far better than by their frequencies, and not "
                 "as well as counted 5-grams do");
  Knobs k;
  lab.knob("start", k.start, "a beginning, English or Chinese", {chinese});
  lab.knob("text", k.text, "a text of your own, in UTF-8, to learn from");
  lab.knob("temperature", k.temperature, "of the samples", {}, {0.05, 5});
  lab.knob("samples", k.samples, "how many", {}, {1, 100});
  lab.knob("length", k.length, "characters of each", {}, {1, 10000});
  lab.knob("units", k.units, "units of the GRU", {32, 128}, {1, 1000});
  lab.knob("updates", k.updates, "updates", {200}, {1, 1000000});
  lab.knob("rate", k.rate, "first learning rate", {0.005, 0.02}, {0.0001, 1});
  lab.knob("threshold", k.threshold, "of clipping", {0.3, 3}, {0.001, 1000});
  lab.knob("keep", k.keep, "chance to keep a number", {0.9}, {0.05, 1});
  lab.knob("chapter", k.chapter, "that is to be foretold", {2, 4, 6}, {1, 7});
  lab.knob("share", k.share, "of the text to learn from", {0.1}, {0.01, 1});
  lab.knob("seed", k.seed, "of first weights, masks and samples");
  lab.together({{"share 0.1", "keep 0.9"}, {"share 0.1", "updates 200"}});
  return lab.run(argc, argv, k, measure, show, claim);
}
