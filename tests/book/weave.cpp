// The weaver: what each command of a page becomes, and that nothing that can't
// be resolved passes in silence.
#include "common/book/weave.hpp"

#include "common/book/commands.hpp"
#include "common/book/listing.hpp"
#include "common/book/svg.hpp"
#include "tests/catch.hpp"
#include "tests/scratch.hpp"

using namespace unrolled::book;
#ifdef UNROLLED_CATCH2_V2
using Catch::Contains;
#else
auto Contains(const std::string& part) {
  return Catch::Matchers::ContainsSubstring(part);
}
#endif

namespace {

const char* svg =
    "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 600 380\">\n"
    "<title>x</title>\n<g id=\"a\"></g>\n"
    "<path stroke='rgb(  0, 114, 178)' fill=\"#ffffff\"/>\n</svg>\n";

const char* result =
    R"({"name": "03-run", "claim": "c", "held": true,
        "values": {"median": "0.25"},
        "tables": {"all": "| a | b |\n| :--- | ---: |\n| 1 | $x$ |"},
        "figures": ["03-run"]})";

// A book of two chapters. What a test writes stands in chapter 3, on line 5.
class SmallBook {
 public:
  SmallBook() {
    files.write("docs/index.md", "# Unrolled\n");
    files.write("docs/running.md", "# How to run\n\n## Set-up\n");
    files.write("chapters/01-one/page.md",
                "# One {#ch_one}\n\n## Start {#one_start}\n\n"
                "$$ a = b \\tag{1.1} $$\n");
    files.write("chapters/03-three/run.cpp", "int main() {}\n");
    files.write("chapters/03-three/idea.hpp",
                "/// A square.\n// [square]\nint f(int a) {\n"
                "  return a * a;  // (3.1)\n}\n// [square]\n");
    files.write("run/03-run.json", result);
    files.write("run/03-run.svg", svg);
    files.write("run/03-run.csv", "x\n1\n");
  }

  std::string weave(const std::string& body) {
    problems.clear();
    pieces.clear();
    files.write(
        "chapters/03-three/page.md",
        "# Three {#ch_three}\n\n## Part {#three_part}\n\n" + body + "\n");
    const Book book =
        read_book(files.folder(), files.folder() / "run", problems);
    std::string woven = unrolled::book::weave(*find_page(book, "ch_three"),
                                              book, pieces, problems);
    for (const auto& [name, html] : pieces) woven += html;
    const std::string start = "{#three_part}\n\n";
    return woven.substr(woven.find(start) + start.size());
  }

  // All that was wrong, or nothing.
  std::string wrong(const std::string& body) {
    weave(body);
    std::string all;
    for (const std::string& line : problems) all += line + "\n";
    return all;
  }

  Scratch files;
  Pieces pieces;
  Problems problems;
};

const std::string here = "chapters/03-three/page.md:";

}  // namespace

TEST_CASE("Formulas become formulas of Doxygen") {
  SmallBook book;
  CHECK_THAT(book.weave("Let $x_t$ be\n$$\ny = x\n$$"),
             Contains("Let \\f$x_t\\f$") && Contains("\\f[\ny = x\n\\f]"));
  CHECK(book.problems.empty());
}

TEST_CASE("Code and an escaped dollar are left alone") {
  SmallBook book;
  const std::string text = book.weave(
      "A `$x$` for \\$5 and ``a ` (3.1) $``.\n\n```sh\necho $x (3.1) "
      "{{x.y}}\n```");
  CHECK_THAT(text, Contains("A `$x$` for \\$5 and ``a ` (3.1) $``.") &&
                       Contains("echo $x (3.1) {{x.y}}"));
  CHECK(book.problems.empty());
}

TEST_CASE("What closes a formula stays on its line") {
  SmallBook book;
  CHECK_THAT(book.weave("公式 $x$，后面"),
             Contains("<span class=\"joined\">\\f$x\\f$，</span>后面"));
}

TEST_CASE("A numbered formula is a target, and its mentions are links") {
  SmallBook book;
  const std::string text = book.weave(
      "From (1.1) and（3.1a）, not f(3.1a) nor `(3.1a)`:\n\n"
      "$$ c = (1.1) \\tag{3.1a} $$");
  CHECK_THAT(text, Contains("From [(1.1)](@ref eq_1_1) and"
                            "[（3.1a）](@ref eq_3_1a), not f(3.1a) nor "
                            "`(3.1a)`"));
  CHECK_THAT(text, Contains("\\anchor eq_3_1a \\f[ c = (1.1)"));
  CHECK(book.problems.empty());
}

TEST_CASE("A bar inside a formula does not end a table cell") {
  SmallBook book;
  CHECK_THAT(book.weave("| a | b |\n|---|---|\n| $|x|$ | $\\|y\\|$ |"),
             Contains("\\vert x\\vert") && Contains("\\Vert y\\Vert"));
}

TEST_CASE("A result is put in, in text, in a formula and in a caption") {
  SmallBook book;
  const std::string text = book.weave(
      "It is {{03-run.median}}, that is $m = {{03-run.median}}$.\n\n"
      "![A line.](../../plots/03-run.svg \"Half is {{03-run.median}} at "
      "$x$.\")");
  CHECK_THAT(text,
             Contains("It is <span class=\"value\">0.25</span>, that") &&
                 Contains("m = 0.25") &&
                 Contains("Half is <span class=\"value\">0.25</span> at"));
  CHECK(book.problems.empty());
}

TEST_CASE("A table of results stands alone on its line") {
  SmallBook book;
  CHECK_THAT(book.weave("{{03-run.all}}"),
             Contains("| a | b |\n| :--- | ---: |\n| 1 | \\f$x\\f$"));
  CHECK_THAT(book.wrong("See {{03-run.all}}."),
             Contains(here + "5: ") && Contains("is a table, expected it"));
}

TEST_CASE("A figure is woven in with words, caption and sources") {
  SmallBook book;
  const std::string text =
      book.weave("![A \"blue\" line.](../../plots/03-run.svg \"It rises.\")");
  CHECK_THAT(text, Contains("<figure id=\"fig-03-run\"><svg viewBox=") &&
                       Contains("aria-label=\"A &quot;blue&quot; line.\"") &&
                       Contains("role=\"img\"") && Contains("It rises.") &&
                       Contains("href=\"figures/03-run.csv\""));
  CHECK_THAT(text, !Contains("03-run.gp"));
  CHECK(book.problems.empty());
}

TEST_CASE("A picture's colours follow the theme and its ids are its own") {
  const std::string text = inline_svg(
      "<svg viewBox=\"0 0 1 1\"><title>t</title><defs><path id='p'/></defs>"
      "<use xlink:href='#p' color='rgb(213,  94,   0)'/><g fill=\"#123456\">"
      "<text>a</text></g></svg>",
      "fig", "alt");
  CHECK_THAT(text, Contains("id=\"fig--p\"") && Contains("href=\"#fig--p\"") &&
                       Contains("color=\"var(--fig-vermilion)\"") &&
                       Contains("fill=\"#123456\"") && !Contains("<title>"));
  CHECK_THROWS_WITH(inline_svg("<p>no</p>", "fig", "alt"),
                    Contains("figure fig: expected an SVG with a viewBox"));
}

TEST_CASE("Point marks that no point uses are dropped") {
  const std::string text = inline_svg(
      "<svg viewBox=\"0 0 9 9\"><defs><path id='a' d='M0,0 h1'/>"
      "<use xlink:href='#a' id='b'/><use xlink:href='#b' id='c'/>"
      "<circle id='d'/><filter id='e'><feFlood result='f'/></filter></defs>"
      "<use xlink:href='#b' x='1'/></svg>",
      "fig", "alt");
  CHECK_THAT(text, Contains("<defs><path id=\"fig--a\" d=\"M0,0 h1\"/>"
                            "<use xlink:href=\"#fig--a\" id=\"fig--b\"/>"
                            "</defs><use xlink:href=\"#fig--b\" x='1'/>"));
}

TEST_CASE("A picture gets smaller and loses nothing that could be seen") {
  const std::string text = inline_svg(
      "<svg viewBox=\"0 0 9 9\"><g stroke='none'>"
      "<polygon fill = 'rgb(  1, 2, 3)' points = '0.00,2.00 1.50,2.00 "
      "1.50,0.00 0.00,0.00 '/>\n"
      "<polygon fill = 'rgb(  9, 9, 9)' points = '1.50,2.00 3.00,2.00 "
      "3.00,0.00 1.50,0.00 '/>\n"
      "<polygon fill = 'rgb(  1, 2, 3)' points = '3.00,2.00 4.00,2.00 "
      "4.00,0.00 3.00,0.00 '/>"
      "<polygon fill = 'rgb(  1, 2, 3)' points = '4.00,2.00 5.00,2.00 "
      "5.00,0.00 4.00,0.00 '/>"
      "<polygon fill = 'rgb(255,255,255)' points = '5.00,2.00 6.00,2.00 "
      "6.00,0.00 5.00,0.00 '/></g>"
      "<g stroke='none' shape-rendering='crispEdges'>"
      "<polygon fill = 'rgb(  4, 5, 6)' points = '0.00,0.00 2.04,0.00 "
      "3.00,1.00 0.00,0.00 '/></g>\n<path stroke='rgb(  7, 8, 9)'  "
      "d='M0.00,0.00 L2.04,0.00 L3.00,1.00 L0.00,0.00 Z '/>Z\n"
      "<path d='M1.00,1.00 L2.01,1.02 L2.04,1.03 L3.00,1.00 L2.00,1.00 "
      "M-0.04,-0.56 L5.00,5.00 '/><path d='M0,0 h2'/></svg>",
      "fig", "alt");
  CHECK_THAT(
      text, Contains("<path fill=\"#010203\" d=\"M0 2h1.5v-2H0zM3 2h2v-2H3z\"/>"
                     "<path fill=\"#090909\" d=\"M1.5 2h1.5v-2H1.5z\"/></g>"
                     "<path fill=\"#040506\" stroke=\"#070809\" "
                     "d=\"M0,0L2,0L3,1z\"/>") &&
                Contains("d=\"M1,1L3,1 2,1M0,-0.6L5,5\"") &&
                Contains("d=\"M0,0 h2\""));
}

TEST_CASE("A listing carries the name of its file and leads to its line") {
  SmallBook book;
  CHECK_THAT(book.weave("\\snippet chapters/03-three/idea.hpp square"),
             Contains("href=\"src_chapters_03_three_idea_hpp.html#l3\"") &&
                 Contains("\\snippet chapters/03-three/idea.hpp square"));
}

TEST_CASE("Folds and commands become HTML") {
  SmallBook book;
  const std::string text =
      book.weave("\\fold{Is $x < 1$?}\nYes.\n\\endfold\n\n\\run{./book <1>}");
  CHECK_THAT(text, Contains("<summary>Is \\(x &lt; 1\\)?</summary>") &&
                       Contains("\nYes.\n") && Contains("</details>") &&
                       Contains("<code>./book &lt;1&gt;</code>"));
}

TEST_CASE("Chinese lines are joined and other lines are not") {
  SmallBook book;
  CHECK_THAT(book.weave("第一行，\n第二行。\n\nOne\ntwo."),
             Contains("第一行，第二行。\n") && Contains("One\ntwo."));
}

TEST_CASE("A part with a Chinese heading is marked as Chinese") {
  SmallBook book;
  CHECK_THAT(book.weave("## 提要 {#zh}\n\n文。\n\n## Next {#next}\n\nText."),
             Contains("<div class=\"chinese\" lang=\"zh-CN\">") &&
                 Contains("\\htmlonly[block]</div>\\endhtmlonly\n## Next"));
}

TEST_CASE("Links of the repository become links of the site") {
  SmallBook book;
  const std::string text = book.weave(
      "[one](../01-one/page.md), [start](../01-one/page.md#one_start), "
      "[run](../../docs/running.md), [idea](idea.hpp), [prog](run.cpp), "
      "[nine](../09-nine/page.md), [web](https://example.org), [up](#ch_one)");
  CHECK_THAT(text, Contains("[one](@ref ch_one), [start](@ref one_start), "
                            "[run](@ref running), "
                            "<a href=\"src_chapters_03_three_idea_hpp.html\">"
                            "idea</a>, "
                            "<a href=\"src_chapters_03_three_run_cpp.html\">"
                            "prog</a>, nine, [web](https://example.org), "
                            "[up](@ref ch_one)"));
  CHECK(book.problems.empty());
}

TEST_CASE("Lines stay where they are") {
  SmallBook book;
  const std::string body =
      "One\ntwo $x$.\n\n$$\na = 1 \\tag{3.1}\n$$\n\n第一行，\n第二行。\n\n"
      "\\fold{A?}\n\\endfold\n\n\\run{a}\n\nLast line.";
  const std::vector<std::string> before = lines_of(body),
                                 after = lines_of(book.weave(body));
  REQUIRE(after.size() >= before.size());
  CHECK(after[before.size() - 1] == "Last line.");
}

TEST_CASE("Chapters lead to each other in their order") {
  SmallBook book;
  CHECK_THAT(book.weave("Text."),
             Contains("rel=\"prev\"") && Contains("ch_one.html") &&
                 Contains("1. One") && !Contains("rel=\"next\""));
}

TEST_CASE("What can't be resolved is named with its file and line") {
  SmallBook book;
  REQUIRE(book.wrong("Fine.") == "");
  CHECK_THAT(book.wrong("\n{{03-run.mean}} x"),
             Contains(here + "6: 03-run has no result 'mean'"));
  CHECK_THAT(book.wrong("{{03-walk.mean}} x"),
             Contains(here + "5: no result of 03-walk"));
  CHECK_THAT(book.wrong("{{mean}} x"),
             Contains(here + "5: {{mean}}, expected {{NN-program.key}}"));
  CHECK_THAT(book.wrong("See\n(1.9)."),
             Contains(here + "6: no equation (1.9), expected"));
  CHECK_THAT(book.wrong("Let $x be.\n\nNext $y$."),
             Contains(here + "5: a formula without an end"));
  CHECK_THAT(book.wrong("$$ a = b\n\nc $$"),
             Contains(here + "5: a formula without an end") &&
                 Contains(here + "7: a formula without an end"));
  CHECK_THAT(book.wrong("```\ncode"),
             Contains(here + "5: code without an end"));
  CHECK_THAT(book.wrong("<!-- never closed"),
             Contains(here + "5: a comment without an end"));
  CHECK_THAT(book.wrong("[a](../../docs/nowhere.md)"),
             Contains(here + "5: the link to docs/nowhere.md leads nowhere"));
}

TEST_CASE("A figure that can't be shown is named") {
  SmallBook book;
  CHECK_THAT(book.wrong("![A.](../../plots/03-walk.svg \"B.\")"),
             Contains(here + "5: no figure 03-walk"));
  CHECK_THAT(book.wrong("![](../../plots/03-run.svg \"B.\")"),
             Contains("03-run lacks words"));
  CHECK_THAT(book.wrong("![A.](../../plots/03-run.svg)"),
             Contains("03-run lacks words"));
  CHECK_THAT(book.wrong("![A.](../../plots/03-run.svg \"B.\")\n\n"
                        "![A.](../../plots/03-run.svg \"B.\")"),
             Contains(here + "7: the figure 03-run stands on this page twice"));
  CHECK_THAT(book.wrong("![A.](picture.png \"B.\")"),
             Contains("the picture picture.png, expected ../../plots/"));
  CHECK_THAT(book.wrong("Text ![A.](../../plots/03-run.svg \"B.\")"),
             Contains("a picture inside a paragraph"));
  book.files.remove("run/03-run.svg");
  CHECK_THAT(book.wrong("![A.](../../plots/03-run.svg \"B.\")"),
             Contains(here + "5: no figure 03-run"));
}

TEST_CASE("A live figure is asked for by its name, once, with words") {
  SmallBook book;
  book.files.write("docs/live.js", "\nfigures.cliff = {};\n");
  const std::string text = book.weave("\\live{cliff} It falls, see (1.1).");
  CHECK(book.problems.empty());
  CHECK_THAT(text, Contains("<figure class=\"live\" id=\"live-cliff\">") &&
                       Contains("<script defer src=\"live.js\">") &&
                       Contains("It falls, see [(1.1)](@ref eq_1_1).") &&
                       Contains("<noscript>"));
  CHECK_THAT(book.wrong("\\live{hill} It rises."),
             Contains(here + "5: no live figure hill, expected figures.hill"));
  CHECK_THAT(book.wrong("\\live{cliff}"),
             Contains(here + "5: the live figure cliff lacks words"));
  CHECK_THAT(book.wrong("\\live{cliff} A.\n\n\\live{cliff} B."),
             Contains(here + "7: the live figure cliff stands on this page"));
}

TEST_CASE("Groups of a picture that say the same become one") {
  const std::string thin =
      "<g fill=\"none\" color=\"red\" stroke=\"currentColor\" "
      "stroke-width=\"1.10\">";
  const std::string text = inline_svg(
      "<svg viewBox=\"0 0 9 9\">" + thin +
          "<path d='M0,0 h1'/><text>a</text></g>"
          "<g fill=\"none\" color=\"red\" stroke=\"currentColor\" "
          "stroke-width=\"0.80\"><path stroke=\"tan\" d='M0,0 h2'/></g>" +
          thin + "<g fill=\"tan\"><text>b</text></g></g>" +
          "<g fill=\"tan\"><text>c</text></g></svg>",
      "fig", "alt");
  CHECK_THAT(text, Contains(thin + "<path d=\"M0,0 h1\"/><text>a</text>"
                                   "<path fill=\"none\" stroke-width=\"0.80\" "
                                   "stroke=\"tan\" d=\"M0,0 h2\"/>"
                                   "<g fill=\"tan\"><text>b</text></g></g>"
                                   "<g fill=\"tan\"><text>c</text></g></svg>"));
}

TEST_CASE("Only series that were given a name have one") {
  const std::string text = inline_svg(
      "<svg viewBox=\"0 0 9 9\">"
      "<g id=\"f_plot_1\" ><title>f_plot_1</title><path d='M0,0 h1'/></g>"
      "<g id=\"f_plot_2\" ><title>loss</title><path d='M0,0 h2'/></g></svg>",
      "fig", "alt");
  CHECK_THAT(text, Contains("<g id=\"fig--f_plot_1\" class=\"series\"><path") &&
                       Contains("<g id=\"fig--f_plot_2\" class=\"series\" "
                                "data-name=\"loss\">"));
}

TEST_CASE("Two figures of one name are named") {
  SmallBook book;
  book.files.write("chapters/03-three/03-run.dot", "digraph {}\n");
  CHECK_THAT(book.wrong("Text."), Contains("the figure name '03-run' is taken "
                                           "by 03-run, expected another"));
}

TEST_CASE("A result that an older program left is not taken") {
  SmallBook book;
  book.files.write("run/03-gone.json", result);
  CHECK(book.wrong("Text.") == "");
  CHECK_THAT(book.wrong("{{03-gone.median}} x"),
             Contains("no result of 03-gone"));
}

TEST_CASE("A file that is no result is named") {
  SmallBook book;
  book.files.write("run/03-run.json", "{\"values\": 1}");
  CHECK_THAT(book.wrong("Text."), Contains("03-run.json:1: not a program's"));
}

TEST_CASE("Equation numbers are the chapter's, well formed and used once") {
  SmallBook book;
  CHECK_THAT(book.wrong("$$ a \\tag{1.2} $$"),
             Contains(here + "5: \\tag{1.2}, expected a number of chapter 3"));
  CHECK_THAT(book.wrong("$$ a \\tag{x} $$"),
             Contains(here + "5: \\tag{x}, expected chapter.n"));
  CHECK_THAT(book.wrong("$$ a \\tag{3.1} $$\n\n$$ b \\tag{3.1} $$"),
             Contains(here + "7: the equation number (3.1) is taken by " +
                      here + "5"));
  CHECK_THAT(book.wrong("Let $a \\tag{3.1}$ be."),
             Contains(here + "5: \\tag in a formula within the line"));
}

TEST_CASE("Folds that do not match are named") {
  SmallBook book;
  CHECK_THAT(book.wrong("\\fold{A?}\n\nText."),
             Contains(here + "5: \\fold without an end"));
  CHECK_THAT(book.wrong("\\endfold"),
             Contains(here + "5: \\endfold without a start"));
}

TEST_CASE("A listing that can't be found is named") {
  SmallBook book;
  CHECK_THAT(book.wrong("\\snippet chapters/03-three/none.hpp square"),
             Contains(here + "5: no file chapters/03-three/none.hpp"));
  CHECK_THAT(book.wrong("\\snippet chapters/03-three/idea.hpp cube"),
             Contains(here + "5: the tag [cube] stands 0 times"));
}

TEST_CASE("Titles and ids are there, and are unique in the book") {
  SmallBook book;
  CHECK_THAT(book.wrong("## A {#one_start}"),
             Contains("the id 'one_start' is taken by chapters/01-one"));
  CHECK_THAT(book.wrong("## A {#b}\n\n## A {#b}"),
             Contains(here + "7: the id 'b' is taken"));
  CHECK_THAT(book.wrong("# Again"), Contains(here + "5: a second title"));
  Problems problems;
  read_page("chapters/04-four/page.md", "No title\n", problems);
  read_page("chapters/04-four/page.md", "# No id\n", problems);
  REQUIRE(problems.size() == 2);
  CHECK_THAT(problems[0], Contains("page.md:1: no title"));
  CHECK_THAT(problems[1], Contains("page.md:1: the title has no id"));
}

TEST_CASE("Headings without an id get one") {
  Problems problems;
  const Page page = read_page(
      "docs/running.md", "# How to run\n\n## Set-up\n\n## 中文\n", problems);
  REQUIRE(problems.empty());
  REQUIRE(page.headings.size() == 2);
  CHECK(page.id == "running");
  CHECK(page.headings[0].id == "running_set_up");
  CHECK(page.headings[1].id == "running_2");
}

TEST_CASE("A listing of our own marks words and numbers lines") {
  const std::string html = listing_html(
      "#include <a>\nint f() {  // (3.1)\n  return \"<//>\"[0] + 1'000;\n"
      "  /* a\n     b */\n}\n");
  CHECK_THAT(html,
             Contains("<i id=\"l1\"><span class=\"preprocessor\">#include") &&
                 Contains("<span class=\"comment\">// (3.1)</span></i>\n") &&
                 Contains("<span class=\"stringliteral\">&quot;&lt;//&gt;") &&
                 Contains(" + 1'000;") &&
                 Contains("<i id=\"l5\"><span class=\"comment\">     b */") &&
                 Contains("<i id=\"l6\">}</i>") && !Contains("l7"));
}

TEST_CASE("The weave command writes everything or nothing") {
  SmallBook book;
  book.files.write("docs/header.html", "<head><!-- sidebar --></head>\n");
  const std::vector<std::string> words{
      "weave",           "--source",         book.files.folder().string(),
      "--run",           book.files / "run", "--out",
      book.files / "out"};
  REQUIRE(book.wrong("Text.") == "");
  REQUIRE(call(weave_main, words) == 0);
  CHECK(book.files.has("out/ch_three.md"));
  CHECK(book.files.has("out/code.md"));
  CHECK(book.files.has("out/figures/03-run.csv"));
  CHECK_THAT(book.files.read("out/header.html"),
             Contains("$relpath^ch_one.html") && Contains(">One</span>"));

  book.files.remove("out");
  REQUIRE(book.wrong("(1.9)") != "");
  Captured said;
  CHECK(call(weave_main, words) == 1);
  CHECK_THAT(said.err(), Contains("page.md:5: no equation (1.9)"));
  CHECK_FALSE(book.files.has("out"));
}

TEST_CASE("The equations command ties equations to code and tests") {
  SmallBook book;
  book.files.write("tests/03-three/t.cpp",
                   std::string("TEST_") +
                       "CASE(\"A square is \"\n          \"a product\",\n"
                       "          \"[3.1][B8]\") {}\n");
  REQUIRE(book.wrong("$$ f = a^2 \\tag{3.1} $$") == "");
  const std::vector<std::string> words{
      "equations",        "--source", book.files.folder().string(), "--run",
      book.files / "run", "--site",   book.files / "site",          "--tags",
      book.files / "tags"};
  book.files.write(
      "tags", "<compound kind=\"file\"><name>idea.hpp</name><path>" +
                  (book.files / "chapters/03-three/").string() +
                  "</path>\n<member kind=\"function\"><name>f</name>"
                  "<anchorfile>n.html</anchorfile><anchor>a1</anchor></member>"
                  "</compound>");
  {
    Captured said;
    CHECK(call(equations_main, words) == 1);
    CHECK_THAT(said.err(), Contains("idea.hpp:1: no listing in the site"));
  }
  for (const char* page :
       {"src_chapters_03_three_idea_hpp.html",
        "src_chapters_03_three_run_cpp.html", "src_tests_03_three_t_cpp.html"})
    book.files.write(std::string("site/") + page, "");
  REQUIRE(call(equations_main, words) == 0);
  CHECK_THAT(book.files.read("site/equations.js"),
             Contains("\"ch_three.html#eq_3_1\"") &&
                 Contains("\"src_chapters_03_three_idea_hpp.html#l4\"") &&
                 Contains("\"src_tests_03_three_t_cpp.html#l1\"") &&
                 Contains("\"A square is a product\""));
  CHECK_THAT(
      book.files.read("site/symbols.js"),
      Contains("\"f\": {\n\"chapters/03-three/idea.hpp\": \"n.html#a1\""));
  CHECK_THAT(book.files.read("site/search-index.js"),
             Contains("\"heading\": \"Part\""));
}
