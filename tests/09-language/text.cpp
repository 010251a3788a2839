// Characters, the alphabet, and what a character costs.
#include "chapters/09-language/text.hpp"

#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;
using namespace unrolled::language;

TEST_CASE("A text is read character by character", "[text]") {
  const auto read = characters_of(
      "\xEF\xBB\xBF"
      "a\r\n\u68af\u5ea6\U0001F600",
      "x");
  REQUIRE(read == std::vector<std::string>{"a", "\n", "\u68af", "\u5ea6",
                                           "\U0001F600"});
}

TEST_CASE("What is not UTF-8 is refused with its line", "[text]") {
  // A lone continuation, too long, half of a pair, beyond the last, cut off.
  for (const std::string bad :
       {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xF0\x80\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE6\xA2"}) {
    const std::string said =
        refusal<InputError>([&] { characters_of("a\nb" + bad, "mine.txt"); });
    CHECK(contains(said, "mine.txt: line 2: expected UTF-8, got "));
  }
}

TEST_CASE("A file of the reader's own must be long enough", "[text]") {
  const Scratch scratch;
  scratch.write("mine.txt", std::string(1999, 'a'));
  CHECK(contains(refusal<InputError>([&] { read_own(scratch / "mine.txt"); }),
                 "mine.txt: expected at least 2000 characters, got 1999"));
  std::string once;
  for (int i = 0; i < 3000; ++i)
    once += {'\xE4', char(0x80 + i / 64), char(0x80 + i % 64)};
  scratch.write("mine.txt", once);
  CHECK(contains(refusal<InputError>([&] { read_own(scratch / "mine.txt"); }),
                 "mine.txt: expected characters that come again, got none"));
  scratch.write("mine.txt", std::string(1800, 'a') + std::string(200, 'b'));
  const Split split = read_own(scratch / "mine.txt");
  CHECK(split.train == std::vector<std::string>(1800, "a"));
  CHECK(split.test == std::vector<std::string>(200, "b"));
}

TEST_CASE("The book's text is split between its chapters", "[text]") {
  const Split split = read_book();
  const auto begin = [](const std::vector<std::string>& part) {
    std::string text;
    for (std::size_t i = 0; i < 16; ++i) text += part[i];
    return text;
  };
  CHECK(begin(split.train) == "Backpropagation\n");
  CHECK(begin(split.test).starts_with("Gates\n"));
  for (const auto* part : {&split.train, &split.test})
    CHECK(std::find(part->begin(), part->end(), "#") == part->end());
  // Another chapter in its place: the same text in all.
  const Split other = read_book(2);
  CHECK(begin(other.test) == "Three steps, eve");
  CHECK(begin(other.train) == "Backpropagation\n");
  CHECK(begin(last_share(other.train, 0.1)) != "Backpropagation\n");
  CHECK(other.train.size() + other.test.size() ==
        split.train.size() + split.test.size());
  CHECK(refusal<InputError>([] { read_book(8); }) ==
        "book-pages.txt: expected a line '# 08-..', got none");
}

TEST_CASE("A beginning with a Hanzi is of the Chinese pages", "[text]") {
  for (const auto text : {"\u68af\u5ea6", "the \u9FFF", "\u3400"})
    CHECK(pages_of(text) == Pages::chinese);
  for (const auto text :
       {"", "the gradient of", "\u3002", "\u00e9", "\U0001F600"})
    CHECK(pages_of(text) == Pages::english);
  // The same chapters: the judged one's name is of that page.
  const Split split = read_book(7, Pages::chinese);
  CHECK(split.train[0] == "\u53cd");
  CHECK(split.test[0] == "\u95e8");
  CHECK(refusal<InputError>([] { read_book(8, Pages::chinese); }) ==
        "book-pages.zh.txt: expected a line '# 08-..', got none");
}

TEST_CASE("A share of a text is its end", "[text]") {
  const std::vector<std::string> text{"a", "b", "c", "d"};
  CHECK(last_share(text, 1) == text);
  CHECK(last_share(text, 0.5) == std::vector<std::string>{"c", "d"});
}

TEST_CASE("A character that comes once stands for all that are not known",
          "[text][9.11]") {
  const Alphabet alphabet(characters_of("b a z b a \u68af", "x"));
  REQUIRE(alphabet.known() ==
          std::vector<std::string>{"\uFFFD", " ", "a", "b"});
  const Symbols read = alphabet.read(characters_of("abz \u5ea6", "x"));
  CHECK(arma::all(read == Symbols{2, 3, 0, 1, 0}));
  // 17 planes of 65,536 code points, less 2,048 halves of pairs, less three.
  CHECK(bits_of_unseen(alphabet) ==
        Approx(std::log2(17 * 65536 - 2048 - 3)).epsilon(1e-14));
}

TEST_CASE("Bits and perplexity, by hand", "[9.9][9.10]") {
  const Vector p{0.5, 0.125, 1, 0.25};
  CHECK(bits_per_character(p) == Approx((1 + 3 + 0 + 2) / 4.0).epsilon(1e-14));
  CHECK(perplexity(1.5) == Approx(2 * std::sqrt(2)).epsilon(1e-14));
  // A die's throws: six of one chance each.
  const Vector die(10, arma::fill::value(1.0 / 6));
  CHECK(perplexity(bits_per_character(die)) == Approx(6).epsilon(1e-13));
}
