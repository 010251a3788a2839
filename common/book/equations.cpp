#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <regex>

#include "common/book/commands.hpp"
#include "common/book/weave.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json place(const std::string& what, const std::string& page, std::size_t line) {
  return {{"name", what}, {"href", line_address(page, line)}};
}

// Numbers in the comment that ends a line of code: `x = y;  // (3.4)`.
std::vector<std::string> computed(const std::string& line) {
  std::vector<std::string> numbers;
  const std::size_t comment = line.find("//");
  if (comment == std::string::npos || comment == 0) return numbers;
  if (line.find_first_not_of(" \t") == comment) return numbers;
  static const std::regex number("\\(([1-9][0-9]?\\.[0-9]+[a-z]?)\\)");
  const std::string words = line.substr(comment);
  for (std::sregex_iterator it(words.begin(), words.end(), number), end;
       it != end; ++it)
    numbers.push_back((*it)[1]);
  return numbers;
}

void add_code(const Book& book, const std::string& file,
              const std::string& page, Json& equations) {
  std::size_t number = 0;
  for (const std::string& line : lines_of(read_file(book.source / file))) {
    ++number;
    for (const std::string& equation : computed(line))
      if (equations.contains(equation))
        equations[equation]["code"].push_back(
            place(file + ":" + std::to_string(number), page, number));
  }
}

// A test's tags may stand on the line after its name.
void add_tests(const Book& book, const std::string& file,
               const std::string& page, Json& equations) {
  const std::string text = read_file(book.source / file);
  static const std::regex test(
      "TEST_CASE\\s*\\(\\s*((?:\"[^\"]*\"\\s*)+),\\s*((?:\"[^\"]*\"\\s*)+)\\)");
  static const std::regex tag("\\[([1-9][0-9]?\\.[0-9]+[a-z]?)\\]");
  for (std::sregex_iterator it(text.begin(), text.end(), test), end; it != end;
       ++it) {
    const auto line = static_cast<std::size_t>(
        1 + std::count(text.begin(), text.begin() + it->position(), '\n'));
    std::string name = (*it)[1];
    static const std::regex joints("\"\\s*\"");
    name = std::regex_replace(name, joints, "");
    name = name.substr(1, name.rfind('"') - 1);
    const std::string tags = (*it)[2];
    for (std::sregex_iterator t(tags.begin(), tags.end(), tag), last; t != last;
         ++t)
      if (equations.contains((*t)[1].str()))
        equations[(*t)[1].str()]["tests"].push_back(place(name, page, line));
  }
}

Json equations_of(const Book& book) {
  Json equations = Json::object();
  for (const auto& [number, equation] : book.equations)
    equations[number] = {{"href", site_file(*find_page(book, equation.page)) +
                                      "#" + equation_anchor(number)},
                         {"stated", equation.stated},
                         {"code", Json::array()},
                         {"tests", Json::array()}};
  for (const auto& [file, page] : book.listings)
    if (file.substr(0, 6) == "tests/")
      add_tests(book, file, page, equations);
    else
      add_code(book, file, page, equations);
  return equations;
}

Json pages_of(const Book& book) {
  Json pages = Json::object();
  for (const Page& page : book.pages)
    pages[site_file(page)] = {{"title", page.title}, {"chapter", page.chapter}};
  return pages;
}

// The pieces of a text from one mark to another, both included.
std::vector<std::string> pieces(const std::string& text,
                                const std::string& from,
                                const std::string& to) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(from); at != text.npos;
       at = text.find(from, at)) {
    const std::size_t end = text.find(to, at);
    if (end == text.npos) break;
    found.push_back(text.substr(at, end + to.size() - at));
    at = end + to.size();
  }
  return found;
}

std::string inside(const std::string& text, const std::string& tag) {
  const std::string open = "<" + tag + ">", close = "</" + tag + ">";
  const std::vector<std::string> found = pieces(text, open, close);
  return found.empty()
             ? ""
             : found[0].substr(open.size(),
                               found[0].size() - open.size() - close.size());
}

// Where each name is documented, and in which header it is declared, from the
// list that Doxygen keeps of them.
Json symbols_of(const Book& book, const std::string& tags) {
  Json symbols = Json::object();
  const std::string root = fs::absolute(book.source).generic_string() + "/";
  for (const std::string& compound :
       pieces(tags, "<compound kind=\"file\">", "</compound>")) {
    std::string file = inside(compound, "path") + inside(compound, "name");
    if (file.find(root) == 0) file = file.substr(root.size());
    for (const std::string& member :
         pieces(compound, "<member kind=", "</member>")) {
      const std::string page = inside(member, "anchorfile");
      if (!page.empty())
        symbols[inside(member, "name")][file] =
            page + "#" + inside(member, "anchor");
    }
  }
  return symbols;
}

}  // namespace

int equations_main(int argc, char** argv) {
  const std::map<std::string, std::string> given =
      options(argc, argv, {"--source", "--run", "--site", "--tags"});
  if (given.empty()) return 2;
  const fs::path site = given.at("--site");
  Problems problems;
  const Book book =
      read_book(given.at("--source"), given.at("--run"), problems);
  for (const auto& [file, page] : book.listings)
    if (!fs::exists(site / page))
      problems.push_back(problem(
          file, 1,
          "no listing in the site, expected " + (site / page).string()));
  for (const std::string& line : problems)
    std::fprintf(stderr, "%s\n", line.c_str());
  if (!problems.empty()) return 1;
  const Json all{{"pages", pages_of(book)}, {"equations", equations_of(book)}};
  write_file(site / "equations.js", "window.UNROLLED = " + all.dump(1) + ";\n");
  write_file(site / "symbols.js",
             "window.UNROLLED_SYMBOLS = " +
                 symbols_of(book, read_file(given.at("--tags"))).dump(0) +
                 ";\n");
  write_file(site / "search-index.js", search_index(book));
  return 0;
}

}  // namespace unrolled::book
