// What the worked examples of all chapters stand on: the reader of the file,
// the JSON that goes out, the sheet.
#include "common/worked.hpp"

#include <cmath>
#include <limits>

#include "tests/catch.hpp"

using namespace unrolled;

namespace {

std::vector<Key> keys() {
  return {word_key("kind", {"round", "square"}),
          number_key("size"),
          matrix_key("M", "R", "C"),
          optional_key(vector_key("v", "R")),
          sequence_key("s", "tau", "C"),
          gradient_key(matrix_key("M", "R", "C"))};
}

const std::string good =
    R"({"kind": "round", "size": 2, "M": [[1, 2], [3, 4], [5, 6]],)"
    R"( "s": [[1, 2], [3, 4]]})";

std::string complaint(const std::string& text,
                      const std::vector<Key>& of = keys()) {
  try {
    parse_input(text, "f", of);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

std::string replaced(std::string text, const std::string& what,
                     const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

// The lines of a sheet under its title, without the line that is blank.
std::string written(Sheet& sheet) {
  const std::string text = sheet.as_text("T");
  return text.substr(2);
}

Matrix one(double number) {
  Matrix m(1, 1);
  m(0) = number;
  return m;
}

SheetOptions plain() {
  return {};
}

}  // namespace

// -- The file -----------------------------------------------------------------

TEST_CASE("A worked example is read as it stands") {
  const Input input = parse_input(good, "f", keys());
  CHECK(input.word("kind") == "round");
  CHECK(input.number("size") == 2);
  CHECK(input.matrix("M")(2, 0) == 5);
  CHECK(shape(input.matrix("M")) == "3 x 2");
  CHECK(shape(input.matrix("s")) == "2 x 2");
  CHECK(input.matrix("s")(0, 1) == 3);  // a column is a time step
  CHECK_FALSE(input.has("v"));
  CHECK(input.vector("v").n_elem == 3);
  CHECK(input.vector("v").max() == 0);
  CHECK_FALSE(input.has("dM"));
}

TEST_CASE("Numbers of a worked example keep every digit") {
  for (const char* text :
       {"1e-308", "5e-324", "-0.0", "0.30000000000000004", "1e22",
        "18446744073709551615", "123456789012345678901234567890",
        "-9223372036854775808", "0.1", "1E+2", "-5e-1"}) {
    const Input input = parse_input(
        replaced(good, "\"size\": 2", std::string("\"size\": ") + text), "f",
        keys());
    const double expected = std::strtod(text, nullptr);
    CHECK(input.number("size") == expected);
    CHECK(std::signbit(input.number("size")) == std::signbit(expected));
  }
}

TEST_CASE("A key is named when it is missing, unknown or given twice") {
  CHECK(complaint("{}") == "f: kind, size, M, s: missing, and needed");
  CHECK(complaint(replaced(good, "\"M\"", "\"m\"")) ==
        "f: unknown key 'm': did you mean M?");
  CHECK(complaint(replaced(good, "\"kind\"", "\"knid\"")) ==
        "f: unknown key 'knid': did you mean kind?");
  CHECK(complaint(replaced(good, "\"kind\"", "\"q\"")) ==
        "f: unknown key 'q': expected kind, size, M, v, s, dM");
  CHECK(complaint(replaced(good, "\"s\"", "\"kind\"")) ==
        "f: kind: expected once, got this key twice");
  CHECK(complaint(replaced(good, "\"s\"", "\"\\u004d\"")) ==
        "f: M: expected once, got this key twice");
}

TEST_CASE("A size that does not fit is named with the place that says other") {
  CHECK(complaint(replaced(good, "[5, 6]", "[5]")) ==
        "f: M, row 3: expected 2 numbers, got 1 (M, row 1 has 2)");
  CHECK(complaint(replaced(good, "[[1, 2], [3, 4]]", "[[1, 2], [3, 4, 5]]")) ==
        "f: s, step 2: expected 2 numbers, got 3 (M, row 1 has 2)");
  CHECK(complaint(replaced(good, "\"kind\"", "\"v\": [1], \"kind\"")) ==
        "f: v: expected 3 numbers, got 1 (M has 3)");
  CHECK(complaint(replaced(good, "[[1, 2], [3, 4], [5, 6]]", "[[1], [2]]")) ==
        "f: s, step 1: expected 1 number, got 2 (M, row 1 has 1)");
  // The reader's gradient never outvotes what it is the gradient of.
  CHECK(complaint(
            replaced(good, "\"kind\"", "\"dM\": [[1], [2], [3]], \"kind\"")) ==
        "f: dM, row 1: expected 2 numbers, got 1 (M, row 1 has 2)");
}

TEST_CASE("The key that stands alone is blamed") {
  const std::vector<Key> keys{matrix_key("A", "H", "H"), vector_key("b", "H"),
                              vector_key("c", "H")};
  CHECK(complaint(R"({"A": [[1, 2], [3, 4]], "b": [1, 2, 3], "c": [1, 2, 3]})",
                  keys) == "f: A: expected 3 rows, got 2 (b has 3)");
  CHECK(complaint(R"({"A": [[1, 2], [3, 4]], "b": [1, 2, 3], "c": [1, 2]})",
                  keys) == "f: b: expected 2 numbers, got 3 (A has 2)");
}

TEST_CASE("A number of steps may be fixed") {
  const std::vector<Key> keys{sequence_key("s", "3", "N")};
  CHECK(complaint(R"({"s": [[1], [2], [3]]})", keys) == "accepted");
  CHECK(complaint(R"({"s": [[1], [2]]})", keys) ==
        "f: s: expected 3 steps, got 2");
}

TEST_CASE("A softmax target is a distribution within 1e-12") {
  const std::vector<Key> of{sequence_key("y", "tau", "K")};
  const auto said = [&](const std::string& text) {
    const Input input = parse_input(text, "f", of);
    try {
      require_distribution(input, "y");
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
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

// -- JSON ---------------------------------------------------------------------

TEST_CASE("Numbers go out in the fewest digits that give them back") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(0.1 + 0.2) == "0.30000000000000004");
  CHECK(shortest(1e-308) == "1e-308");
  CHECK(shortest(5e-324) == "5e-324");
  CHECK(shortest(1e22) == "1e+22");
  CHECK(dump({-0.0}) == "-0.0");
  CHECK(dump({3.0}) == "3.0");
  CHECK(dump({Index{3}}) == "3");
  CHECK(dump({1.0 / 3}) == "0.3333333333333333");
  CHECK_THROWS_AS(dump({std::nan("")}), std::overflow_error);
  CHECK_THROWS_AS(dump({std::numeric_limits<double>::infinity()}),
                  std::overflow_error);
}

TEST_CASE("JSON keeps order, escapes text and stacks rows and steps") {
  const Matrix m{{1, 2}, {3, 4}, {5, 6}};
  CHECK(dump(json_matrix(m)) == "[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]");
  CHECK(dump(json_sequence(m)) == "[[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]");
  CHECK(dump(json_vector({7, 8})) == "[7.0, 8.0]");
  CHECK(dump(json_vectors({m.col(0)})) == "[[1.0, 3.0, 5.0]]");
  CHECK(dump(json_matrices({m.row(0)})) == "[[[1.0, 2.0]]]");
  const Json object{Json::Object{{"z", {std::string("a\"\\\n")}},
                                 {"a", {Json::Object{{"t", {true}}}}}}};
  CHECK(dump(object) ==
        "{\n  \"z\": \"a\\\"\\\\\\u000a\",\n  \"a\": {\"t\": true}\n}");
}

// -- The sheet ----------------------------------------------------------------

TEST_CASE("A line is formula, numbers put in, result, with its equation") {
  Sheet sheet(Counts::steps, plain());
  sheet.given("W", Matrix{{0.1, 0.6}, {-0.4, 0.3}});
  sheet.given("h(0)", Vector{0, 0.5});
  sheet.at(1);
  sheet.line("z(t)", "W h(t-1)", Vector{0.3, 0.15}, "3.1");
  CHECK(written(sheet) ==
        "  W = [  0.1  0.6 ]   h(0) = [ 0   ]\n"
        "      [ -0.4  0.3 ]          [ 0.5 ]\n"
        "  z(1) = W h(0)" +
            std::string(76, ' ') +
            "(3.1)\n"
            "       = [  0.1  0.6 ] [ 0   ] = [ 0.3  ]\n"
            "         [ -0.4  0.3 ] [ 0.5 ]   [ 0.15 ]\n");
}

TEST_CASE("A blank sheet leaves results out, also where they are put in") {
  SheetOptions options;
  options.blank = true;
  Sheet sheet(Counts::steps, options);
  sheet.given("V", Matrix{{2, 3}});
  sheet.at(1);
  sheet.line("h(t)", "", Vector{0.25, 0.5}, "");
  sheet.line("o(t)", "V h(t)", Vector{2}, "");
  sheet.line("L", "1/2 ||o(t)||^2", 2.0, "");
  CHECK(written(sheet) ==
        "  V = [ 2  3 ]\n"
        "  h(1) = [ ____ ]\n"
        "         [ ____ ]\n"
        "  o(1) = V h(1)\n"
        "       = [ 2  3 ] [ ____ ] = [ ____ ]\n"
        "                  [ ____ ]\n"
        "  L = 1/2 ||o(1)||^2\n"
        "    = 1/2 ||[ ____ ]||^2 = ____\n");
}

TEST_CASE("Transposes and negative factors are put in as one writes them") {
  Sheet sheet(Counts::steps, plain());
  sheet.given("W", Matrix{{1, 2}, {3, 4}});
  sheet.given("s", -2.0);
  sheet.line("U", "s W^T", Matrix{{-2, -6}, {-4, -8}}, "");
  CHECK(written(sheet) ==
        "  W = [ 1  2 ]   s = -2\n"
        "      [ 3  4 ]\n"
        "  U = s W^T\n"
        "    = (-2) [ 1  3 ] = [ -2  -6 ]\n"
        "           [ 2  4 ]   [ -4  -8 ]\n");
}

TEST_CASE("A sum shows each summand, a total its parts in a row") {
  Sheet sheet(Counts::steps, plain());
  for (int t = 1; t <= 2; ++t) {
    sheet.given("e(" + std::to_string(t) + ")", Vector{1.0 * t});
    sheet.given("h(" + std::to_string(t) + ")", Vector{10.0 * t});
  }
  sheet.sum(
      "dV", "e(t) h(t)^T", 2,
      [](Index t) { return one(10.0 * static_cast<double>(t * t)); }, one(50.0),
      "");
  sheet.total("dc", "sum over t of e(t)", {one(1.0), one(2.0)}, one(3.0), "");
  sheet.total("L", "L(1) + L(2)", Vector{0.5, -0.25}, 0.25, "");
  CHECK(written(sheet) ==
        "  e(1) = [ 1 ]   h(1) = [ 10 ]   e(2) = [ 2 ]   h(2) = [ 20 ]\n"
        "  dL/dV = sum over t = 1 .. 2 of e(t) h(t)^T\n"
        "    t = 1:  [ 1 ] [ 10 ] = [ 10 ]\n"
        "    t = 2:  [ 2 ] [ 20 ] = [ 40 ]\n"
        "  dL/dV = [ 50 ]\n"
        "  dL/dc = sum over t of e(t)\n"
        "        = [ 1 ] + [ 2 ] = [ 3 ]\n"
        "  L = L(1) + L(2)\n"
        "    = 0.5 + -0.25 = 0.25\n");
}

TEST_CASE("A matrix too wide for a page is cut between columns") {
  Sheet sheet(Counts::steps, plain());
  Matrix wide(2, 30);
  for (Index j = 0; j < 30; ++j) wide.col(j).fill(static_cast<double>(j + 1));
  sheet.given("U", wide);
  sheet.given("x", Vector(30, arma::fill::ones));
  sheet.line("z", "U x", Vector{465, 465}, "");
  const std::string text = written(sheet);
  CHECK(text.find("columns 1 to 2") != std::string::npos);
  CHECK(text.find("to 30:") != std::string::npos);
  CHECK(text.find("U = [ 1  2") != std::string::npos);
  // Too large to be put in: the symbol stays.
  CHECK(text.find("z = U x\n    = [ 465 ]") != std::string::npos);
}

TEST_CASE("Every note's symbols are put for the book's") {
  const auto sheet_in = [](char note) {
    SheetOptions options;
    options.notation = note;
    Sheet sheet(Counts::steps, options);
    sheet.at(2);
    sheet.remark("h(t) = U x(t) + W h(t-1) + b, y_hat(t)^2, dW, dh(t+1)^T");
    const std::string text = sheet.as_text("T");
    const std::size_t last = text.rfind('\n', text.size() - 2);
    return text.substr(last + 1, text.size() - last - 2);
  };
  CHECK(sheet_in(0) ==
        "h(2) = U x(2) + W h(1) + b, y_hat(2)^2, dL/dW, (dL/dh(3))^T");
  CHECK(sheet_in('A') ==
        "h_2 = U X_2 + W h_1 + b, (y^_2)^2, dL/dW, (dL/dh_3)^T");
  CHECK(sheet_in('B') ==
        "S_2 = Wx X_2 + Ws S_1 + b1, (Y^_2)^2, dL/dWs, (dL/dS_3)^T");
  CHECK(sheet_in('C') ==
        "h^(2) = U x^(2) + W h^(1) + b, (y_hat^(2))^2, dL/dW, "
        "(dL/dh^(3))^T");
  CHECK(sheet_in('D') ==
        "h_2 = W_xh x_2 + W_hh h_1 + b_h, y_2^2, dL/dW_hh, (dL/dh_3)^T");
  CHECK(sheet_in('E') ==
        "h(2) = U x(2) + W h(1) + b, y_hat(2)^2, dL/dW, (dL/dh(3))^T");
}

TEST_CASE("Words and unknown names are no symbols, ~ keeps them apart") {
  SheetOptions options;
  options.notation = 'B';
  Sheet sheet(Counts::steps, options);
  sheet.at(1);
  sheet.remark("tanh(z(t)) over the sum, d~h(t)/d~h(k), softmax, Who");
  CHECK(sheet.as_text("T").find(
            "tanh(z_1) over the sum, dS_1/dS_k, softmax, Who\n") !=
        std::string::npos);
}

TEST_CASE("A result that is not finite ends the run and names the step") {
  Sheet sheet(Counts::steps, plain());
  sheet.section("Forward", "the forward pass");
  sheet.step(4);
  const Vector bad{1, std::numeric_limits<double>::infinity()};
  CHECK_THROWS_WITH(sheet.line("h(t)", "", bad, ""),
                    "h(4) is not finite: the forward pass overflowed at step "
                    "4");
  CHECK_THROWS_AS(sheet.line("h(t)", "", bad, ""), std::overflow_error);
  CHECK_THROWS_AS(sheet.line("L", "", std::nan(""), ""), std::overflow_error);
  Sheet layers(Counts::layers, plain());
  layers.section("Backward", "the backward pass");
  layers.step(2);
  CHECK_THROWS_WITH(layers.line("delta(l)", "", bad, ""),
                    "delta(2) is not finite: the backward pass overflowed in "
                    "layer 2");
}

TEST_CASE("A symbol without numbers is the programmer's mistake") {
  Sheet sheet(Counts::steps, plain());
  CHECK_THROWS_AS(sheet.line("z", "U x", Vector{1}, ""), std::logic_error);
  CHECK_THROWS_AS(sheet.line("z", "", Vector(), ""), std::logic_error);
}

TEST_CASE("A mistake is named only when it is one, and alone") {
  const std::vector<Key> of{matrix_key("W", "H", "H"),
                            gradient_key(matrix_key("W", "H", "H"))};
  const Matrix truth{{1, 2}, {3, 5}}, slip{{1, 1}, {1, 1}};
  const auto hint = [&](const std::string& mine) {
    const Input input =
        parse_input(R"({"W": [[1, 2], [3, 4]], "dW": )" + mine + "}", "f", of);
    Sheet sheet(Counts::steps, plain());
    sheet.compare(input, "dW", {truth},
                  {{"dU", "of another key", {truth}},
                   {"dW", "as it is", {truth}},
                   {"dW", "in ones", {slip}}});
    return sheet.as_json();
  };
  const auto says = [&](const std::string& mine, const std::string& part) {
    return hint(mine).find(part) != std::string::npos;
  };
  CHECK(says("[[1, 2], [3, 5]]", R"("right": true, "hint": "")"));
  CHECK(says("[[1, 1], [1, 1]]", "your dW is the true one in ones"));
  CHECK(says("[[-1, -2], [-3, -5]]", "with the opposite sign"));
  CHECK(says("[[1, 3], [2, 5]]", "transposed"));
  CHECK(says("[[2, 4], [6, 10]]", "doubled"));
  CHECK(says("[[7, 4], [6, 10]]", R"("right": false, "hint": "")"));
  CHECK(says("[[1e308, -1e308], [1e308, 1e308]]", R"("right": false)"));
}

TEST_CASE("A formula of each activation and output exists") {
  CHECK(activation_formula(Activation::tanh, "z(t)") == "tanh(z(t))");
  CHECK(activation_formula(Activation::identity, "z(t)") == "z(t)");
  CHECK(slope_formula(Activation::tanh, "h(t)") == "(1 - h(t)^2)");
  CHECK(slope_formula(Activation::sigmoid, "h(t)") == "h(t) (.) (1 - h(t))");
  CHECK(slope_formula(Activation::relu, "h(t)") == "(h(t) > 0)");
  CHECK(slope_formula(Activation::identity, "h(t)") == "1");
}
