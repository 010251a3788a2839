// A model in a file: kept, read again, refused.
#include "chapters/09-language/keep.hpp"

#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

Kept some(std::uint64_t seed) {
  const Alphabet alphabet(characters_of("aabbcc", "x"));
  Random random(seed);
  return {alphabet, first_model(Kind::gru, alphabet.size(), 2, 3, random)};
}

}  // namespace

TEST_CASE("A kept model is read again to the last bit", "[keep]") {
  const Scratch scratch;
  const std::filesystem::path file = scratch / "my/book.model";
  const Kept kept = some(920);
  CHECK_FALSE(kept_in(file, kept, "text 1"));
  keep(file, kept, "text 1");
  const auto there = kept_in(file, some(921), "text 1");
  REQUIRE(there);
  const ConstBlocks got = there->model.blocks(), was = kept.model.blocks();
  for (Index i = 0; i < was.size(); ++i)
    CHECK(arma::all(arma::vectorise(got[i].values == was[i].values)));
  // What was made from something else is not taken.
  CHECK_FALSE(kept_in(file, kept, "text 2"));
}

TEST_CASE("A model is made once, and where no file is named each time",
          "[keep]") {
  const Scratch scratch;
  int times = 0;
  const auto make = [&](const std::filesystem::path& file,
                        const std::string& made) {
    return kept_or_made(file, some(923), made,
                        [&](Model& model) { model.E(0) = ++times; })
        .E(0);
  };
  CHECK(make(scratch / "m", "text 1") == 1);
  CHECK(make(scratch / "m", "text 1") == 1);
  CHECK(make(scratch / "m", "text 2") == 2);
  CHECK(make(scratch / "m", "text 2") == 2);
  CHECK(make({}, "text 2") == 3);
  CHECK(make({}, "text 2") == 4);
}

TEST_CASE("What a model is made from is its text and its settings", "[keep]") {
  const auto text = characters_of("abc", "x"),
             other = characters_of("acb", "x");
  CHECK(made_from(text, "units 3") == made_from(text, "units 3"));
  CHECK(made_from(text, "units 3") != made_from(other, "units 3"));
  CHECK(made_from(text, "units 3") != made_from(text, "units 4"));
}

TEST_CASE("A broken or foreign model file is refused with its line", "[keep]") {
  const Scratch scratch;
  const Kept kept = some(922);
  keep(scratch / "m", kept, "text 1");
  const std::string good = scratch.read("m");
  const auto says = [&](const std::string& text) {
    scratch.write("m", text);
    return refusal<InputError>([&] { kept_in(scratch / "m", kept, "text 1"); });
  };
  CHECK(says(good) == "accepted");
  CHECK(contains(says("GIF89a\n"),
                 "m: line 1: expected a language model of Unrolled, chapter 9, "
                 "got 'GIF89a'; without this file a model is trained anew"));
  CHECK(contains(says(""), "m: line 1: expected"));
  CHECK(contains(says(good.substr(0, good.size() / 2)), "got the end"));
  CHECK(contains(says(good.substr(0, good.size() - 4)),
                 "expected end, got the end"));
  const std::size_t at = good.find("E 2 4\n");
  REQUIRE(at != std::string::npos);
  std::string shape = good, number = good;
  shape.replace(at, 5, "E 2 5");
  CHECK(contains(says(shape), "m: line 3: expected E 2 4, got 'E 2 5'"));
  number.replace(at + 6, 1, "x");
  CHECK(contains(says(number), "m: line 4: expected a number, got 'x"));
  number.replace(at + 6, number.find('\n', at + 6) - at - 6, "nan");
  CHECK(contains(says(number), "m: line 4: expected a number, got 'nan'"));
}
