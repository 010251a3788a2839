#include "common/words.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <vector>

#include "common/data.hpp"

namespace unrolled {

namespace {

using Texts = std::vector<std::string>;

bool wants_chinese() {
  for (const char* name : {"UNROLLED_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value)
      return std::string_view(value).starts_with("zh");
  return false;
}

// The texts between the places {}.
Texts pieces_between(std::string_view text) {
  Texts pieces;
  for (std::size_t at; (at = text.find("{}")) != text.npos;
       text.remove_prefix(at + 2))
    pieces.emplace_back(text.substr(0, at));
  pieces.emplace_back(text);
  return pieces;
}

// A text without what does not count.
std::string bare(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  std::string one(text);
  // "Right" is "right", but W is no w.
  const auto within = [&](std::size_t i, char first, char last) {
    return i < one.size() && one[i] >= first && one[i] <= last;
  };
  if (within(0, 'A', 'Z') && (within(1, 'a', 'z') || one.starts_with("A ")))
    one[0] = static_cast<char>(one[0] | 0x20);
  return one;
}

struct Sentences {
  struct Pattern {
    Texts pieces;
    std::string chinese;
    std::size_t letters;
  };
  std::map<std::string, std::string> whole;
  std::vector<Pattern> patterns;  // what says most comes first

  Sentences() {
    const std::filesystem::path book = data_folder() / "../..";
    std::vector<std::filesystem::path> folders{book / "common", book / "docs",
                                               book / "tests/exercises"};
    for (const auto& chapter :
         std::filesystem::directory_iterator(book / "chapters"))
      if (chapter.is_directory()) folders.push_back(chapter.path());
    for (const std::filesystem::path& folder : folders)
      for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().string().ends_with(".zh.csv")) read(file.path());
    std::stable_sort(patterns.begin(), patterns.end(),
                     [](const Pattern& a, const Pattern& b) {
                       return a.letters > b.letters;
                     });
  }

  void read(const std::filesystem::path& file) {
    std::istringstream lines(read_file(file));
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      const Texts cells = csv_cells(line, file.string(), ++number);
      if (cells.size() != 2) continue;
      const std::string english = bare(cells[0]);
      std::string chinese = cells[1];
      if (chinese.ends_with("。")) chinese.resize(chinese.size() - 3);
      whole.emplace(english, chinese);
      const Texts pieces = pieces_between(english);
      if (pieces.size() > 1)
        patterns.push_back(
            {pieces, chinese, english.size() - 2 * (pieces.size() - 1)});
    }
  }
};

// Whether a text, behind piece i of a pattern, goes on as the pattern does;
// what stands at its places.
bool fits(std::string_view text, const Texts& pieces, std::size_t i,
          Texts& found) {
  if (i + 1 == pieces.size()) return text.empty();
  const std::string& next = pieces[i + 1];
  const bool last = i + 2 == pieces.size();
  for (std::size_t at = last && next.empty() ? text.size() : text.find(next, 1);
       at != text.npos && at > 0; at = text.find(next, at + 1)) {
    found.emplace_back(text.substr(0, at));
    if (fits(text.substr(at + next.size()), pieces, i + 1, found)) return true;
    found.pop_back();
  }
  return false;
}

// Texts at the places {}, one after the other, or {1}, the second.
std::string filled(const std::string& text, const Texts& at) {
  std::string all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t length = text.find_first_not_of("0123456789", i + 1) - i;
    if (text[i] == '{' && length <= 2 && text[i + length] == '}') {
      all += at.at(length == 1 ? next++ : std::stoul(text.substr(i + 1)));
      i += length;
    } else {
      all += text[i];
    }
  }
  return all;
}

std::string chinese_of(std::string_view english) {
  static const Sentences table;
  const std::string_view blanks = " \n";
  const std::size_t first = english.find_first_not_of(blanks);
  if (first == english.npos) return std::string(english);
  const std::size_t end = english.find_last_not_of(blanks) + 1;
  const std::string_view core = english.substr(first, end - first);
  const auto as_it_stood = [&](const std::string& chinese) {
    return std::string(english.substr(0, first)) + chinese +
           std::string(english.substr(end));
  };
  if (const std::size_t line = core.find('\n'); line != core.npos)
    return as_it_stood(chinese_of(core.substr(0, line)) + "\n" +
                       chinese_of(core.substr(line + 1)));
  const std::string key = bare(core), stop = core.ends_with('.') ? "。" : "";
  if (const auto same = table.whole.find(key); same != table.whole.end())
    return as_it_stood(same->second + stop);
  for (const Sentences::Pattern& pattern : table.patterns) {
    const std::string& begin = pattern.pieces[0];
    Texts found;
    if (!key.starts_with(begin) ||
        !fits(std::string_view(key).substr(begin.size()), pattern.pieces, 0,
              found))
      continue;
    // What begins the text has its own first letter.
    if (begin.empty()) found[0][0] = core[0];
    for (std::string& text : found) text = chinese_of(text);
    return as_it_stood(filled(pattern.chinese, found) + stop);
  }
  return std::string(english);
}

}  // namespace

std::string words(std::string_view english) {
  static const bool chinese = wants_chinese();
  return chinese ? chinese_of(english) : std::string(english);
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // The first byte of signs from U+2E80 on, where the wide ones begin.
    columns += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xE3 ? 2 : 1;
  }
  return columns;
}

std::string padded(const std::string& text, std::size_t columns) {
  const std::size_t has = columns_of(text);
  return text + std::string(has < columns ? columns - has : 0, ' ');
}

}  // namespace unrolled
