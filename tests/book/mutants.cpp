// The changes that the proof by mutation makes: found, told apart, and kept
// with the code that they change.
#include "common/book/mutants.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled::book;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> changes(const std::string& code,
                                 const std::string& kind = "") {
  std::vector<std::string> texts;
  for (const Mutation& m : mutations_of(code))
    if (kind.empty() || m.kind == kind) texts.push_back(m.text);
  return texts;
}

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::string joined(const Problems& problems) {
  std::string text;
  for (const std::string& line : problems) text += line + "\n";
  return text;
}

// What stands in this file must not itself end in an equation's number.
std::string numbered(const std::string& code, const std::string& number) {
  return code + "  // (" + number + ")\n";
}

}  // namespace

TEST_CASE("A numbered statement is found whole, over lines and after labels") {
  const std::string source =
      "int f() {\n  g(1);\n  // (1.9)\n" +
      numbered("  for (int t = 1; t < 3; ++t) x[t] = a;", "1.1") +
      numbered("  return g(a)\n         + h({1, 2});", "1.2") + "}\n" +
      "void k() {\n" + numbered("  list = {a * b, c};", "1.3") + "}\n" +
      "switch (s) {\n  case Kind::one:\n" +
      numbered("    return a % (1.0 - a);", "1.4") + "  default:\n" +
      numbered("    return -b;", "1.5") + "}\n" + "if (kind == Loss::none)\n" +
      numbered("  return c;", "1.6");
  const std::vector<Statement> found = numbered_statements(source);
  std::vector<std::string> texts;
  for (const Statement& s : found) {
    texts.push_back(s.text);
    CHECK(source.substr(s.end - 1, 1) == ";");
  }
  CHECK(texts == std::vector<std::string>{
                     "for (int t = 1; t < 3; ++t) x[t] = a;",
                     "return g(a) + h({1, 2});", "list = {a * b, c};",
                     "return a % (1.0 - a);", "return -b;",
                     "if (kind == Loss::none) return c;"});
  CHECK(found[1].equations == std::vector<std::string>{"1.2"});
  CHECK(found[1].line == 6);
}

TEST_CASE("Names given just above a numbered statement belong to it") {
  const std::string source =
      "void f() {\n  const Matrix other = A * b;\n  Matrix z = W * a;\n"
      "  Step s;\n  const T half = z / 2;\n" +
      numbered("  s.h = g(half);", "1.1") +
      "  const Matrix slope = d(h);\n  check(h);\n" +
      numbered("  e = slope * f;", "1.2") + "  const double p = 1, q = 2;\n" +
      numbered("  e = p * q;", "1.3") + "}\n";
  std::vector<std::string> texts;
  std::vector<std::size_t> lines;
  for (const Statement& s : numbered_statements(source)) {
    texts.push_back(s.equations[0] + " " + s.text);
    lines.push_back(s.line);
    CHECK(source.substr(s.end - 1, 1) == ";");
  }
  // Used, however far above; but nothing past a statement that gives no name.
  CHECK(texts == std::vector<std::string>{
                     "1.1 Matrix z = W * a;", "1.1 const T half = z / 2;",
                     "1.1 s.h = g(half);", "1.2 e = slope * f;",
                     "1.3 e = p * q;"});
  CHECK(lines == std::vector<std::size_t>{3, 5, 6, 9, 11});
}

TEST_CASE("Signs are turned: of the whole, of a term, of a sum") {
  CHECK(changes("x = y;") == std::vector<std::string>{"x = -(y);"});
  const auto all = changes("return a - b + c;", "sign");
  CHECK(all == std::vector<std::string>{"return -(a - b + c);",
                                        "return a + b + c;",
                                        "return a - b - c;"});
  CHECK(has(changes("W -= rate * dW;", "sign"), "W += rate * dW;"));
  CHECK(
      has(changes("return n >= 1 ? 1 : 0;", "sign"), "return n < 1 ? 1 : 0;"));
  CHECK(has(changes("return -y / p;", "sign"), "return y / p;"));
  // What repeats or decides stays: only what is done is changed.
  CHECK(changes("for (Index t = h2; t >= 1; --t) x = y;") ==
        std::vector<std::string>{"for (Index t = h2; t >= 1; --t) x = -(y);"});
  CHECK(changes("h.push_back(activate(kind, z));", "sign") ==
        std::vector<std::string>{"h.push_back(-(activate(kind, z)));",
                                 "h.push_back(activate(-(kind), z));",
                                 "h.push_back(activate(kind, -(z)));"});
}

TEST_CASE("Terms, factors and derivatives are dropped, one at a time") {
  CHECK(changes("return a - b + c;", "term") ==
        std::vector<std::string>{"return - b + c;", "return a + c;",
                                 "return a - b ;"});
  CHECK(has(changes("g += d * h;", "term"), "g = d * h;"));
  CHECK(has(changes("g += d * h;", "term"), ";"));
  CHECK(has(changes("v *= s;", "factor"), ";"));
  CHECK(has(changes("z = slope % (A * v);", "derivative"), "z = (A * v);"));
  CHECK(has(changes("z = slope % (A * v);", "factor"), "z = slope ;"));
  CHECK(has(changes("z = slope % (A * v);", "factor"), "z = slope % ( v);"));
  CHECK(has(changes("return V * D2 * e2;", "derivative"), "return V * e2;"));
  CHECK(has(changes("return s / n;", "factor"), "return s ;"));
}

TEST_CASE("A transpose is taken off or put on, a pair of factors exchanged") {
  CHECK(has(changes("d = W.t() * e;", "transpose"), "d = W * e;"));
  CHECK(has(changes("d = W.t() * e;", "transpose"), "d = W.t() * e.t();"));
  CHECK(changes("d = W.t() * e;", "exchange") ==
        std::vector<std::string>{"d = e * W.t();"});
  CHECK(changes("d = D1 * D2 * e;", "transpose") ==
        std::vector<std::string>{"d = D1 * D2 * e.t();"});  // D is diagonal
  CHECK(has(changes("h = p.W12 * x;", "transpose"), "h = p.W21 * x;"));
  const auto all = mutations_of("d = a * b;");
  const auto exchange =
      std::find_if(all.begin(), all.end(),
                   [](const Mutation& m) { return m.kind == "exchange"; });
  REQUIRE(exchange != all.end());
  CHECK(exchange->guard == "a, b");  // two numbers may change places
}

TEST_CASE("A step's index goes one back and one on") {
  CHECK(changes("h.slice(t) = z.slice(t - 1);", "time") ==
        std::vector<std::string>{"h.slice(t) = z.slice(t - 2);",
                                 "h.slice(t) = z.slice(t);",
                                 "h.slice(t - 1) = z.slice(t - 1);",
                                 "h.slice(t + 1) = z.slice(t - 1);"});
  CHECK(changes("e = y.col(0);", "time") ==
        std::vector<std::string>{"e = y.col(1);"});
  CHECK(changes("return S2;", "time") ==
        std::vector<std::string>{"return S1;", "return S3;"});
  CHECK(has(changes("e = f(run.one.y);", "time"), "e = f(run.two.y);"));
  CHECK(changes("a = f(t - 1);", "time").empty());
  CHECK(changes("double h1 = x2;", "time") ==
        std::vector<std::string>{"double h1 = x1;", "double h1 = x3;"});
}

TEST_CASE("No change is made twice, and none leaves the code as it is") {
  for (const std::string code :
       {"s.L = 0.5 * (y - o) * (y - o);", "return W.t() * D3 * V.t() * e3;",
        "for (Index t = 1; t <= n; ++t) x = w * f(x) + b;"}) {
    std::vector<std::string> all = changes(code);
    CHECK_FALSE(has(all, code));
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
    CHECK(all.size() > 5);
  }
}

TEST_CASE("All changes are compiled in, each behind its own number") {
  const std::string plain =
      with_changes("d = W * e;", {{7, {"sign", "d = -(W * e);", ""}}}, "f", 3);
  CHECK(contains(plain, "#line 7 \"mutant\"\n"));
  CHECK(contains(plain, "chosen == 7) { d = -(W * e); } else"));
  CHECK(contains(plain, "#line 3 \"f\"\n{ d = W * e; } }"));
  const std::string declared = with_changes(
      "const Vector e = A * b;",
      {{8, {"exchange", "const Vector e = b * A;", "A, b"}}}, "f", 3);
  CHECK(contains(declared, "const Vector e = [&]() -> Vector {"));
  CHECK(contains(declared, "matrices<decltype(A), decltype(b)>"));
  CHECK(contains(declared, "return b * A; } else"));
  const std::string looped =
      with_changes("for (double& v : g) v *= s;",
                   {{9, {"factor", "for (double& v : g) ;", ""}}}, "f", 3);
  CHECK(looped.find("for (double& v : g) {") == 0);
}

namespace {

const std::string head = "equation,file,kind,code,outcome\n";
const std::string as_it_is = "1.1,chapters/01-one/a.hpp,as it is,x = y;,\n";
const std::string sign = "1.1,chapters/01-one/a.hpp,sign,x = -(y);,";
const std::string kept = "docs/mutants-01.csv";

// A small book whose only line has been changed, and caught.
struct Shelf {
  Scratch scratch;
  Shelf() {
    scratch.write("chapters/01-one/a.hpp", numbered("x = y;", "1.1"));
    scratch.write(kept, head + as_it_is + sign + "caught\n");
  }
  std::string wrong() const {
    return joined(check_mutants(read_tree(scratch.folder())));
  }
};

}  // namespace

TEST_CASE("Kept results of the code as it is are fine") {
  Shelf shelf;
  CHECK(shelf.wrong() == "");
  shelf.scratch.remove(kept);
  CHECK(shelf.wrong() == "");  // a chapter may have none
}

TEST_CASE("Kept results of other code are red") {
  Shelf shelf;
  shelf.scratch.write("chapters/01-one/a.hpp", numbered("x = 2 * y;", "1.1"));
  CHECK(
      contains(shelf.wrong(), "lacks (1.1) chapters/01-one/a.hpp: x = 2 * y;"));
  CHECK(contains(shelf.wrong(), "has what the code has no more, (1.1)"));
}

TEST_CASE("A survivor without a reason is red, and a reason without one") {
  Shelf shelf;
  shelf.scratch.write(kept, head + as_it_is + sign + "survived\n");
  CHECK(contains(shelf.wrong(), "(1.1) survived: x = -(y);"));
  shelf.scratch.write(kept, head + as_it_is + sign + "equivalent\n");
  shelf.scratch.write("docs/mutants-equivalent.csv",
                      "equation,code,why\n1.1,x = -(y);,y is 0\n");
  CHECK(shelf.wrong() == "");
  shelf.scratch.write("docs/mutants-equivalent.csv",
                      "equation,code,why\n1.1,x = -(y);,\n");
  CHECK(contains(shelf.wrong(), "no reason, expected why"));
  shelf.scratch.write("docs/mutants-equivalent.csv",
                      "equation,code,why\n1.1,x = z;,z is y\n1.1,x = "
                      "-(y);,y is 0\n");
  CHECK(contains(shelf.wrong(), "x = z;: a reason for what did not survive"));
}

TEST_CASE("A numbered statement that nothing changes is red, or explained") {
  Shelf shelf;
  shelf.scratch.write(kept, head + as_it_is);
  CHECK(contains(shelf.wrong(), "(1.1) has no change: x = y;"));
  shelf.scratch.write("docs/mutants-equivalent.csv",
                      "equation,code,why\n1.1,x = y;,it only names y\n");
  CHECK(shelf.wrong() == "");
  shelf.scratch.write(kept, head + as_it_is + sign + "stopped\n");
  CHECK(contains(shelf.wrong(), "x = y;: a reason for what did not survive"));
}

TEST_CASE("The kept results are those of this book's code") {
  CHECK(joined(check_mutants(read_tree(UNROLLED_SOURCE))) == "");
}

TEST_CASE("The table counts the changes of each kind") {
  Shelf shelf;
  shelf.scratch.write(kept, head + as_it_is + sign + "caught\n" +
                                "1.1,chapters/01-one/a.hpp,time,x = z;,"
                                "equivalent\n"
                                "1.1,chapters/01-one/a.hpp,time,x = x;,"
                                "stopped\n");
  const Result result = mutants_result(read_tree(shelf.scratch.folder()));
  CHECK(contains(result.tables.at("mutants"), "| 1 | 1 | 3 | 1 | 1 | 1 |"));
  const std::string& kinds = result.tables.at("mutants_by_kind");
  CHECK(contains(kinds, "| kind | chapter 1 |"));
  CHECK(contains(kinds, "| sign | 1 of 1 |"));
  CHECK(contains(kinds, "| time | 1 of 2 |"));
  CHECK(contains(kinds, "| factor | – |"));
  CHECK(result.values.at("mutants_all") == "3");
  CHECK(result.values.at("mutants_caught") == "2");
}
