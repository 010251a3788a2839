#include "common/book/tree.hpp"

#include <algorithm>
#include <stdexcept>

#include "common/book/exercises.hpp"
#include "common/book/pages.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// 3 for "chapters/03-any-length/..." and 0 elsewhere.
unsigned chapter_of(std::string_view path) {
  constexpr std::string_view folder = "chapters/";
  if (!path.starts_with(folder)) return 0;
  path.remove_prefix(folder.size());
  if (path.size() < 3 || !is_digit(path[0]) || !is_digit(path[1])) return 0;
  return static_cast<unsigned>((path[0] - '0') * 10 + (path[1] - '0'));
}

// Reads a page's text once and says of every byte what it is.
class PageScanner {
 public:
  explicit PageScanner(std::string_view text)
      : text_(text), kinds_(text.size(), 'p') {
    while (at_ < text_.size()) step();
  }

  // The text's lines, with all bytes but those of these kinds as blanks.
  std::vector<std::string> lines(std::string_view kinds) const {
    std::string kept(text_);
    for (std::size_t i = 0; i < kept.size(); ++i)
      if (kept[i] != '\n' && kinds.find(kinds_[i]) == kinds.npos) kept[i] = ' ';
    return lines_of(kept);
  }
  std::vector<Formula> formulas;

 private:
  void step() {
    const std::string_view rest = text_.substr(at_);
    const bool fresh_line = at_ == 0 || text_[at_ - 1] == '\n';
    if (fresh_line && is_fence(rest.substr(0, rest.find('\n')))) return fence();
    if (rest.starts_with("<!--")) return until("-->", 'c', 4);
    if (rest.front() == '`') return code();
    if (rest.starts_with("$$")) return formula("$$");
    if (rest.front() == '$') return formula("$");
    at_ += rest.front() == '\\' && rest.size() > 1 ? 2 : 1;
  }

  void mark(std::size_t end, char kind) {
    end = std::min(end, text_.size());
    std::fill(kinds_.begin() + static_cast<std::ptrdiff_t>(at_),
              kinds_.begin() + static_cast<std::ptrdiff_t>(end), kind);
    at_ = end;
  }

  void until(std::string_view close, char kind, std::size_t opening) {
    const std::size_t end = text_.find(close, at_ + opening);
    mark(end == text_.npos ? text_.size() : end + close.size(), kind);
  }

  void fence() {
    std::size_t end = text_.find('\n', at_);
    while (end != text_.npos) {
      const std::size_t line = end + 1;
      end = text_.find('\n', line);
      const std::size_t size = end == text_.npos ? end : end - line;
      if (line < text_.size() && is_fence(text_.substr(line, size))) break;
    }
    mark(end, 'k');
  }

  // A code span ends at as many backticks as it starts with; a lone one is a
  // sign like any other.
  void code() {
    const std::size_t first =
        std::min(text_.find_first_not_of('`', at_), text_.size());
    const std::size_t ticks = first - at_;
    for (std::size_t i = first; i < text_.size();) {
      if (text_.substr(i).starts_with("\n\n")) break;
      if (text_[i] != '`') {
        ++i;
        continue;
      }
      const std::size_t end =
          std::min(text_.find_first_not_of('`', i), text_.size());
      if (end - i == ticks) return mark(end, 'k');
      i = end;
    }
    at_ = first;
  }

  void formula(std::string_view dollars) {
    const std::size_t start = at_ + dollars.size();
    for (std::size_t i = start; i < text_.size();
         i += text_[i] == '\\' ? 2 : 1) {
      if (text_.substr(i).starts_with("\n\n")) break;
      if (!text_.substr(i).starts_with(dollars)) continue;
      const auto line =
          std::count(text_.begin(),
                     text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
      formulas.push_back({static_cast<std::size_t>(line) + 1,
                          std::string(text_.substr(start, i - start))});
      return mark(i + dollars.size(), 'f');
    }
    at_ = start;
  }

  std::string_view text_;
  std::string kinds_;  // p prose, f formula, k code, c comment
  std::size_t at_ = 0;
};

// The files of a folder and below, with one of these endings, sorted.
std::vector<std::string> files(const fs::path& root, const std::string& folder,
                               const std::set<std::string>& endings) {
  std::vector<std::string> paths;
  if (!fs::is_directory(root / folder)) return paths;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(root / folder))
    if (entry.is_regular_file() &&
        endings.contains(entry.path().extension().string()))
      paths.push_back(fs::relative(entry.path(), root).generic_string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

Source code_source(const fs::path& root, const std::string& path) {
  return {path, lines_of(read_file(root / path)), chapter_of(path), {}, {}, {}};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
}

Source page_source(std::string path, std::string_view text) {
  const PageScanner scanner(text);
  Source page{std::move(path), lines_of(text), 0, {}, {}, {}};
  page.chapter = chapter_of(page.path);
  page.prose = scanner.lines("p");
  page.words = scanner.lines("pf");
  page.formulas = scanner.formulas;
  return page;
}

Tree read_tree(const fs::path& root) {
  if (!fs::is_directory(root / "chapters"))
    throw std::runtime_error(root.string() +
                             ": expected the book's root, with chapters/");
  Tree tree;
  tree.root = root;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(root / "chapters")) {
    const std::string folder =
        fs::relative(entry.path(), root).generic_string();
    if (entry.is_directory() && chapter_of(folder) > 0)
      tree.rooms.push_back({chapter_of(folder), folder});
  }
  std::sort(tree.rooms.begin(), tree.rooms.end(),
            [](const Room& a, const Room& b) { return a.folder < b.folder; });
  for (const char* folder : {"chapters", "common", "tests"})
    for (const std::string& path : files(root, folder, {".hpp", ".cpp"}))
      tree.code.push_back(code_source(root, path));
  for (const Room& room : tree.rooms)
    if (fs::exists(root / room.folder / "page.md"))
      tree.pages.push_back(
          page_source(room.folder + "/page.md",
                      with_exercises(read_file(root / room.folder / "page.md"),
                                     root / room.folder)));
  for (const std::string& path : files(root, "docs", {".md"}))
    if (path.find('/') == path.rfind('/'))
      tree.pages.push_back(page_source(path, read_file(root / path)));
  for (const char* folder : {"chapters", "docs"})
    for (const std::string& path : files(root, folder, {".dot"}))
      tree.dots.push_back(code_source(root, path));
  return tree;
}

}  // namespace unrolled::book
