#include "common/book/mutate.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include "common/book/check.hpp"
#include "common/book/pages.hpp"

namespace unrolled::book {
namespace {

bool is_word(char c) {
  return c == '_' || std::isalnum(static_cast<unsigned char>(c));
}

// The text with comments and what is in quotes as blanks, of the same length.
std::string masked(const std::string& source) {
  std::string text = source;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || (c == '\'' && (i == 0 || !is_word(text[i - 1])))) {
      const std::size_t from = ++i;
      while (i < text.size() && text[i] != c) i += text[i] == '\\' ? 2 : 1;
      for (std::size_t k = from; k < std::min(i, text.size()); ++k)
        text[k] = ' ';
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      while (i < text.size() && text[i] != '\n') text[i++] = ' ';
    }
  }
  return text;
}

std::string one_line(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c))) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Whether a closing brace ends a list of values, and not a block.
bool ends_list(const std::string& text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(" \t\n", at + 1);
  return next != text.npos &&
         std::string(";,).").find(text[next]) != std::string::npos;
}

// Where the statement begins that ends at `end`.
std::size_t start_of(const std::string& text, std::size_t end) {
  std::size_t depth = 0, i = end;
  for (; i > 0; --i) {
    const char c = text[i - 1];
    if (c == ')' || c == ']') {
      ++depth;
    } else if (c == '(' || c == '[') {
      if (depth == 0) break;
      --depth;
    } else if (c == '}') {
      if (depth == 0 && !ends_list(text, i - 1)) break;
      ++depth;
    } else if (c == '{') {
      if (depth == 0) break;
      --depth;
    } else if (c == ';' && depth == 0) {
      break;
    }
  }
  const std::size_t first = text.find_first_not_of(" \t\n", i);
  return first == text.npos ? i : first;
}

}  // namespace

namespace {

// `Matrix z = W * a;`: the type, the name and the value.
const std::regex& declaration() {
  static const std::regex form(
      "((?:const )?[A-Za-z_][\\w:]*(?:<[^=]*?>)?) ([A-Za-z_]\\w*) = (.*);");
  return form;
}

// Whether a statement only gives a name to a value: no second name after it,
// nothing that returns.
bool gives_name(const std::string& statement, std::smatch& m) {
  static const std::regex more(", [A-Za-z_]\\w* = ");
  return std::regex_match(statement, m, declaration()) &&
         m.str(1) != "return" && !std::regex_search(statement, more);
}

bool uses(const std::string& code, const std::string& name) {
  return std::regex_search(code, std::regex("\\b" + name + "\\b"));
}

// What stands just above a numbered statement and names its parts belongs to
// the equation: `Matrix z = W * a;` above `z += b;`.
std::vector<Statement> with_its_parts(const std::string& text,
                                      const Statement& numbered,
                                      std::size_t not_before) {
  std::vector<Statement> parts{numbered};
  std::string code = numbered.text;
  for (std::size_t from = numbered.begin;;) {
    const std::size_t last = text.find_last_not_of(" \t\n", from - 1);
    if (from == 0 || last == text.npos || last < not_before ||
        text[last] != ';')
      break;
    const std::size_t begin = start_of(text, last);
    const std::string above = one_line(text.substr(begin, last + 1 - begin));
    static const std::regex nothing_yet("[A-Z]\\w*(?:<[^=]*>)? [a-z]\\w*;");
    std::smatch m;
    const bool named = gives_name(above, m);
    if (!named && !std::regex_match(above, nothing_yet)) break;
    if (named && uses(code, m.str(2))) {
      const auto lines = std::count(
          text.begin(), text.begin() + static_cast<std::ptrdiff_t>(last), '\n');
      parts.insert(parts.begin(),
                   {numbered.equations, static_cast<std::size_t>(1 + lines),
                    begin, last + 1, above});
      code += above;
    }
    from = begin;
  }
  return parts;
}

}  // namespace

std::vector<Statement> numbered_statements(const std::string& source) {
  const std::string text = masked(source);
  std::vector<Statement> found;
  std::size_t at = 0, number = 0;
  for (const std::string& line : lines_of(source)) {
    ++number;
    const std::vector<std::string> equations = trailing_numbers(line);
    const std::size_t here = at;
    at = std::min(source.find('\n', at), source.size() - 1) + 1;
    if (equations.empty()) continue;
    const std::size_t code =
        here + line.find_last_not_of(' ', line.rfind("//") - 1);
    const std::size_t semicolon = text.find(';', code);
    if (semicolon == text.npos) continue;
    std::size_t begin = start_of(text, semicolon);
    static const std::regex label("^(?:case\\s+[\\w:]*\\w|default)\\s*:\\s*");
    std::smatch m;
    const std::string rest = text.substr(begin, semicolon - begin);
    if (std::regex_search(rest, m, label))
      begin += static_cast<std::size_t>(m[0].length());
    const Statement numbered{
        equations, number, begin, semicolon + 1,
        one_line(text.substr(begin, semicolon + 1 - begin))};
    const std::size_t before = found.empty() ? 0 : found.back().end;
    for (Statement& part : with_its_parts(text, numbered, before))
      found.push_back(std::move(part));
  }
  return found;
}

namespace {

// A sign or word of the code.
struct Token {
  std::string text;
  std::size_t at;
  std::size_t end() const { return at + text.size(); }
};

std::vector<Token> tokens_of(const std::string& code) {
  static const std::regex form(
      "[0-9]+\\.?[0-9]*(?:[eE][+-]?[0-9]+)?|[A-Za-z_]\\w*|::|->|[-+*/%=<>!]="
      "|&&|\\|\\||\\+\\+|--|\\S");
  std::vector<Token> tokens;
  for (std::sregex_iterator it(code.begin(), code.end(), form), last;
       it != last; ++it)
    tokens.push_back({it->str(), static_cast<std::size_t>(it->position())});
  return tokens;
}

bool opens(const Token& t) {
  return t.text == "(" || t.text == "[" || t.text == "{";
}
bool closes(const Token& t) {
  return t.text == ")" || t.text == "]" || t.text == "}";
}

// A stretch of tokens: [first, last).
struct Span {
  std::size_t first, last;
};

// One of several operands, with the operator before it (none for the first).
struct Operand {
  Span span;
  std::string before;
};

class Mutator {
 public:
  explicit Mutator(const std::string& code)
      : code_(code), tokens_(tokens_of(code)) {}

  std::vector<Mutation> run() {
    const Span value = value_of_statement();
    whole_sign(value);
    compound();
    regions(value);
    left_side(value);
    for (std::size_t i = body(); i < tokens_.size(); ++i) word(i);
    if (found_.empty()) arguments();
    return std::move(found_);
  }

 private:
  // The value of a statement: after = or return, or all of it.
  Span value_of_statement() const {
    std::size_t depth = 0;
    for (std::size_t i = body(); i < tokens_.size(); ++i) {
      if (opens(tokens_[i])) ++depth;
      if (closes(tokens_[i])) --depth;
      const std::string& t = tokens_[i].text;
      if (depth == 0 && (t == "=" || t == "+=" || t == "-=" || t == "*=" ||
                         t == "%=" || t == "return"))
        return {i + 1, tokens_.size() - 1};
    }
    return {body(), tokens_.size() - 1};
  }

  // Past for (...) and if (...).
  std::size_t body() const {
    std::size_t i = 0;
    while (i + 1 < tokens_.size() &&
           (tokens_[i].text == "for" || tokens_[i].text == "if" ||
            tokens_[i].text == "else")) {
      i = tokens_[i].text == "else" ? i + 1 : closing(i + 1) + 1;
    }
    return i;
  }

  std::size_t closing(std::size_t open) const {
    std::size_t depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      if (opens(tokens_[i])) ++depth;
      if (closes(tokens_[i]) && --depth == 0) return i;
    }
    return tokens_.size() - 1;
  }

  std::string text(const Span& span) const {
    if (span.first >= span.last) return "";
    const std::size_t from = tokens_[span.first].at;
    return code_.substr(from, tokens_[span.last - 1].end() - from);
  }

  void add(const std::string& kind, std::size_t from, std::size_t to,
           const std::string& by, const std::string& guard = "") {
    std::string changed = code_;
    changed.replace(from, to - from, by);
    changed = one_line(changed);
    if (changed != code_ && seen_.insert(changed).second)
      found_.push_back({kind, changed, guard});
  }
  void replace(const std::string& kind, const Span& span, const std::string& by,
               const std::string& guard = "") {
    add(kind, tokens_[span.first].at, tokens_[span.last - 1].end(), by, guard);
  }

  void whole_sign(const Span& value) {
    if (value.first >= value.last || tokens_[value.first].text == "{") return;
    if (value.first == body()) return;  // a call: nothing is given a value
    const std::string& gives = tokens_[value.first - 1].text;
    if (gives == "+=" || gives == "-=") return;  // compound() has these
    replace("sign", value, "-(" + text(value) + ")");
  }

  void compound() {
    for (std::size_t i = body(); i < tokens_.size(); ++i) {
      const Token& t = tokens_[i];
      if (t.text == "+=") add("sign", t.at, t.end(), "-=");
      if (t.text == "-=") add("sign", t.at, t.end(), "+=");
      if (t.text == "+=") add("term", t.at, t.end(), "=");
      if (t.text == "+=" || t.text == "-=") without("term");
      if (t.text == "*=" || t.text == "%=") without("factor");
      if (t.text == ">=") add("sign", t.at, t.end(), "<");
    }
  }

  void without(const std::string& kind) {
    add(kind, tokens_[body()].at, tokens_.back().at, "");
  }

  // Where nothing else can change: what a call is given.
  void arguments() {
    for (std::size_t i = body(); i < tokens_.size(); ++i) {
      if (tokens_[i].text != "(") continue;
      const std::size_t close = closing(i);
      std::size_t first = i + 1;
      for (std::size_t k = first; k <= close; ++k) {
        if (k == close || tokens_[k].text == ",") {
          if (k > first)
            replace("sign", {first, k}, "-(" + text({first, k}) + ")");
          first = k + 1;
        } else if (opens(tokens_[k])) {
          k = closing(k);
        }
      }
    }
  }

  // A stretch and everything in brackets within it, split at commas.
  void regions(const Span& span) {
    std::size_t first = span.first;
    for (std::size_t i = span.first; i <= span.last; ++i) {
      const bool end = i == span.last;
      const std::string sign = end ? "," : tokens_[i].text;
      if (end || sign == "," || sign == "?" || sign == ":" || sign == "=" ||
          sign == ">=" || sign == "<=" || sign == ";") {
        if (first < i) region({first, i});
        first = i + 1;
      } else if (opens(tokens_[i])) {
        const std::size_t close = std::min(closing(i), span.last);
        regions({i + 1, close});
        i = close;
      }
    }
  }

  // Indices on the left of the sign of equality.
  void left_side(const Span& value) {
    for (std::size_t i = body(); i + 1 < value.first; ++i)
      if (opens(tokens_[i])) {
        const std::size_t close = closing(i);
        if (close < value.first) regions({i + 1, close});
        i = close;
      }
  }

  bool is_binary(std::size_t i, const Span& span) const {
    if (i == span.first) return false;
    const Token& before = tokens_[i - 1];
    return is_word(before.text.back()) ? before.text != "return"
                                       : closes(before);
  }

  std::vector<Operand> split(const Span& span, const std::string& at) const {
    std::vector<Operand> parts{{{span.first, span.last}, ""}};
    for (std::size_t i = span.first; i < span.last; ++i) {
      if (opens(tokens_[i])) {
        i = std::min(closing(i), span.last - 1);
      } else if (tokens_[i].text.size() == 1 &&
                 at.find(tokens_[i].text) != at.npos && is_binary(i, span)) {
        parts.back().span.last = i;
        parts.push_back({{i + 1, span.last}, tokens_[i].text});
      }
    }
    return parts;
  }

  // t, t - 1, t + 1, or a number: the index of a step.
  bool is_index(const Span& span) const {
    static const std::regex form("(?:[a-z]|tau)(?: [-+] 1)?|[0-3]");
    const bool in_brackets = span.first > 0 && opens(tokens_[span.first - 1]) &&
                             tokens_[span.first - 1].text != "{" &&
                             closes(tokens_[span.last]);
    return in_brackets && std::regex_match(text(span), form);
  }

  // Whether the index of a step: in [..], or after a word that takes one.
  bool takes_step(const Span& span) const {
    if (tokens_[span.first - 1].text == "[") return true;
    if (span.first < 2) return false;
    static const std::set<std::string> words{"slice", "col", "row"};
    return words.contains(tokens_[span.first - 2].text);
  }

  void region(const Span& span) {
    if (is_index(span)) {
      if (takes_step(span)) index(span);
      return;
    }
    const std::vector<Operand> terms = split(span, "+-");
    if (terms.size() > 1)
      for (std::size_t k = 0; k < terms.size(); ++k) term(terms, k);
    for (const Operand& t : terms) factors(t.span);
    if (tokens_[span.first].text == "-")
      add("sign", tokens_[span.first].at, tokens_[span.first].end(), "");
  }

  void index(const Span& span) {
    const std::string here = text(span);
    if (here.size() == 1 && std::isdigit(static_cast<unsigned char>(here[0]))) {
      if (here[0] > '0')
        replace("time", span, std::string(1, static_cast<char>(here[0] - 1)));
      replace("time", span, std::string(1, static_cast<char>(here[0] + 1)));
      return;
    }
    const std::string t = tokens_[span.first].text;
    const int now = span.last - span.first == 1           ? 0
                    : tokens_[span.first + 1].text == "+" ? 1
                                                          : -1;
    for (const int step : {now - 1, now + 1})
      replace("time", span,
              step == 0 ? t
                        : t + (step < 0 ? " - " : " + ") +
                              std::to_string(std::abs(step)));
  }

  void term(const std::vector<Operand>& terms, std::size_t k) {
    const Span& here = terms[k].span;
    if (k == 0) {
      const Token& sign = tokens_[here.last];
      add("term", tokens_[here.first].at, sign.end(),
          sign.text == "-" ? "-" : "");
      return;
    }
    const Token& sign = tokens_[here.first - 1];
    add("term", sign.at, tokens_[here.last - 1].end(), "");
    add("sign", sign.at, sign.end(), sign.text == "+" ? "-" : "+");
  }

  static bool is_slope(const std::string& factor) {
    static const std::regex form(
        ".*(?:derivative|slope|diagmat).*|D[1-3]|1(?:\\.0)? - .*");
    return std::regex_match(factor, form);
  }

  static bool is_diagonal(const std::string& factor) {
    static const std::regex form("D[1-3]|arma::diagmat.*");
    return std::regex_match(factor, form);
  }

  void factors(const Span& span) {
    const std::vector<Operand> all = split(span, "*%/");
    for (std::size_t k = 0; k < all.size(); ++k) {
      const Span& here = all[k].span;
      if (here.first >= here.last) return;
      const std::string factor = text(here);
      if (all.size() > 1) transpose(here, factor);
      if (all.size() > 1) drop(all, k, factor);
      if (k == 0 || all[k].before != "*") continue;
      const std::string before = text(all[k - 1].span);
      if (before == factor || (k > 1 && all[k - 1].before == "/")) continue;
      replace("exchange", {all[k - 1].span.first, here.last},
              factor + " * " + before, before + ", " + factor);
    }
  }

  void transpose(const Span& span, const std::string& factor) {
    const bool turned = factor.size() > 4 && factor.ends_with(".t()");
    if (turned)
      replace("transpose", span, factor.substr(0, factor.size() - 4));
    else if (!is_diagonal(factor))
      replace("transpose", span, factor + ".t()", factor + ", " + factor);
  }

  void drop(const std::vector<Operand>& all, std::size_t k,
            const std::string& factor) {
    const std::string kind = is_slope(factor) ? "derivative" : "factor";
    if (k > 0) {
      add(kind, tokens_[all[k].span.first - 1].at,
          tokens_[all[k].span.last - 1].end(), "");
    } else if (all[1].before != "/") {
      add(kind, tokens_[all[0].span.first].at,
          tokens_[all[1].span.first - 1].end(), "");
    }
  }

  // Words with a step in their names: h1 and h2, one and two; W12 and W21.
  void word(std::size_t i) {
    const Token& t = tokens_[i];
    static const std::regex step("[hxzoeDSXL][0-3]"), weight("[WU][12][12]");
    static const std::vector<std::string> names{"one", "two", "three"};
    const auto name = std::find(names.begin(), names.end(), t.text);
    const bool member = i + 1 < tokens_.size() && tokens_[i + 1].text == ".";
    const bool declared = i > 0 && i + 1 < tokens_.size() &&
                          is_word(tokens_[i - 1].text.back()) &&
                          tokens_[i + 1].text == "=";
    if (declared) return;  // by another name it would be missing, not wrong
    if (std::regex_match(t.text, step)) {
      const char digit = t.text[1];
      for (const char other :
           {static_cast<char>(digit - 1), static_cast<char>(digit + 1)})
        if (other >= '0' && other <= '3')
          add("time", t.at, t.end(), {t.text[0], other});
    } else if (std::regex_match(t.text, weight)) {
      add("transpose", t.at, t.end(), {t.text[0], t.text[2], t.text[1]});
    } else if (name != names.end() && member) {
      if (name != names.begin()) add("time", t.at, t.end(), *(name - 1));
      if (name + 1 != names.end()) add("time", t.at, t.end(), *(name + 1));
    }
  }

  const std::string& code_;
  std::vector<Token> tokens_;
  std::vector<Mutation> found_;
  std::set<std::string> seen_;
};

// A statement as a head that stays (for, if) and a body that changes.
struct Parts {
  std::string head, body;
};

Parts parts_of(const std::string& statement) {
  std::size_t at = 0;
  static const std::regex head("^(?:for|if) \\(|^else ");
  std::smatch m;
  for (std::string rest = statement; std::regex_search(rest, m, head);
       rest = statement.substr(at)) {
    if (rest.starts_with("else ")) {
      at += 5;
      continue;
    }
    std::size_t depth = 0, i = rest.find('(');
    do {
      if (rest[i] == '(') ++depth;
      if (rest[i] == ')') --depth;
      ++i;
    } while (depth > 0 && i < rest.size());
    at += i + (i < rest.size() && rest[i] == ' ' ? 1 : 0);
  }
  return {statement.substr(0, at), statement.substr(at)};
}

}  // namespace

std::vector<Mutation> mutations_of(const std::string& statement) {
  return Mutator(statement).run();
}

std::string with_changes(const std::string& statement,
                         const std::vector<Switched>& changes,
                         const std::string& file, std::size_t line) {
  const auto [head, body] = parts_of(statement);
  const std::string back =
      "\n#line " + std::to_string(line) + " \"" + file + "\"\n";
  std::smatch m;
  const bool declares =
      std::regex_match(body, m, declaration()) && m.str(1) != "return";
  std::string type = declares ? m.str(1) : "";
  if (type.starts_with("const ")) type = type.substr(6);
  std::string code;
  for (const Switched& s : changes) {
    std::string changed = parts_of(s.mutation.text).body;
    if (declares) {
      std::smatch c;
      if (!std::regex_match(changed, c, declaration())) continue;
      changed = "return " + c.str(3) + ";";
    }
    code += "\n#line " + std::to_string(s.id) + " \"mutant\"\n";
    code += "if (unrolled_mutants::chosen == " + std::to_string(s.id) + ") {";
    if (!s.mutation.guard.empty()) {
      const std::size_t comma = s.mutation.guard.find(", ");
      code += " static_assert(unrolled_mutants::matrices<decltype(" +
              s.mutation.guard.substr(0, comma) + "), decltype(" +
              s.mutation.guard.substr(comma + 2) + ")>);";
    }
    code += " " + changed + " } else";
  }
  if (declares)
    return head + m.str(1) + " " + m.str(2) + " = [&]() -> " + type + " {" +
           code + back + "{ return " + m.str(3) + "; } }();" + back;
  return head + "{" + code + back + "{ " + body + " } }" + back;
}

}  // namespace unrolled::book
