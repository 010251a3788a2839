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

// A line as it is read: no marks of Markdown, no commands, formulas as words.
std::string words_of(std::string line) {
  line =
      without(line, "!?\\[([^\\]]*)\\]\\([^)\"]*(\"([^\"]*)\")?\\)", "$1 $3");
  line = without(line, "^\\s*\\\\(snippet|run|endfold)\\b.*$", "");
  line =
      without(line, "\\\\(fold|tag|text|mathrm|operatorname|fwd|bwd)\\b", "");
  line = without(line, "\\{\\{[^}]*\\}\\}", "");
  line = without(line, "<[^>]*>", "");
  line = without(line, "\\\\([A-Za-z]+)", "$1");
  line = without(line, "[`*${}\\\\|_^]", " ");
  line = without(line, "^[>#\\s-]+", "");
  line = without(line, "\\s+", " ");
  return line;
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
      part["text"] = text;
      parts.push_back(part);
      text.clear();
    };
    for (const std::string& line : lines_of(page.text)) {
      ++number;
      if (is_fence(line)) code = !code;
      if (next < page.headings.size() && page.headings[next].line == number) {
        close();
        part["anchor"] = page.headings[next].id;
        part["heading"] = words_of(page.headings[next++].text);
      } else if (number > 1 && !code && !is_fence(line)) {
        const std::string words = words_of(line);
        if (!words.empty()) text += (text.empty() ? "" : " ") + words;
      }
    }
    close();
  }
  return "window.UNROLLED_SEARCH = " + parts.dump(0) + ";\n";
}

}  // namespace unrolled::book
