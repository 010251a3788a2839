// N-grams against plain counting, and the grammars against enumeration.
#include <cstdio>
#include <set>

#include <unistd.h>

#include "chapters/09-language/grammars.hpp"
#include "chapters/09-language/ngrams.hpp"
#include "chapters/09-language/sequences.hpp"
#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

Symbols random_text(Index n, Index symbols, std::uint64_t seed) {
  Random random(seed);
  Symbols text(n);
  for (Index& s : text)
    s = std::min(random.below(symbols), random.below(symbols));
  return text;
}

// Interpolated absolute discounting, counted in plain loops: how often a word
// of so many characters stands in the text, or after how many different ones.
struct Plain {
  std::vector<Index> text;
  Index order, symbols;
  bool preceding;

  std::vector<Index> word(Index from, Index length) const {
    const auto at = text.begin() + static_cast<std::ptrdiff_t>(from);
    return {at, at + static_cast<std::ptrdiff_t>(length)};
  }
  // Only what has a place for the longest context before it counts.
  double count(const std::vector<Index>& w) const {
    double all = 0;
    std::set<Index> before;
    for (Index end = order; end <= text.size(); ++end)
      if (word(end - w.size(), w.size()) == w) {
        ++all;
        if (w.size() < order) before.insert(text[end - w.size() - 1]);
      }
    return preceding && w.size() < order ? double(before.size()) : all;
  }
  double discount(Index length) const {
    std::set<std::vector<Index>> words;
    for (Index end = order; end <= text.size(); ++end)
      words.insert(word(end - length, length));
    double once = 0, twice = 0;
    for (const auto& w : words) {
      once += count(w) == 1;
      twice += count(w) == 2;
    }
    return once > 0 ? once / (once + 2 * twice) : 0.5;
  }
  double probability(std::vector<Index> context, Index next) const {
    const double shorter =
        context.empty()
            ? 1.0 / double(symbols)
            : probability({context.begin() + 1, context.end()}, next);
    double sum = 0, different = 0, n = 0;
    context.push_back(0);
    for (Index s = 0; s < symbols; ++s) {
      context.back() = s;
      const double c = count(context);
      sum += c;
      different += c > 0;
      if (s == next) n = c;
    }
    if (sum == 0) return shorter;
    const double d = discount(context.size());
    return std::max(n - d, 0.0) / sum + d * different / sum * shorter;
  }
};

}  // namespace

TEST_CASE("N-grams are what plain loops count", "[9.14][9.15][9.16][9.17]") {
  const auto counting = GENERATE(Counting::all, Counting::preceding);
  const Index order = GENERATE(1u, 2u, 3u);
  constexpr Index symbols = 5;
  const Symbols text = random_text(60, symbols - 1, 930);
  const NGrams model(text, symbols, order, counting);
  const Plain plain{{text.begin(), text.end()},
                    order,
                    symbols,
                    counting == Counting::preceding};
  const Symbols test = random_text(25, symbols, 931);
  const Vector p = model.probabilities(test);
  for (Index i = 0; i < p.n_elem; ++i) {
    const Index l = std::min<Index>(i + 1, order - 1);
    const std::vector<Index> context(test.begin() + i + 1 - l,
                                     test.begin() + i + 1);
    CHECK(p(i) ==
          Approx(plain.probability(context, test(i + 1))).epsilon(1e-12));
    CHECK(model.probability(test.head(i + 1), test(i + 1)) == p(i));
  }
  // All characters together have the probability 1, also after what never was.
  for (const Symbols& before : {Symbols{}, Symbols{0, 1}, Symbols{4, 4}}) {
    double sum = 0;
    for (Index s = 0; s < symbols; ++s) sum += model.probability(before, s);
    CHECK(sum == Approx(1).epsilon(1e-12));
  }
  CHECK(contains(refusal([&] { NGrams(text, symbols, 0, counting); }),
                 "order: expected 1 to 60, got 0"));
}

TEST_CASE("Kneser and Ney, by pencil", "[9.15]") {
  // "abcbab": before b stand a, c and a; before a stands b; before c stands b.
  const Symbols text{0, 1, 2, 1, 0, 1};
  const NGrams model(text, 3, 2, Counting::preceding);
  // All three letters: b after two different ones, a and c after one each. Two
  // of them once, one twice: a discount of 2 / (2 + 2).
  const double lowest = 1.0 / 3, b = (2 - 0.5 + 0.5 * 3 * lowest) / 4;
  CHECK(model.probability({}, 1) == Approx(b).epsilon(1e-14));
}

TEST_CASE("Frequencies are those of the text", "[9.9]") {
  const Vector p = unigram({0, 2, 2, 1, 2}, 4);
  const Vector expected{2 / 9.0, 2 / 9.0, 4 / 9.0, 1 / 9.0};
  CHECK_THAT(column(p), Near(column(expected)));
}

TEST_CASE("Elman's letters cost what they must", "[9.20]") {
  Random random(932);
  const Symbols text = elman_letters(random, 30000);
  // The vowels follow from the letters before; the first ones are even.
  Vector first(3, arma::fill::zeros);
  for (Index i = 0; i < text.n_elem;) {
    const Index letter = text(i);
    REQUIRE(Letters::begins(letter));
    first(letter) += 1;
    for (Index n = 0; n <= letter; ++n) {
      REQUIRE(text(++i) == Letters::a + letter);
      REQUIRE_FALSE(Letters::begins(text(i)));
    }
    ++i;
  }
  CHECK((first / arma::accu(first)).max() < 0.345);
  const double per_letter =
      std::log2(3) * arma::accu(first) / double(text.n_elem);
  CHECK(entropy_of_letters() == Approx(per_letter).epsilon(0.01));
  CHECK(entropy_of_letters() ==
        Approx(std::log(3) / std::log(8)).epsilon(1e-14));
}

namespace {

// All sentences: their chance times what it costs, and times their length.
struct Sum {
  double chance = 0, bits = 0, signs = 0;
};
void all_sentences(const Nested& g, std::vector<Index> open, bool closing,
                   double chance, double signs, Sum& sum) {
  if (chance < 1e-13) return;
  if (open.empty() && closing) {
    sum.chance += chance;
    sum.bits -= chance * std::log2(chance);
    sum.signs += chance * (signs + 1);
    return;
  }
  if (!closing) {
    const double more = open.empty() ? 1 : open.size() < g.depth ? g.embed : 0;
    for (Index number = 0; number < 2; ++number) {
      std::vector<Index> next = open;
      next.push_back(number);
      all_sentences(g, next, false, chance * more / 2, signs + 1, sum);
    }
    chance *= 1 - more;
    if (open.empty()) return;
  }
  all_sentences(g, open, true, chance * g.fill, signs + 1, sum);
  std::vector<Index> left = open;
  left.pop_back();
  all_sentences(g, left, true, chance * (1 - g.fill), signs + 1, sum);
}

}  // namespace

TEST_CASE("The entropy rate is that of all sentences, one by one",
          "[9.18][9.19]") {
  const Nested g = GENERATE(Nested{1, 0.5, 0}, Nested{3, 0.5, 0},
                            Nested{2, 0.3, 0.1}, Nested{3, 0.6, 0.05});
  Sum sum;
  all_sentences(g, {}, false, 1, 0, sum);
  CHECK(sum.chance == Approx(1).epsilon(1e-7));
  CHECK(entropy_rate(g) == Approx(sum.bits / sum.signs).epsilon(1e-6));
  double signs = 0;
  for (const Place& place : places(g)) signs += place.visits;
  CHECK(signs == Approx(sum.signs).epsilon(1e-6));
}

TEST_CASE("A nested text obeys its grammar, as often as it says", "[9.18]") {
  const Nested g{3, 0.5, 0.3};
  Random random(933);
  const Symbols text = nested_text(g, random, 30000);
  REQUIRE(text.n_elem == 30000);
  std::vector<Index> open;
  double stops = 0, fillers = 0, deepest = 0;
  bool closing = false;
  for (const Index s : text) {
    if (s <= Nested::p) {
      REQUIRE_FALSE(closing);
      open.push_back(s);
    } else if (s <= Nested::P) {
      REQUIRE(open.back() == s - Nested::S);
      open.pop_back();
      closing = true;
    } else if (s == Nested::filler) {
      REQUIRE_FALSE(open.empty());
      closing = true;
      ++fillers;
    } else {
      REQUIRE((open.empty() && closing));
      closing = false;
      ++stops;
    }
    deepest = std::max(deepest, double(open.size()));
  }
  CHECK(deepest == 3);
  double signs = 0;
  for (const Place& place : places(g)) signs += place.visits;
  CHECK(30000 / stops == Approx(signs).epsilon(0.02));
  // 1.75 verbs a sentence, 3/7 of a filler before each.
  CHECK(fillers / stops == Approx(0.75).epsilon(0.05));
}

TEST_CASE("Four things are what their formulas say", "[sequences]") {
  Random random(934);
  constexpr Index n = 200, tau = 40;
  const Sequence price = prices(random, n, tau);
  CHECK((price.rows() == 1 && price.last() == tau + 1));
  double squares = 0, products = 0;
  for (Index t = 1; t <= tau; ++t) {
    squares += arma::accu(arma::square(price(t)));
    products += arma::accu(price(t) % price(t + 1));
  }
  CHECK(squares / (n * tau) == Approx(1).epsilon(0.05));
  CHECK(products / squares == Approx(0.8).epsilon(0.03));
  const Sequence word = sentences(random, n, tau);
  const Sequence sound = sounds(random, n, tau), film = films(random, n, tau);
  Vector share(6, arma::fill::zeros);
  for (Index t = 1; t <= tau + 1; ++t)
    for (Index j = 0; j < n; ++j) {
      share += word(t).col(j);
      REQUIRE(arma::accu(film(t).col(j)) == 1);
      // One line of the spectrum, of height 1, three notes on from the last.
      const Vector line = sound(t).col(j);
      REQUIRE(line.max() == Approx(1).epsilon(1e-10));
      REQUIRE(arma::accu(line) == Approx(1).epsilon(1e-9));
      if (t > 1) {
        const Index before = sound(t - 1).col(j).index_max();
        REQUIRE(line.index_max() == 2 + (before + 1) % 7);
      }
      // By one place across and one down, as the dot before it.
      if (t > 1) {
        const Index was = film(t - 1).col(j).index_max(),
                    is = film(t).col(j).index_max();
        REQUIRE((is / 4 + 1 == was / 4 || is / 4 == was / 4 + 1));
        REQUIRE((is % 4 + 1 == was % 4 || is % 4 == was % 4 + 1));
      }
    }
  const Vector expected = Vector{1, 1, 1, 1, 2, 3} / 9;
  CHECK(arma::abs(share / arma::accu(share) - expected).max() < 0.02);
  const Sequence mixed = shuffled(film, random);
  CHECK_FALSE(arma::approx_equal(mixed.slices(), film.slices(), "absdiff", 0));
  for (Index j = 0; j < n; ++j) {
    const Matrix a = film.columns(j), b = mixed.columns(j);
    CHECK(arma::approx_equal(arma::sum(a, 1), arma::sum(b, 1), "absdiff", 0));
  }
}

TEST_CASE("What xz makes of the book's text is what is recorded", "[xz]") {
  if (std::system("command -v xz >/dev/null") != 0) return;
  const Matrix kept =
      read_csv(data_folder() / "../../chapters/09-language/xz.csv",
               Header::required)
          .values;
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() /
      ("unrolled-xz-" + std::to_string(getpid()));
  const auto bytes = [&](const Split& split, bool both) {
    std::string text;
    for (const std::string& c : split.train) text += c;
    if (both)
      for (const std::string& c : split.test) text += c;
    write_file(file, text);
    FILE* pipe = popen(("xz -9 --stdout " + file.string()).c_str(), "r");
    double n = 0;
    while (std::fgetc(pipe) != EOF) ++n;
    pclose(pipe);
    return n;
  };
  for (const Pages pages : {Pages::english, Pages::chinese}) {
    const Split split = read_book(7, pages);
    const Index row = pages == Pages::english ? 0 : 1;
    CHECK(kept(row, 0) == Approx(bytes(split, false)).epsilon(0.01));
    CHECK(kept(row, 1) == Approx(bytes(split, true)).epsilon(0.01));
  }
  std::filesystem::remove(file);
}
