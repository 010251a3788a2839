// The sheet: what it prints, in whose symbols, and what it refuses to print.
#include "common/sheet/sheet.hpp"

#include "common/sheet/recurrent.hpp"
#include "tests/near.hpp"

using namespace unrolled;

namespace {

// A sheet of the recurrent chapters' symbols.
struct Page : Sheet {
  explicit Page(const SheetOptions& options = {}) : Sheet(options) {
    speak(recurrent_symbols);
    range('t', 1, 2);
  }
  // What is written, without the title.
  std::string written() { return as_text("T").substr(2); }
};

SheetOptions blank() {
  return {0, true, {}};
}

Matrix one(double number) {
  return Matrix(1, 1).fill(number);
}

}  // namespace

TEST_CASE("A step is formula, numbers put in, result, with its equation") {
  Page sheet;
  sheet.given("W", Matrix{{0.1, 0.6}, {-0.4, 0.3}});
  sheet.given("h(0)", Vector{0, 0.5});
  sheet.at('t', 1);
  sheet.step("z(t) = W h(t-1)", "3.1", Vector{0.3, 0.15});
  CHECK(sheet.written() ==
        "  W = [  0.1  0.6 ]   h(0) = [ 0   ]\n"
        "      [ -0.4  0.3 ]          [ 0.5 ]\n"
        "  z(1) = W h(0)" +
            std::string(76, ' ') +
            "(3.1)\n"
            "       = [  0.1  0.6 ] [ 0   ] = [ 0.3  ]\n"
            "         [ -0.4  0.3 ] [ 0.5 ]   [ 0.15 ]\n");
}

TEST_CASE("A wrong formula cannot be printed") {
  const auto said = [](const std::string& formula) {
    Page sheet;
    sheet.given("W", Matrix{{0.1, 0.6}, {-0.4, 0.3}});
    sheet.given("V", Matrix{{1, 2}});
    sheet.given("b", Vector{1, 2});
    for (const char* h : {"h(0)", "h(1)", "h(2)"})
      sheet.given(h, Vector{0.25, h[2] - '0' + 0.5});
    sheet.at('t', 2);
    const Matrix W{{0.1, 0.6}, {-0.4, 0.3}};
    const Matrix chapters = W.t() * Vector{0.25, 1.5} + Vector{1, 2};
    return refusal<std::logic_error>(
        [&] { sheet.step("z(t) = " + formula, "3.1", chapters); });
  };
  const std::string not_the_same =
      "the sheet's z(2) is not the chapter's (3.1): the book's code has been "
      "changed";
  CHECK(said("W^T h(t-1) + b") == "accepted");
  CHECK(said("W h(t-1) + b") == not_the_same);
  CHECK(said("W^T h(t) + b") == not_the_same);
  CHECK(said("W^T h(t-1) - b") == not_the_same);
  CHECK(said("W^T h(t-1)") == not_the_same);
  CHECK(said("tanh(W^T h(t-1) + b)") == not_the_same);
  CHECK(said("V h(t-1)") == not_the_same);
  CHECK(said("W^T h(t-1) + (1 + 1/100000000) b") == not_the_same);
  CHECK(said("W^T h(t-1) + c") == "the sheet has no numbers for c");
}

TEST_CASE("A wrong sum cannot be printed") {
  const auto said = [](const std::string& statement, double chapters) {
    Page sheet;
    for (const int t : {0, 1, 2})
      sheet.define("h(" + std::to_string(t) + ")", Vector{1.0 + t}, true);
    return refusal<std::logic_error>(
        [&] { sheet.step(statement, "", one(chapters)); });
  };
  CHECK(said("W = sum over t of h(t) h(t)^T", 13) == "accepted");
  CHECK(said("W = sum over t of h(t) h(t-1)^T", 13) ==
        "the sheet's W is not the chapter's: the book's code has been changed");
  CHECK(said("b = sum over t of h(t)", 5) == "accepted");
  CHECK(said("b = sum over t of h(t)", 6) ==
        "the sheet's b is not the chapter's: the book's code has been changed");
}

TEST_CASE("Parts that cancel may leave what rounding leaves") {
  const auto said = [](double left) {
    Page sheet;
    sheet.define("h(1)", Vector{1e9}, true);
    sheet.define("h(2)", Vector{-1e9}, true);
    return refusal<std::logic_error>([&] {
      sheet.step("b = sum over t of h(t)", "", Vector{left});
      sheet.total("c", "both", {"h(1)", "h(2)"}, "", Vector{left});
    });
  };
  CHECK(said(0) == "accepted");
  CHECK(said(1e-7) == "accepted");
  CHECK(said(1) ==
        "the sheet's b is not the chapter's: the book's code has been changed");
}

TEST_CASE("A blank sheet leaves results out, also where they are put in") {
  Page sheet(blank());
  sheet.given("V", Matrix{{2, 3}});
  sheet.at('t', 1);
  sheet.define("h(1)", Vector{0.25, 0.5}, true);
  sheet.result("h(t)", Matrix(Vector{0.25, 0.5}));
  sheet.step("o(t) = V h(t)", "", Vector{2});
  sheet.step("L = 1/2 ||o(t)||^2", "", 2.0);
  CHECK(sheet.written() ==
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
  Page sheet;
  sheet.given("W", Matrix{{1, 2}, {3, 4}});
  sheet.given("s", -2.0);
  sheet.step("U = s W^T", "", Matrix{{-2, -6}, {-4, -8}});
  CHECK(sheet.written() ==
        "  W = [ 1  2 ]   s = -2\n"
        "      [ 3  4 ]\n"
        "  U = s W^T\n"
        "    = (-2) [ 1  3 ] = [ -2  -6 ]\n"
        "           [ 2  4 ]   [ -4  -8 ]\n");
}

TEST_CASE("A sum shows each summand, or its parts in a row") {
  Page sheet;
  for (int t = 1; t <= 2; ++t) {
    sheet.given("e(" + std::to_string(t) + ")", Vector{1.0 * t});
    sheet.given("h(" + std::to_string(t) + ")", Vector{10.0 * t});
  }
  sheet.step("dV = sum over t of e(t) h(t)^T", "", one(50));
  sheet.step("dc = sum over t of e(t)", "", one(3));
  sheet.total("b", "both", {"e(1)", "h(2)"}, "", one(21));
  CHECK(sheet.written() ==
        "  e(1) = [ 1 ]   h(1) = [ 10 ]   e(2) = [ 2 ]   h(2) = [ 20 ]\n"
        "  dL/dV = sum over t = 1 .. 2 of e(t) h(t)^T\n"
        "    t = 1:  [ 1 ] [ 10 ] = [ 10 ]\n"
        "    t = 2:  [ 2 ] [ 20 ] = [ 40 ]\n"
        "  dL/dV = [ 50 ]\n"
        "  dL/dc = sum over t of e(t)\n"
        "        = [ 1 ] + [ 2 ] = [ 3 ]\n"
        "  b = both\n"
        "    = [ 1 ] + [ 20 ] = [ 21 ]\n");
  CHECK_THROWS_AS(sheet.total("b", "both", {"e(1)", "h(2)"}, "", one(22)),
                  std::logic_error);
}

TEST_CASE("A matrix too wide for a page is cut between columns") {
  Page sheet;
  Matrix wide(2, 30);
  for (Index j = 0; j < 30; ++j) wide.col(j).fill(static_cast<double>(j + 1));
  sheet.given("U", wide);
  sheet.given("x", Vector(30, arma::fill::ones));
  sheet.step("z = U x + U x", "", Vector{930, 930});
  const std::string text = sheet.written();
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("columns 1 to 2"));
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("to 30:"));
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("U = [ 1  2"));
  // Too large to be put in: the symbol stays.
  CHECK_THAT(
      text, Catch::Matchers::ContainsSubstring("z = U x + U x\n    = [ 930 ]"));
}

TEST_CASE("Every note's symbols are put for the book's") {
  const auto sheet_in = [](char note) {
    Page sheet(SheetOptions{note, false, {}});
    sheet.at('t', 2);
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
  Page sheet(SheetOptions{'B', false, {}});
  sheet.at('t', 1);
  sheet.remark("tanh(z(t)) over the sum, d~h(t)/d~h(k), softmax, Who");
  CHECK_THAT(sheet.as_text("T"),
             Catch::Matchers::ContainsSubstring(
                 "tanh(z_1) over the sum, dS_1/dS_k, softmax, Who\n"));
}

TEST_CASE("A result that is not finite ends the run and names the step") {
  Page sheet;
  sheet.section("Forward", "the forward pass");
  sheet.head('t', 4);
  const Vector bad{1, infinity};
  const auto said = [&](const std::function<void()>& act) {
    return refusal<std::overflow_error>(act);
  };
  sheet.define("z(4)", Vector{1, 2}, true);
  const std::string overflowed =
      "h(4) is not finite: the forward pass overflowed at step 4";
  CHECK(said([&] { sheet.step("h(t) = z(t)", "", bad); }) == overflowed);
  CHECK(said([&] { sheet.result("h(t)", Matrix(bad)); }) == overflowed);
  CHECK(said([&] { sheet.result("L", not_a_number); }) ==
        "L is not finite: the forward pass overflowed at step 4");
}

TEST_CASE("A symbol without numbers is the programmer's mistake") {
  Page sheet;
  CHECK_THROWS_AS(sheet.step("z = U x", "", Vector{1}), std::logic_error);
  CHECK_THROWS_AS(sheet.result("z", Matrix()), std::logic_error);
}

TEST_CASE("Rows over a second letter, as attention writes them") {
  Sheet sheet(SheetOptions{});
  sheet.speak({"q k v e a h", "ts", "at step", "L", {{0, {"_#", "", ""}}}});
  sheet.at('t', 2);
  sheet.given("q(2)", Vector{2, 4});
  Vector weights(2), h(2, arma::fill::zeros);
  for (Index s = 1; s <= 2; ++s) {
    const std::string at = "(" + std::to_string(s) + ")";
    const double number = static_cast<double>(s);
    sheet.at('s', s);
    sheet.given("k" + at, Vector{number, 1});
    sheet.given("v" + at, Vector{1, -number});
    sheet.given("d", 4.0);
    sheet.step("a(t,s) = q(t)^T k(s) / sqrt(d)", "10.1", number + 2);
    h += (number + 2) * Vector{1, -number};
  }
  sheet.range('s', 1, 2);
  sheet.step("h(t) = sum over s of a(t,s) v(s)", "10.2", h);
  const std::string text = sheet.as_text("T");
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring(
                       "a_{2,1} = q_2^T k_1 / sqrt(d)"));
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring(
                       "h_2 = sum over s = 1 .. 2 of a_{2,s} v_s"));
}

TEST_CASE("A gated cell, as the notes write it") {
  Sheet sheet(SheetOptions{});
  sheet.speak({"Uf Wf bf Ua Wa ba x h f a C",
               "t",
               "at step",
               "L",
               {{0, {"(#)", "", ""}}}});
  const Matrix Uf{{1, -1}, {0.5, 2}}, Wf{{0, 1}, {-1, 0.25}};
  const Vector bf{0.5, -0.5}, x{1, 2}, h0{0.25, -0.75}, C0{2, -3};
  sheet.given("Uf", Uf);
  sheet.given("Wf", Wf);
  sheet.given("bf", bf);
  sheet.given("x(1)", x);
  sheet.given("h(0)", h0);
  sheet.given("C(0)", C0);
  sheet.at('t', 1);
  const Vector f = 1 / (1 + arma::exp(-(Uf * x + Wf * h0 + bf)));
  const Vector C = f % C0 + (1 - f) % arma::tanh(x);
  sheet.step("f(t) = sigmoid(Uf x(t) + Wf h(t-1) + bf)", "7.1", f);
  sheet.step("C(t) = f(t) (.) C(t-1) + (1 - f(t)) (.) tanh(x(t))", "7.2", C);
  sheet.step("h(t) = f(t) (.) tanh(C(t))", "7.3", Vector(f % arma::tanh(C)));
  CHECK(refusal<std::logic_error>([&] {
          sheet.step("C(t) = f(t) (.) C(t-1) + f(t) (.) tanh(x(t))", "7.2", C);
        }) ==
        "the sheet's C(1) is not the chapter's (7.2): the book's code has been "
        "changed");
}

TEST_CASE("A formula of each activation exists") {
  CHECK(activation_formula(Activation::tanh, "z(t)") == "tanh(z(t))");
  CHECK(activation_formula(Activation::identity, "z(t)") == "z(t)");
  CHECK(slope_formula(Activation::tanh, "h(t)") == "(1 - h(t)^2)");
  CHECK(slope_formula(Activation::sigmoid, "h(t)") == "h(t) (.) (1 - h(t))");
  CHECK(slope_formula(Activation::relu, "h(t)") == "(h(t) > 0)");
  CHECK(slope_formula(Activation::identity, "h(t)") == "1");
  CHECK(jacobian_formula(Activation::tanh, "h(t)") == "diag(1 - h(t)^2)");
  CHECK(jacobian_formula(Activation::sigmoid, "h(t)") ==
        "diag(h(t) (.) (1 - h(t)))");
  CHECK(jacobian_formula(Activation::identity, "h(t)") == "I");
}

TEST_CASE("JSON has what was written, in its shape, order and digits") {
  Page sheet;
  sheet.given("W", Matrix{{1, 2}, {3, 4}, {5, 6}});
  sheet.define("h(0)", Vector{0, 0}, false);
  sheet.define("h(1)", Vector{7, -0.0}, true);
  sheet.define("h(2)", Vector{14, -0.0}, true);
  sheet.result("L", 0.1 + 0.2);
  sheet.result("row", {Matrix{{1, 0.5}}, Rank::row});
  sheet.json("zeta", "L");
  sheet.json("W", "W");
  sheet.json("h", "h(t)");
  sheet.json("h0", "h(0)");
  sheet.json("a/list/0", "row");
  sheet.json("a/list/1", Index{3});
  CHECK(sheet.as_json() ==
        "{\n  \"zeta\": 0.30000000000000004,\n"
        "  \"W\": [[1.0,2.0],[3.0,4.0],[5.0,6.0]],\n"
        "  \"h\": [[7.0,-0.0],[14.0,-0.0]],\n  \"h0\": [0.0,0.0],\n"
        "  \"a\": {\"list\":[[1.0,0.5],3]}\n}\n");
  CHECK_THROWS_AS(sheet.json("o", "o"), std::logic_error);
}

TEST_CASE("A file's arrays are given by their symbols, a layer's together") {
  const auto written = [](const std::string& keys, const std::string& file) {
    Page sheet;
    sheet.given(parse_input(file, "f", keys_of(keys)));
    return sheet.written();
  };
  CHECK(written("W: L layers of n rows of n-1\nb?: L layers of n\nx: n0",
                R"({"x": [7], "W": [[[1]], [[2]]]})") ==
        "  W(1) = [ 1 ]   b(1) = [ 0 ]   W(2) = [ 2 ]   b(2) = [ 0 ]   x = "
        "[ 7 ]\n");
  CHECK(written("kind: a | b\ns: number\nh0?: H\nx: tau steps of H",
                R"({"kind": "a", "s": 1, "x": [[5], [6]]})") ==
        "  h(0) = [ 0 ]   x(1) = [ 5 ]   x(2) = [ 6 ]\n");
}
