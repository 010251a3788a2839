#include <set>
#include <string>

#include "common/book/weave.hpp"
#include "tests/catch.hpp"

using unrolled::book::with_inner_links;

namespace {
const std::set<std::string> held{"ch_a.html", "ch_b.html"};
}

TEST_CASE("Links between pages of one document lead into it") {
  CHECK(with_inner_links("<a href=\"ch_b.html#eq_2_1\">(2.1)</a>", held) ==
        "<a href=\"#eq_2_1\">(2.1)</a>");
  CHECK(with_inner_links("<a class=\"el\" href=\"ch_b.html\">b</a>", held) ==
        "<a class=\"el\" href=\"#page_ch_b\">b</a>");
  CHECK(with_inner_links("<a href=\"#here\">h</a>", held) ==
        "<a href=\"#here\">h</a>");
}

TEST_CASE("Links to what one document does not hold are taken away") {
  CHECK(with_inner_links("<a href=\"src_a.html#l3\">line</a> <a "
                         "href=\"figures/x.csv\">numbers</a>",
                         held) == "<a>line</a> <a>numbers</a>");
  CHECK(with_inner_links("<a href=\"https://doi.org/1\">paper</a>", held) ==
        "<a href=\"https://doi.org/1\">paper</a>");
}
