// What counting does: the book's pages foretold by n-grams.
#include "chapters/09-language/ngrams.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

struct Knobs {
  Index orders = 7;
};

// Of the pages in one language.
struct Counted {
  Vector plain, kneser;  // bits per character, by the order
  double unigram, xz;    // the same
  double unseen;         // characters that were not learnt, of how many
  double test;           // characters in all
  double one;            // bits more for each of these
};

struct Found {
  Counted english, chinese;
};

// The bytes that xz -9 makes of the text learnt from, and of both.
double bits_of_xz(Pages pages, double characters) {
  const Matrix bytes =
      read_csv(data_folder() / "../../chapters/09-language/xz.csv",
               Header::required)
          .values;
  const Index row = pages == Pages::english ? 0 : 1;
  return 8 * (bytes(row, 1) - bytes(row, 0)) / characters;
}

Counted counted(Pages pages, Index orders, Progress& progress) {
  const Split split = read_book(7, pages);
  const Alphabet alphabet(split.train);
  const Symbols train = alphabet.read(split.train),
                test = alphabet.read(split.test);
  const Index A = alphabet.size();
  Counted f{Vector(orders), Vector(orders), 0, 0, 0, 0, 0};
  f.test = static_cast<double>(test.n_elem);
  f.unseen = static_cast<double>(arma::accu(test == 0));
  f.one = bits_of_unseen(alphabet);
  // What a model leaves open is which character it was that it does not know.
  const double open = f.one * f.unseen / f.test;
  f.unigram = open + bits_per_character(
                         unigram(train, A).elem(test.tail(test.n_elem - 1)));
  f.xz = bits_of_xz(pages, f.test);
  for (Index i = 0; i < orders; ++i)
    for (const auto counting : {Counting::all, Counting::preceding}) {
      const NGrams model(train, A, i + 1, counting);
      (counting == Counting::all ? f.plain : f.kneser)(i) =
          open + bits_per_character(model.probabilities(test));
      progress.tick();
    }
  return f;
}

Found measure(const Knobs& k) {
  Progress progress("n-grams", 4 * k.orders);
  return {counted(Pages::english, k.orders, progress),
          counted(Pages::chinese, k.orders, progress)};
}

// The names of what is of the Chinese pages end so.
void show_one(Experiment& lab, const Counted& f, const std::string& end,
              double highest) {
  Table table{
      {"model", "bits per character", "perplexity", "bytes of the chapter"},
      {}};
  const auto row = [&](const std::string& name, double bits) {
    table.rows.push_back({name, fixed(bits, 3), fixed(perplexity(bits), 2),
                          fixed(bits * f.test / 8, 0)});
  };
  const auto best = [&](const std::string& name, const Vector& bits) {
    row(name + ", order " + std::to_string(bits.index_min() + 1), bits.min());
  };
  row("each character by its frequency", f.unigram);
  row("xz -9", f.xz);
  best("n-grams, all counted", f.plain);
  best("n-grams, Kneser and Ney", f.kneser);
  lab.table("bits" + end, table);
  lab.value("unseen" + end, f.unseen);
  lab.value("characters" + end, f.test, 6);
  lab.value("bits_of_unseen" + end, f.one, 4);
  Figure figure("09-rivals" + end, "");
  const Vector order = arma::regspace(1, static_cast<double>(f.plain.n_elem));
  figure.x_label("order: characters of an n-gram");
  figure.y_label("bits per character").y_range(0, highest);
  figure.legend("top right");
  figure.line(order, f.plain, "all counted", Colour::blue);
  figure.points(order, f.plain, "", Colour::blue);
  figure.line(order, f.kneser, "Kneser and Ney", Colour::vermilion);
  figure.points(order, f.kneser, "", Colour::vermilion);
  figure.dashed(Vector{1, order.max()}, Vector{f.xz, f.xz}, "xz -9",
                Colour::grey);
  lab.draw(figure);
}

void show(Experiment& lab, const Found& f) {
  show_one(lab, f.english, "", 5);
  show_one(lab, f.chinese, "-zh", 8);
}

void claim_one(Experiment& lab, const Counted& f, const std::string& pages) {
  lab.claim(
      pages + ", Kneser and Ney over plain counts, each at its best order",
      f.kneser.min() / f.plain.min(), below(1));
  lab.claim(pages + ", Kneser and Ney over xz -9", f.kneser.min() / f.xz,
            below(1));
  lab.claim(pages + ", Kneser and Ney over single frequencies",
            f.kneser.min() / f.unigram, below(0.7));
}

void claim(Experiment& lab, const Found& f) {
  claim_one(lab, f.english, "English");
  claim_one(lab, f.chinese, "Chinese");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("09-rivals",
                 "N-grams after Kneser and Ney foretell a chapter that they "
                 "have not read, in English and in Chinese, better than those "
                 "that count all, and better than xz -9");
  Knobs k;
  lab.knob("orders", k.orders, "longest n-gram", {5, 9}, {2, 12});
  return lab.run(argc, argv, k, measure, show, claim);
}
