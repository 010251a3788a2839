#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "common/book/check.hpp"

namespace unrolled::book {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Place {
  const Source* source;
  std::size_t line;
};
using Places = std::map<std::string, std::vector<Place>>;

// "3.4a" taken apart.
struct Number {
  unsigned chapter, index;
  char letter;  // 0 without one
};

Number parts_of(const std::string& number) {
  const bool lettered = !is_digit(number.back());
  return {
      static_cast<unsigned>(std::stoul(number)),
      static_cast<unsigned>(std::stoul(number.substr(number.find('.') + 1))),
      lettered ? number.back() : '\0'};
}

// A number tagged on a page.
struct PageTag {
  std::string number;
  Place place;
  bool stated;
};

// The numbers of `<!-- stated: 3.4 -->` on a line that holds nothing else.
std::string stated_number(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("<!--") || !line.ends_with("-->")) return "";
  line = trimmed(line.substr(4, line.size() - 7));
  if (!line.starts_with("stated:")) return "";
  return std::string(trimmed(line.substr(7)));
}

bool is_comment(std::string_view line) {
  line = trimmed(line);
  return line.starts_with("<!--") && line.ends_with("-->");
}

// Whether the lines right above a formula say that its number is only stated.
bool is_stated(const Source& page, const Formula& formula,
               const std::string& number) {
  for (std::size_t i = formula.line - 1; i-- > 0;) {
    const std::string& line = page.lines[i];
    if (stated_number(line) == number) return true;
    if (!is_comment(line) && !trimmed(line).empty()) return false;
  }
  return false;
}

std::vector<PageTag> tags_of(const Source& page) {
  constexpr std::string_view word = "\\tag{";
  std::vector<PageTag> tags;
  for (const Formula& formula : page.formulas)
    for (std::size_t at = formula.tex.find(word); at != std::string::npos;
         at = formula.tex.find(word, at + 1)) {
      const std::size_t from = at + word.size();
      const std::size_t to =
          std::min(formula.tex.find('}', from), formula.tex.size());
      const std::string number = formula.tex.substr(from, to - from);
      const auto below = std::count(
          formula.tex.begin(),
          formula.tex.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      tags.push_back({number,
                      {&page, formula.line + static_cast<std::size_t>(below)},
                      is_stated(page, formula, number)});
    }
  return tags;
}

std::vector<PageTag> all_tags(const Tree& tree) {
  std::vector<PageTag> all;
  for (const Source& page : tree.pages)
    for (PageTag& tag : tags_of(page)) all.push_back(std::move(tag));
  return all;
}

Places code_numbers(const Tree& tree) {
  Places places;
  for (const Source& source : tree.code) {
    if (in(source.path, "tests/") || is_exercise(source)) continue;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
      for (const std::string& number : trailing_numbers(source.lines[i]))
        places[number].push_back({&source, i + 1});
  }
  return places;
}

Places test_numbers(const Tree& tree) {
  Places places;
  for (const Source& source : tree.code) {
    if (!in(source.path, "tests/")) continue;
    for (const TestCase& test : test_cases(source))
      for (const TestTag& tag : test.tags)
        if (is_equation_number(tag.text))
          places[tag.text].push_back({&source, tag.line});
  }
  return places;
}

// The numbers that a page's line mentions as (3.4), not as a call f(3.4) or a
// link's target.
std::vector<std::string> mentions(std::string_view line) {
  std::vector<std::string> found;
  const auto take = [&](std::string_view open, std::string_view close) {
    for (std::size_t at = line.find(open); at != line.npos;
         at = line.find(open, at + 1)) {
      const char before = at > 0 ? line[at - 1] : ' ';
      const bool call = is_digit(before) || before == '_' || before == ']' ||
                        (before >= 'a' && before <= 'z') ||
                        (before >= 'A' && before <= 'Z');
      const std::size_t from = at + open.size();
      const std::size_t to = line.find(close, from);
      if (call || to == line.npos) continue;
      const std::string number(line.substr(from, to - from));
      if (is_equation_number(number)) found.push_back(number);
    }
  };
  take("(", ")");
  take("（", "）");
  return found;
}

class EquationCheck {
 public:
  explicit EquationCheck(const Tree& tree)
      : tree_(tree),
        tags_(all_tags(tree)),
        code_(code_numbers(tree)),
        tests_(test_numbers(tree)) {
    for (const PageTag& tag : tags_) pages_.try_emplace(tag.number, tag.place);
  }

  Violations run() {
    for (const PageTag& tag : tags_) check_tag(tag);
    check_known(code_);
    check_known(tests_);
    for (const Source& page : tree_.pages) check_page(page);
    return std::move(found_);
  }

 private:
  void tell(const Place& place, const std::string& what) {
    found_.push_back({place.source->path, place.line, "equations", what});
  }

  void check_tag(const PageTag& tag) {
    const std::string& n = tag.number;
    if (!is_equation_number(n))
      return tell(tag.place,
                  fmt::format("\\tag{{{}}}, expected a number as 3.4", n));
    const Place first = pages_.at(n);
    if (first.source != tag.place.source || first.line != tag.place.line)
      return tell(tag.place, fmt::format("({}) again, expected once: {}:{} has "
                                         "it",
                                         n, first.source->path, first.line));
    if (parts_of(n).chapter != tag.place.source->chapter)
      return tell(
          tag.place,
          fmt::format("({}), expected a number of this page's chapter", n));
    if (!tests_.contains(n))
      tell(tag.place,
           fmt::format("({}) has no test, expected one with the tag [{}]", n,
                       n));
    const auto code = code_.find(n);
    if (tag.stated && code != code_.end())
      tell(tag.place,
           fmt::format("({}) is marked as stated, expected no code: {}:{} "
                       "computes it",
                       n, code->second[0].source->path, code->second[0].line));
    if (!tag.stated && code == code_.end())
      tell(
          tag.place,
          fmt::format("({}) has no code, expected a line that ends in // ({}), "
                      "or <!-- stated: {} --> above the formula",
                      n, n, n));
  }

  void check_known(const Places& places) {
    for (const auto& [number, where] : places)
      if (!pages_.contains(number))
        for (const Place& place : where)
          tell(place, fmt::format("({}) is on no page, expected \\tag{{{}}}",
                                  number, number));
  }

  bool is_written(unsigned chapter) const {
    return std::any_of(
        tree_.pages.begin(), tree_.pages.end(),
        [&](const Source& page) { return page.chapter == chapter; });
  }

  void check_page(const Source& page) {
    for (std::size_t i = 0; i < page.prose.size(); ++i)
      for (const std::string& number : mentions(page.prose[i]))
        if (!pages_.contains(number) && is_written(parts_of(number).chapter))
          tell({&page, i + 1},
               fmt::format("({}) is no equation, expected one with \\tag{{{}}}",
                           number, number));
    check_marks(page);
  }

  // A mark that belongs to no formula marks nothing.
  void check_marks(const Source& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
      const std::string number = stated_number(page.lines[i]);
      if (number.empty()) continue;
      const bool used =
          std::any_of(tags_.begin(), tags_.end(), [&](const PageTag& tag) {
            return tag.stated && tag.number == number &&
                   tag.place.source == &page;
          });
      if (!used)
        tell({&page, i + 1},
             fmt::format("stated: {}, expected the formula with \\tag{{{}}} "
                         "right below",
                         number, number));
    }
  }

  const Tree& tree_;
  std::vector<PageTag> tags_;
  Places code_, tests_;
  std::map<std::string, Place> pages_;
  Violations found_;
};

}  // namespace

bool is_equation_number(std::string_view word) {
  const auto digits = [&word] {
    std::size_t n = 0;
    if (word.empty() || word[0] == '0') return n;
    while (n < word.size() && n < 3 && is_digit(word[n])) ++n;
    word.remove_prefix(n);
    return n;
  };
  if (digits() == 0 || !word.starts_with('.')) return false;
  word.remove_prefix(1);
  if (digits() == 0) return false;
  return word.empty() || (word.size() == 1 && word[0] >= 'a' && word[0] <= 'z');
}

std::vector<std::string> trailing_numbers(std::string_view line) {
  const std::size_t comment = line.rfind("//");
  if (comment == line.npos || trimmed(line.substr(0, comment)).empty())
    return {};
  std::vector<std::string> numbers;
  std::string_view rest = trimmed(line.substr(comment + 2));
  while (!rest.empty()) {
    const std::size_t close = rest.find(')');
    if (rest[0] != '(' || close == rest.npos) return {};
    numbers.emplace_back(rest.substr(1, close - 1));
    if (!is_equation_number(numbers.back())) return {};
    rest = trimmed(rest.substr(close + 1));
  }
  return numbers;
}

Violations check_equations(const Tree& tree) {
  return EquationCheck(tree).run();
}

Violations check_numbering(const Tree& tree) {
  // By chapter, number, letter: where it stands.
  std::map<unsigned, std::map<std::pair<unsigned, char>, Place>> chapters;
  for (const PageTag& tag : all_tags(tree)) {
    if (!is_equation_number(tag.number)) continue;
    const Number n = parts_of(tag.number);
    if (n.chapter == tag.place.source->chapter)
      chapters[n.chapter].try_emplace({n.index, n.letter}, tag.place);
  }
  Violations found;
  const auto miss = [&](const Place& place, const std::string& got,
                        const std::string& expected) {
    found.push_back(
        {place.source->path, place.line, "numbering",
         fmt::format("({}) without ({}), expected no gap", got, expected)});
  };
  for (const auto& [chapter, numbers] : chapters)
    for (const auto& [number, place] : numbers) {
      const auto& [index, letter] = number;
      const std::string got =
          fmt::format("{}.{}", chapter, index) + (letter ? letter : ' ');
      const std::string name(trimmed(got));
      if (letter > 'a' && !numbers.contains({index, letter - 1}))
        miss(place, name,
             fmt::format("{}.{}{}", chapter, index, char(letter - 1)));
      if (letter && !numbers.contains({index, '\0'}))
        miss(place, name, fmt::format("{}.{}", chapter, index));
      if (!letter && index > 1 && !numbers.contains({index - 1, '\0'}))
        miss(place, name, fmt::format("{}.{}", chapter, index - 1));
    }
  return found;
}

}  // namespace unrolled::book
