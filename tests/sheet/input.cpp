// The reader's own numbers: every refusal names its place.
#include "common/sheet/input.hpp"

#include <cmath>

#include "tests/near.hpp"

using namespace unrolled;

namespace {

const std::string table = R"(
    kind: round | square
    size: number
    M notes M_xh: R rows of C
    v w?: R
    s: tau steps of C
    gradients: M)";

const std::string good =
    R"({"kind": "round", "size": 2, "M": [[1, 2], [3, 4], [5, 6]],)"
    R"( "s": [[1, 2], [3, 4]]})";

std::string complaint(const std::string& text, const std::string& of = table) {
  return refusal<InputError>([&] { parse_input(text, "f", keys_of(of)); });
}

std::string replaced(std::string text, const std::string& what,
                     const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

// What is changed in the good example, and what is said then.
void check_complaints(const std::string& of,
                      const std::vector<std::array<std::string, 3>>& changes) {
  for (const auto& [what, by, said] : changes) {
    INFO(by);
    CHECK(complaint(replaced(good, what, by), of) == "f: " + said);
  }
}

}  // namespace

TEST_CASE("A worked example is read as it stands") {
  const Input input = parse_input(good, "f", keys_of(table));
  CHECK(input.word("kind") == "round");
  CHECK(input.number("size") == 2);
  CHECK(input.matrix("M")(2, 0) == 5);
  CHECK(shape(input.matrix("M")) == "3 x 2");
  CHECK(shape(input.matrix("s")) == "2 x 2");
  CHECK(input.matrix("s")(0, 1) == 3);  // a column is a time step
  CHECK_FALSE(input.has("v"));
  CHECK(input.vector("v").n_elem == 3);
  CHECK(input.vector("v").max() == 0);
  CHECK(input.vector("w").n_elem == 3);
  CHECK_FALSE(input.has("dM"));
  CHECK_FALSE(input.has("tolerance"));
  CHECK(input.largest() == 6);
}

TEST_CASE("A word or a key of the file decides which keys it has") {
  const std::string of = R"(
    kind: round | square
    r: number if round
    M: 2 rows of 2 if square
    M: 2 rows of 3 if round
    v?: 2
    gradients: M
    gradients: v if !r)";
  const auto said = [&](const std::string& text) {
    return complaint("{" + text + "}", of);
  };
  const std::string
      round = R"("kind": "round", "r": 1, "M": [[1, 2, 3], [4, 5, 6]])",
      square = R"("M": [[1, 2], [3, 4]], "kind": "square")";
  CHECK(said(round) == "accepted");
  CHECK(said(square) == "accepted");
  CHECK(said(square + R"(, "dM": [[1, 2], [3, 4]], "dv": [1, 2])") ==
        "accepted");
  CHECK(said(square + R"(, "r": 1)") == "f: r: expected only with round");
  CHECK(said(round + R"(, "dv": [1, 2])") == "f: dv: expected only without r");
  CHECK(said(round + R"(, "dM": [[1, 2], [3, 4]])") ==
        "f: dM, row 1: expected 3 numbers, got 2");
  CHECK(said(R"("kind": "round")") == "f: r, M: missing, and needed");
  // A word that nobody can say opens nothing.
  const std::string nested =
      "kind: a | b\nhow: c | d if a\nv?: 2 if c\nM: 2 rows of 2";
  CHECK(complaint(R"({"kind": "b", "M": [[1, 2], [3, 4]], "v": [1, 2]})",
                  nested) == "f: v: expected only with c");
  // Where the word itself is what is wrong, that is said.
  CHECK(said(R"("M": [[1, 2], [3, 4]])") == "f: kind: missing, and needed");
  CHECK(said(R"("M": [[1, 2], [3, 4]], "kind": "oval")") ==
        "f: kind: expected round or square, got 'oval'");
  const std::string two = "kind: a | b\nM: 2 rows of 2 if a\nM: 2 if b";
  CHECK(complaint(R"({"M": [1, 2], "kind": "b"})", two) == "accepted");
  CHECK(complaint(R"({"M": [1, 2]})", two) == "f: kind: missing, and needed");
  CHECK(contains(complaint(R"({"M")", two), "line 1, column"));
  CHECK(said(square + R"(, "v": "round")") ==
        "f: v: expected an array of numbers, got 'round'");
  const Input input = parse_input("{" + square + "}", "f", keys_of(of));
  CHECK(input.find("r") == nullptr);
  CHECK_FALSE(input.has("r"));
  CHECK(input.find("dv") != nullptr);
}

TEST_CASE("Layers are read one by one, and a word stands for all of them") {
  const std::string layers =
      "f: L layers of up | down\nW: L layers of n rows of n-1\n"
      "b?: L layers of n\nx: n0\ny: nL";
  const std::string text =
      R"({"f": "up", "W": [[[1, 2]], [[3], [4]]], "x": [5, 6], "y": [7, 8]})";
  const Input input = parse_input(text, "f", keys_of(layers));
  CHECK(input.at("f").words == std::vector<std::string>{"up", "up"});
  CHECK(shape(input.at("W").blocks.at(1)) == "2 x 1");
  CHECK(shape(input.at("b").blocks.at(1)) == "2 x 1");
  CHECK(complaint(replaced(text, "[7, 8]", "[7]"), layers) ==
        "f: y: expected 2 numbers, got 1 (W[2] has 2)");
  CHECK(complaint(replaced(text, "[4]", "[4, 4]"), layers) ==
        "f: W[2], row 2: expected 1 number, got 2 (W[1] has 1)");
}

TEST_CASE("Numbers of a worked example keep every digit") {
  for (const char* text :
       {"1e-308", "5e-324", "-0.0", "0.30000000000000004", "1e22",
        "18446744073709551615.0", "18446744073709551616", "9007199254740992",
        "1.23456789012345678e29", "-9223372036854775808", "0.1", "1E+2",
        "-5e-1"}) {
    const Input input = parse_input(
        replaced(good, "\"size\": 2", std::string("\"size\": ") + text), "f",
        keys_of(table));
    const double expected = std::strtod(text, nullptr);
    CHECK(input.number("size") == expected);
    CHECK(std::signbit(input.number("size")) == std::signbit(expected));
  }
}

TEST_CASE("An integer that no double holds is refused, not rounded") {
  const auto said = [](const std::string& text, const std::string& nearest) {
    CHECK(
        complaint(replaced(good, "[1, 2]", "[1, " + text + "]")) ==
        "f: M, row 1, number 2: expected an integer that a double holds, as " +
            nearest + " is, got '" + text + "'");
  };
  said("9007199254740993", "9007199254740992");
  said("-9007199254740993", "-9007199254740992");
  said("18446744073709551615", "18446744073709551616");
  said("123456789012345678901234567890", "123456789012345677877719597056");
}

TEST_CASE("More than a sheet can hold is refused by name") {
  const auto column = [](std::size_t rows, const std::string& row) {
    std::string all = "[" + row;
    for (std::size_t i = 1; i < rows; ++i) all += "," + row;
    return all + "]";
  };
  const std::string keys = "W: H rows of H\nx: tau steps of N";
  const auto said = [&](std::size_t H, std::size_t tau) {
    return complaint("{\"W\": " + column(H, column(H, "1")) +
                         ", \"x\": " + column(tau, "[2]") + "}",
                     keys);
  };
  CHECK(said(1, 1000) == "accepted");
  CHECK(said(100, 100) == "accepted");
  CHECK(said(1, 1001) == "f: x: expected at most 1000 steps, got more");
  CHECK(said(1001, 1) ==
        "f: W, row 1: expected at most 1000 numbers, got more");
  CHECK(said(100, 101) ==
        "f: x: expected at most 100 steps beside W with its 10000 numbers, "
        "got 101");
}

TEST_CASE("Half a unit of the last digit is what a number may be off") {
  for (const auto& [text, half] :
       std::vector<std::pair<std::string, double>>{{"7", 0.5},
                                                   {"-7", 0.5},
                                                   {"1.250", 0.0005},
                                                   {"1.5e-3", 5e-5},
                                                   {"12E2", 50},
                                                   {"2.50e+10", 5e7}}) {
    const Input input =
        parse_input(replaced(good, "\"size\": 2", "\"size\": " + text), "f",
                    keys_of(table));
    CHECK(input.at("size").halves.at(0)(0) == Approx(half));
  }
}

TEST_CASE("A key is named when it is missing, unknown or given twice") {
  check_complaints(
      table,
      {{good, "{}", "kind, size, M, s: missing, and needed"},
       {"\"M\"", "\"m\"", "unknown key 'm': did you mean M?"},
       {"\"M\"", "\"M_xh\"", "unknown key 'M_xh': did you mean M?"},
       {"\"kind\"", "\"knid\"", "unknown key 'knid': did you mean kind?"},
       {"\"kind\"", "\"q\"",
        "unknown key 'q': expected kind, size, M, v, w, s, dM, tolerance"},
       {"\"s\"", "\"kind\"", "kind: expected once, got this key twice"},
       {"\"s\"", "\"\\u004d\"", "M: expected once, got this key twice"}});
}

TEST_CASE("A size that does not fit is named with the place that says other") {
  check_complaints(
      table,
      {{"[5, 6]", "[5]",
        "M, row 3: expected 2 numbers, got 1 (M, row 1 has 2)"},
       {"[[1, 2], [3, 4]]", "[[1, 2], [3, 4, 5]]",
        "s, step 2: expected 2 numbers, got 3 (M, row 1 has 2)"},
       {"\"kind\"", "\"v\": [1], \"kind\"",
        "v: expected 3 numbers, got 1 (M has 3)"},
       {"[[1, 2], [3, 4], [5, 6]]", "[[1], [2]]",
        "s, step 1: expected 1 number, got 2 (M, row 1 has 1)"},
       // The reader's gradient never outvotes what it is the gradient of.
       {"\"kind\"", "\"dM\": [[1], [2], [3]], \"kind\"",
        "dM, row 1: expected 2 numbers, got 1 (M, row 1 has 2)"}});
}

TEST_CASE("The key that stands alone is blamed") {
  const std::string keys = "A: H rows of H\nb: H\nc: H";
  CHECK(complaint(R"({"A": [[1, 2], [3, 4]], "b": [1, 2, 3], "c": [1, 2, 3]})",
                  keys) == "f: A: expected 3 rows, got 2 (b has 3)");
  CHECK(complaint(R"({"A": [[1, 2], [3, 4]], "b": [1, 2, 3], "c": [1, 2]})",
                  keys) == "f: b: expected 2 numbers, got 3 (A has 2)");
}

TEST_CASE("A number of steps may be fixed") {
  CHECK(complaint(R"({"s": [[1], [2], [3]]})", "s: 3 steps of N") ==
        "accepted");
  CHECK(complaint(R"({"s": [[1], [2]]})", "s: 3 steps of N") ==
        "f: s: expected 3 steps, got 2");
}

TEST_CASE("A softmax target is a distribution within 1e-12") {
  const auto said = [](const std::string& text) {
    const Input input = parse_input(text, "f", keys_of("y: tau steps of K"));
    return refusal<InputError>([&] { require_distribution(input, "y"); });
  };
  CHECK(said(R"({"y": [[1, 0], [0.1, 0.9]]})") == "accepted");
  CHECK(said(R"({"y": [[1, 0.9e-12]]})") == "accepted");
  CHECK(said(R"({"y": [[1, 1.1e-12]]})") ==
        "f: y: expected softmax targets that sum to 1, got 1.0000000000011");
  CHECK(said(R"({"y": [[1, 0], [0.5, 0.4]]})") ==
        "f: y, step 2: expected softmax targets that sum to 1, got 0.9");
  CHECK(said(R"({"y": [[1, 0], [1.5, -0.5]]})") ==
        "f: y, step 2: expected softmax targets not below 0, got -0.5");
}

TEST_CASE("A number that must be above 0 is refused by its key") {
  const auto said = [](const std::string& number) {
    const Input input =
        parse_input("{\"t\": " + number + "}", "f", keys_of("t: number"));
    return refusal<InputError>([&] { require_positive(input, "t"); });
  };
  CHECK(said("1e-300") == "accepted");
  CHECK(said("0") == "f: t: expected a number above 0, got 0");
  CHECK(said("-2.5") == "f: t: expected a number above 0, got -2.5");
}
