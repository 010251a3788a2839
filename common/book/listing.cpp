#include "common/book/listing.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "common/book/pages.hpp"

namespace unrolled::book {
namespace {

bool is_word(char c) {
  return c == '_' || std::isalnum(static_cast<unsigned char>(c));
}

const std::set<std::string_view> keywords{
    "auto",      "break",    "case",     "catch",   "class",    "const",
    "constexpr", "continue", "default",  "delete",  "do",       "else",
    "enum",      "explicit", "false",    "for",     "if",       "inline",
    "namespace", "new",      "noexcept", "nullptr", "operator", "override",
    "private",   "public",   "return",   "sizeof",  "static",   "struct",
    "switch",    "template", "this",     "throw",   "true",     "try",
    "typename",  "using",    "virtual",  "while"};
const std::set<std::string_view> types{"bool", "char", "double",   "float",
                                       "int",  "long", "unsigned", "void"};

// Where the token that starts at a byte ends, and what it is.
class Lexer {
 public:
  explicit Lexer(std::string_view code) : code_(code) {}

  bool done() const { return at_ >= code_.size(); }

  std::string_view next(std::string_view& kind) {
    const std::size_t from = at_;
    const char c = code_[at_];
    kind = "";
    if (starts("//")) {
      kind = "comment";
      at_ = std::min(code_.size(), code_.find('\n', at_));
    } else if (starts("/*")) {
      kind = "comment";
      past("*/", at_ + 2);
    } else if (starts("R\"")) {
      kind = "stringliteral";
      raw();
    } else if (c == '"' || c == '\'') {
      kind = "stringliteral";
      quoted(c);
    } else if (c == '#' && line_is_blank_) {
      kind = "preprocessor";
      while (at_ < code_.size() && code_[at_] != ' ' && code_[at_] != '\n')
        ++at_;
    } else if (is_word(c)) {
      word(kind);
    } else {
      ++at_;
    }
    line_is_blank_ = c == '\n' || (line_is_blank_ && c == ' ');
    return code_.substr(from, at_ - from);
  }

 private:
  bool starts(std::string_view with) const {
    return code_.substr(at_, with.size()) == with;
  }

  void past(std::string_view mark, std::size_t from) {
    const std::size_t end = code_.find(mark, from);
    at_ = end == code_.npos ? code_.size() : end + mark.size();
  }

  void raw() {
    const std::size_t open = code_.find('(', at_);
    if (open == code_.npos) {
      at_ = code_.size();
      return;
    }
    past(")" + std::string(code_.substr(at_ + 2, open - at_ - 2)) + "\"", open);
  }

  void quoted(char mark) {
    for (++at_; at_ < code_.size() && code_[at_] != mark; ++at_)
      if (code_[at_] == '\\') ++at_;
    at_ = std::min(code_.size(), at_ + 1);
  }

  // A number takes its digit separators along: 10'000.
  void word(std::string_view& kind) {
    const std::size_t from = at_;
    const bool number = std::isdigit(static_cast<unsigned char>(code_[at_]));
    while (at_ < code_.size() &&
           (is_word(code_[at_]) || (number && code_[at_] == '\'')))
      ++at_;
    const std::string_view text = code_.substr(from, at_ - from);
    if (keywords.count(text)) kind = "keyword";
    if (types.count(text)) kind = "keywordtype";
  }

  std::string_view code_;
  std::size_t at_ = 0;
  bool line_is_blank_ = true;
};

}  // namespace

std::string listing_html(std::string_view code) {
  while (!code.empty() && code.back() == '\n') code.remove_suffix(1);
  std::size_t line = 1;
  std::string out = "<i id=\"l1\">";
  Lexer lexer(code);
  while (!lexer.done()) {
    std::string_view kind;
    std::string_view token = lexer.next(kind);
    // A token over several lines is closed and opened again at each end.
    while (true) {
      const std::size_t end = token.find('\n');
      const std::string text = escaped(token.substr(0, end));
      if (kind.empty() || text.empty())
        out += text;
      else
        out += "<span class=\"" + std::string(kind) + "\">" + text + "</span>";
      if (end == token.npos) break;
      out += "</i>\n<i id=\"l" + std::to_string(++line) + "\">";
      token.remove_prefix(end + 1);
    }
  }
  return out + "</i>";
}

}  // namespace unrolled::book
