#include <nlohmann/json.hpp>
#include <regex>

#include "common/book/weave.hpp"

namespace unrolled::book {
namespace {

using Json = nlohmann::ordered_json;

std::string without(const std::string& text, const char* pattern,
                    const char* by) {
  return std::regex_replace(text, std::regex(pattern), by);
}

// Signs that a reader may see, or type, instead of TeX's words.
constexpr std::pair<const char*, const char*> signs[] = {
    {"\\\\partial\\b", "∂"}, {"\\\\delta\\b", "δ"}, {"\\\\sigma\\b", "σ"},
    {"\\\\tau\\b", "τ"},     {"\\\\sum\\b", "Σ"},   {"\\\\prod\\b", "Π"},
    {"\\\\odot\\b", "⊙"},    {"\\\\cdot\\b", "·"},  {"\\\\T\\b", "T"},
    {"\\\\yhat\\b", "ŷ"},    {"\\\\[A-Za-z]+", ""}};

std::string with_results(const Book& book, const std::string& text) {
  static const std::regex form("\\{\\{([^}.]+)\\.([^}]+)\\}\\}");
  std::string out;
  auto from = text.cbegin();
  for (std::smatch m; std::regex_search(from, text.cend(), m, form);
       from = m[0].second) {
    out.append(from, m[0].first);
    const auto result = book.results.find(m[1]);
    if (result == book.results.end()) continue;
    const auto value = result->second.values.find(m[2]);
    if (value != result->second.values.end()) out += value->second;
  }
  return out.append(from, text.cend());
}

// A part of a page as it is read: no marks of Markdown, no commands, no
// displayed formulas.
std::string words_of(const Book& book, std::string text) {
  text = with_results(book, text);
  text = without(text, "\\$\\$[^$]*\\$\\$", " ");
  text =
      without(text, "!?\\[([^\\]]*)\\]\\([^)\"]*(\"([^\"]*)\")?\\)", "$1 $3");
  text = without(text, "\\\\(snippet|run|endfold)\\b[^\n]*", "");
  text = without(text, "\\\\live\\{[a-z]*\\}", "");
  text = without(text, "<[^>]*>", "");
  for (const auto& [tex, sign] : signs) text = without(text, tex, sign);
  text = without(text, "(^|\n)[>#\\s-]+", "\n");
  text = without(text, "[`*${}\\\\|^]", "");
  return without(text, "\\s+", " ");
}

}  // namespace

std::string search_index(const Book& book) {
  Json parts = Json::array();
  for (const Page& page : book.pages) {
    Json part{{"page", site_file(page)}, {"chapter", page.chapter},
              {"title", page.title},     {"anchor", ""},
              {"heading", ""},           {"text", ""}};
    std::string text;
    std::size_t number = 0, next = 0;
    bool code = false;
    const auto close = [&] {
      part["text"] = words_of(book, text);
      parts.push_back(part);
      text.clear();
    };
    for (const std::string& line : lines_of(page.text)) {
      ++number;
      if (is_fence(line)) code = !code;
      if (next < page.headings.size() && page.headings[next].line == number) {
        close();
        part["anchor"] = page.headings[next].id;
        part["heading"] = words_of(book, page.headings[next++].text);
      } else if (number > 1 && !code && !is_fence(line)) {
        text += line + "\n";
      }
    }
    close();
  }
  return "window.UNROLLED_SEARCH = " + parts.dump(0) + ";\n";
}

}  // namespace unrolled::book
