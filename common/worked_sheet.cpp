// Writes derivations: formulas, numbers put in, results, in five notations.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <set>

#include "common/gradient_check.hpp"
#include "common/worked.hpp"

namespace unrolled {

// -- JSON ---------------------------------------------------------------------

std::string shortest(double number) {
  std::array<char, 32> digits{};
  const std::to_chars_result end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return {digits.data(), end.ptr};
}

Json json_vector(const Vector& v) {
  Json::Array array;
  for (const double number : v) array.push_back({number});
  return {array};
}
Json json_matrix(const Matrix& m) {
  Json::Array rows;
  for (Index i = 0; i < m.n_rows; ++i)
    rows.push_back(json_vector(m.row(i).t()));
  return {rows};
}
Json json_sequence(const Matrix& m) {
  Json::Array steps;
  for (Index t = 0; t < m.n_cols; ++t) steps.push_back(json_vector(m.col(t)));
  return {steps};
}

Json json_vectors(const std::vector<Matrix>& layers) {
  Json::Array array;
  for (const Matrix& m : layers) array.push_back(json_vector(m.col(0)));
  return {array};
}
Json json_matrices(const std::vector<Matrix>& layers) {
  Json::Array array;
  for (const Matrix& m : layers) array.push_back(json_matrix(m));
  return {array};
}

namespace {

std::string json_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (code < 0x20)
      out += fmt::format("\\u{:04x}", code);
    else
      out += c;
  }
  return out + "\"";
}

std::string json_number(double number) {
  if (!std::isfinite(number))
    throw std::overflow_error("a result is not finite");
  // A point or exponent says to every reader that this is no integer: -0.0.
  const std::string digits = shortest(number);
  return digits.find_first_of(".e") == std::string::npos ? digits + ".0"
                                                         : digits;
}

std::string json_value(const Json& json, bool outermost) {
  struct Writer {
    bool outermost;
    std::string operator()(double v) const { return json_number(v); }
    std::string operator()(Index v) const { return std::to_string(v); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(const std::string& v) const { return json_text(v); }
    std::string operator()(const Json::Array& v) const {
      std::string out = "[";
      for (const Json& item : v)
        out += (out.size() > 1 ? ", " : "") + json_value(item, false);
      return out + "]";
    }
    std::string operator()(const Json::Object& v) const {
      const std::string next = outermost ? ",\n  " : ", ";
      std::string out = "{";
      for (const auto& [key, item] : v)
        out += (out.size() > 1 ? next
                : outermost    ? "\n  "
                               : "") +
               json_text(key) + ": " + json_value(item, false);
      return out + (outermost ? "\n}" : "}");
    }
  };
  return std::visit(Writer{outermost}, json.value);
}

}  // namespace

std::string dump(const Json& value) {
  return json_value(value, true);
}

// -- Notations ----------------------------------------------------------------

namespace {

/// How a note writes an index: h(1), h_1, h^(1) or a^1.
enum class Style { parentheses, below, above, layer };

/// A note's symbols: where they differ from the book's, and what it says.
struct Notation {
  Style style;
  std::map<std::string, std::string> names;
  std::vector<std::string> legend;
};

Notation notation_of_steps(char note) {
  switch (note) {
    case 'A':
      return {Style::below,
              {{"x", "X"}, {"y_hat", "y^"}},
              {"In note A's symbols: h_t, X_t, y^_t, y_t, L_t for h(t), x(t), "
               "y_hat(t), y(t), L(t).",
               "Note A has no z, o, delta; they are written z_t, o_t, "
               "delta_t."}};
    case 'B':
      return {
          Style::below,
          {{"U", "Wx"},
           {"W", "Ws"},
           {"V", "W0"},
           {"b", "b1"},
           {"c", "b2"},
           {"h", "S"},
           {"o", "O"},
           {"x", "X"},
           {"y", "Y"},
           {"y_hat", "Y^"}},
          {"In note B's symbols, section 5: Wx, Ws, W0, b1, b2 for U, W, V, "
           "b, c;",
           "S_t, O_t, X_t, Y_t, L_t for h(t), o(t), x(t), y(t), L(t). It "
           "has no z, y_hat, delta:",
           "they are written z_t, Y^_t, delta_t."}};
    case 'C':
      return {Style::above,
              {},
              {"In note C's symbols: x^(t), h^(t), o^(t), y_hat^(t), y^(t), "
               "L^(t), delta^(t)."}};
    case 'D':
      return {
          Style::below,
          {{"U", "W_xh"},
           {"W", "W_hh"},
           {"V", "W_hy"},
           {"b", "b_h"},
           {"c", "b_y"},
           {"y_hat", "y"},
           {"y", "y*"}},
          {"In note D's symbols: W_xh, W_hh, W_hy, b_h, b_y for U, W, V, b, "
           "c; x_t, h_t for x(t), h(t).",
           "Its y_t is the network's output, y_hat(t) here; the target, for "
           "which it has no",
           "symbol, is written y*_t."}};
    case 'E':
      return {
          Style::parentheses,
          {{"z", "a"}},
          {"In note E's symbols: a(t) for the pre-activation z(t), else the "
           "book's."}};
    default:
      return {Style::parentheses, {}, {}};
  }
}

Notation notation_of_layers(char note, Index layers) {
  if (note == 'A' && layers == 2)
    return {Style::layer,
            {{"W(1)", "W"},
             {"b(1)", "b"},
             {"W(2)", "V"},
             {"b(2)", "c"},
             {"a(1)", "h"},
             {"a(2)", "y^"},
             {"J", "L"}},
            {"In note A's symbols for its static net: h = W x + b, y^ = V h + "
             "c, L.",
             "It has no z, delta; they are written z^l, delta^l as in note "
             "C."}};
  const std::string c = "a^l, z^l, W^l, b^l, delta^l = dJ/dz^l, J";
  if (note == 'C')
    return {
        Style::layer, {}, {"In note C's symbols, the book's too: " + c + "."}};
  if (note == 0) return {Style::layer, {}, {}};
  return {Style::layer,
          {},
          {fmt::format("Note {} has no symbols for such a network: note C's "
                       "are used,",
                       note),
           c + "."}};
}

// -- Formulas -----------------------------------------------------------------

/// A piece of a formula: text, or a symbol with its index.
struct Token {
  std::string text;
  bool symbol = false;
  std::string index;  // "3", "t-1"; empty: none
  bool transposed = false;
};

std::string key_of(const Token& token) {
  return token.index.empty() ? token.text
                             : token.text + "(" + token.index + ")";
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// "t-1" with t = 3 is "2"; without a number it stays. No value: no index.
std::optional<std::string> index_of(std::string_view text,
                                    std::optional<Index> now) {
  if (text.empty()) return std::nullopt;
  if (std::all_of(text.begin(), text.end(),
                  [](unsigned char c) { return std::isdigit(c) != 0; }))
    return std::string(text);
  if (text[0] != 't' && text[0] != 'l' && text[0] != 'k') return std::nullopt;
  const std::string_view rest = text.substr(1);
  if (rest != "" && rest != "-1" && rest != "+1") return std::nullopt;
  if (!now.has_value() || text[0] == 'k') return std::string(text);
  const Index number = now.value();
  return std::to_string(rest == ""     ? number
                        : rest == "-1" ? number - 1
                                       : number + 1);
}

/// Letters joined by single underscores: "y_hat".
std::string_view word_at_front(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && (is_letter(text[n]) ||
                             (n > 0 && text[n] == '_' && n + 1 < text.size() &&
                              is_letter(text[n + 1]))))
    ++n;
  return text.substr(0, n);
}

std::vector<Token> tokens_of(std::string_view formula,
                             const std::set<std::string>& symbols,
                             std::optional<Index> now) {
  std::vector<Token> tokens;
  std::string plain;
  while (!formula.empty()) {
    const std::string word(word_at_front(formula));
    const std::size_t taken = std::max<std::size_t>(word.size(), 1);
    if (word.empty() || symbols.count(word) == 0) {
      if (formula[0] != '~') plain += formula.substr(0, taken);
      formula.remove_prefix(taken);
      continue;
    }
    if (!plain.empty()) tokens.push_back({plain, false, {}, false});
    plain.clear();
    formula.remove_prefix(taken);
    Token token{word, true, {}, false};
    const std::size_t close = formula.find(')');
    if (formula.starts_with('(') && close != std::string_view::npos)
      if (const auto index = index_of(formula.substr(1, close - 1), now)) {
        token.index = *index;
        formula.remove_prefix(close + 1);
      }
    if (formula.starts_with("^T")) {
      token.transposed = true;
      formula.remove_prefix(2);
    }
    tokens.push_back(token);
  }
  if (!plain.empty()) tokens.push_back({plain, false, {}, false});
  return tokens;
}

// -- Blocks of text, side by side ---------------------------------------------

constexpr std::size_t page_width = 96;
constexpr std::size_t widest_operand = 60;
constexpr std::size_t tallest_operand = 12;

using Block = std::vector<std::string>;  // rows of one width

std::size_t width_of(const Block& block) {
  return block.empty() ? 0 : block[0].size();
}

/// Two blocks side by side, the lower one in the middle of the higher.
Block beside(const Block& left, const Block& right) {
  const std::size_t height = std::max(left.size(), right.size());
  const std::size_t top_left = (height - left.size()) / 2;
  const std::size_t top_right = (height - right.size()) / 2;
  Block joined;
  for (std::size_t i = 0; i < height; ++i) {
    const bool in_left = i >= top_left && i < top_left + left.size();
    const bool in_right = i >= top_right && i < top_right + right.size();
    joined.push_back(
        (in_left ? left[i - top_left] : std::string(width_of(left), ' ')) +
        (in_right ? right[i - top_right] : std::string(width_of(right), ' ')));
  }
  return joined;
}

/// Six digits for a result, all for a given number, none on a blank sheet.
struct Show {
  bool computed;
  bool blank;
};

std::string cell(double number, Show show) {
  if (show.computed && show.blank) return "____";
  if (number == 0) return "0";
  return show.computed ? fmt::format("{:.6g}", number) : shortest(number);
}

/// Pads the cells of a column so that the points stand under each other.
void align(std::vector<std::string>& cells) {
  const auto before = [](const std::string& c) {
    return std::min(c.find_first_of(".e"), c.size());
  };
  std::size_t left = 0, right = 0;
  for (const std::string& c : cells) {
    left = std::max(left, before(c));
    right = std::max(right, c.size() - before(c));
  }
  for (std::string& c : cells) {
    const std::size_t tail = c.size() - before(c);
    c = std::string(left - before(c), ' ') + c + std::string(right - tail, ' ');
  }
}

Block block_of(const Matrix& m, Show show) {
  Block rows(m.n_rows, "[ ");
  for (Index j = 0; j < m.n_cols; ++j) {
    std::vector<std::string> column;
    for (Index i = 0; i < m.n_rows; ++i) column.push_back(cell(m(i, j), show));
    align(column);
    for (Index i = 0; i < m.n_rows; ++i)
      rows[i] += (j > 0 ? "  " : "") + column[i];
  }
  for (std::string& row : rows) row += " ]";
  return rows;
}

/// A matrix that may be too wide for a page: cut between columns.
std::vector<Block> pieces_of(const Matrix& m, Show show, std::size_t width) {
  const Block whole = block_of(m, show);
  if (width_of(whole) <= width || m.n_cols == 1) return {whole};
  std::vector<Block> pieces;
  Index first = 0;
  while (first < m.n_cols) {
    Index last = first;
    while (last + 1 < m.n_cols &&
           width_of(block_of(m.cols(first, last + 1), show)) <= width)
      ++last;
    const std::string label =
        first == last ? fmt::format("column {}: ", first + 1)
                      : fmt::format("columns {} to {}: ", first + 1, last + 1);
    Block piece = block_of(m.cols(first, last), show);
    piece.insert(piece.begin(), label);
    piece[0].resize(std::max(label.size(), width_of(whole)), ' ');
    const std::size_t wide = std::max(width_of(piece), piece.back().size());
    for (std::string& row : piece) row.resize(wide, ' ');
    pieces.push_back(piece);
    first = last + 1;
  }
  return pieces;
}

void trim(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

/// How far left of the margin a row begins that continues a formula: a sign
/// stands under the head's equals sign, a factor under the first factor.
std::size_t indent_back(const Block& unit) {
  const std::string& line = unit[(unit.size() - 1) / 2];
  for (const std::string sign : {" = ", " + ", " - "})
    if (line.starts_with(sign)) return 3;
  return line.size() > 1 && line[0] == ' ' && line[1] != ' ' ? 1 : 0;
}

/// Units side by side behind a margin, a new row of them when one is full.
std::vector<std::string> flow(const std::string& head,
                              const std::vector<Block>& units) {
  std::vector<std::string> lines;
  Block row{head};
  const auto flush = [&] {
    if (!lines.empty() && row.size() > 2) lines.push_back("");
    for (std::string& line : row) {
      trim(line);
      lines.push_back(line);
    }
  };
  bool fresh = true;
  for (const Block& unit : units) {
    if (!fresh && width_of(row) + width_of(unit) > page_width) {
      flush();
      row = {std::string(head.size() - indent_back(unit), ' ')};
      fresh = true;
    }
    row = beside(row, unit);
    fresh = false;
  }
  flush();
  return lines;
}

}  // namespace

std::string activation_formula(Activation kind, const std::string& argument) {
  if (kind == Activation::identity) return argument;
  return name_of(kind) + "(" + argument + ")";
}

std::string slope_formula(Activation kind, const std::string& value) {
  switch (kind) {
    case Activation::identity:
      return "1";
    case Activation::sigmoid:
      return value + " (.) (1 - " + value + ")";
    case Activation::tanh:
      return "(1 - " + value + "^2)";
    default:
      return "(" + value + " > 0)";
  }
}

// -- The sheet ----------------------------------------------------------------

namespace {

struct Known {
  Matrix value;
  bool scalar;
  bool computed;
};

}  // namespace

struct Sheet::Body {
  Counts counts;
  SheetOptions options;
  Notation notation;
  std::set<std::string> symbols{"U", "W", "V", "b",     "c",    "x",
                                "h", "o", "y", "z",     "L",    "a",
                                "J", "D", "e", "y_hat", "delta"};
  std::map<std::string, Known> known;
  std::string stage = "the run";
  std::optional<Index> now;
  std::vector<Block> givens;  // written down, not yet flowed
  std::vector<std::string> lines;
  Json::Object results;
  std::vector<std::pair<std::string, Json>> verdicts;
  std::vector<std::string> verdict_lines;
  bool right = true;

  Body(Counts c, const SheetOptions& o) : counts(c), options(o) {
    notation = c == Counts::steps ? notation_of_steps(o.notation)
                                  : notation_of_layers(o.notation, 0);
    for (const std::string& name : std::set<std::string>(symbols))
      if (name != "L" && name != "J") symbols.insert("d" + name);
  }

  std::string symbol_text(const std::string& name,
                          const std::string& index) const;
  std::string formula_text(const std::vector<Token>& tokens) const;
  std::vector<Token> tokens(const std::string& formula) const {
    return tokens_of(formula, symbols, now);
  }
  Show show(bool computed) const { return {computed, options.blank}; }
  void learn(const std::string& symbol, const Known& value);
  void require_finite_result(const std::vector<Token>& symbol,
                             const Matrix& value) const;
  std::vector<Block> put_in(const std::vector<Token>& formula) const;
  std::vector<Block> result_units(const std::string& equals, const Known& value,
                                  std::size_t margin) const;
  void write_formula(const std::string& head, const std::string& formula,
                     const std::string& equation);
  void write(const std::string& symbol, const std::string& formula,
             const Known& value, const std::string& equation);
  void write_total(const std::string& symbol, const std::string& formula,
                   const std::vector<Matrix>& parts, const Known& value,
                   const std::string& equation);
  void flush_givens();
  void add(const std::vector<std::string>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  }
};

std::string Sheet::Body::symbol_text(const std::string& name,
                                     const std::string& index) const {
  if (name.size() > 1 && name[0] == 'd' && symbols.count(name.substr(1)) > 0 &&
      name != "delta") {
    const bool layers = counts == Counts::layers;
    return "d" + symbol_text(layers ? "J" : "L", "") + "/d" +
           symbol_text(name.substr(1), index);
  }
  const auto whole = notation.names.find(name + "(" + index + ")");
  if (whole != notation.names.end()) return whole->second;
  const auto other = notation.names.find(name);
  const std::string text = other != notation.names.end() ? other->second : name;
  if (index.empty()) return text;
  const bool number = index.size() == 1 || is_letter(index[0]) == 0;
  switch (notation.style) {
    case Style::below:
      return text + "_" + (number ? index : "{" + index + "}");
    case Style::above:
      return text + "^(" + index + ")";
    case Style::layer:
      return text + "^" + (number ? index : "{" + index + "}");
    default:
      return text + "(" + index + ")";
  }
}

std::string Sheet::Body::formula_text(const std::vector<Token>& all) const {
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].symbol) {
      text += all[i].text;
      continue;
    }
    std::string one = symbol_text(all[i].text, all[i].index);
    const bool raised =
        all[i].transposed || (i + 1 < all.size() && all[i + 1].text[0] == '^');
    const bool compound = one.find_first_of("^/") != std::string::npos;
    if (raised && compound) one = "(" + one + ")";
    text += one + (all[i].transposed ? "^T" : "");
  }
  return text;
}

void Sheet::Body::learn(const std::string& symbol, const Known& value) {
  const std::string_view name = word_at_front(symbol);
  const std::string_view rest = std::string_view(symbol).substr(name.size());
  const bool plain = !name.empty() && (rest.empty() || rest[0] == '(');
  if (plain) symbols.insert(std::string(name));
  const std::vector<Token> all = tokens(symbol);
  if (all.size() == 1 && all[0].symbol) known[key_of(all[0])] = value;
}

void Sheet::Body::require_finite_result(const std::vector<Token>& symbol,
                                        const Matrix& value) const {
  if (value.is_empty()) throw std::logic_error("the sheet got no numbers");
  if (value.is_finite()) return;
  std::string where;
  if (now) where = counts == Counts::steps ? " at step " : " in layer ";
  std::string name;
  for (const Token& token : symbol) name += key_of(token);
  throw std::overflow_error(name + " is not finite: " + stage + " overflowed" +
                            where + (now ? std::to_string(*now) : ""));
}

/// The formula with its numbers put in, cut where a line may break. Operands
/// too large to be read inside a formula stay symbols; none: all did.
std::vector<Block> Sheet::Body::put_in(
    const std::vector<Token>& formula) const {
  std::vector<Block> units;
  std::string before;
  bool any = false;
  for (const Token& token : formula) {
    if (!token.symbol) {
      before += token.text;
      continue;
    }
    const auto found = known.find(key_of(token));
    if (found == known.end())
      throw std::logic_error("the sheet has no numbers for " + key_of(token));
    const auto& [value, scalar, computed] = found->second;
    Block block;
    if (scalar) {
      const std::string number = cell(value(0), show(computed));
      block = {number[0] == '-' ? "(" + number + ")" : number};
    } else {
      block = block_of(token.transposed ? Matrix(value.t()) : value,
                       show(computed));
    }
    if (width_of(block) > widest_operand || block.size() > tallest_operand)
      block = {formula_text({token})};
    else
      any = true;
    units.push_back(before.empty() ? block : beside({before}, block));
    before.clear();
  }
  if (!any) return {};
  if (!before.empty()) units.back() = beside(units.back(), {before});
  return units;
}

std::vector<Block> Sheet::Body::result_units(const std::string& equals,
                                             const Known& value,
                                             std::size_t margin) const {
  if (value.scalar)
    return {{equals + cell(value.value(0), show(value.computed))}};
  std::vector<Block> units = pieces_of(value.value, show(value.computed),
                                       page_width - margin - equals.size());
  units[0] = beside({equals}, units[0]);
  return units;
}

void Sheet::Body::write_formula(const std::string& head,
                                const std::string& formula,
                                const std::string& equation) {
  std::string line = head + formula;
  if (!equation.empty()) {
    const std::string tag = "(" + equation + ")";
    const std::size_t edge = page_width - tag.size();
    line += line.size() + 2 <= edge ? std::string(edge - line.size(), ' ')
                                    : std::string(2, ' ');
    line += tag;
  }
  lines.push_back(line);
}

void Sheet::Body::write(const std::string& symbol, const std::string& formula,
                        const Known& value, const std::string& equation) {
  flush_givens();
  require_finite_result(tokens(symbol), value.value);
  learn(symbol, value);
  const std::string name = formula_text(tokens(symbol));
  const std::vector<Token> how = tokens(formula);
  const std::string head = "  " + name + " = ";
  const std::string margin(name.size() + 2, ' ');
  const bool copy = how.size() == 1 && how[0].symbol && !how[0].transposed;
  std::vector<Block> units;
  if (!formula.empty()) {
    write_formula(head, formula_text(how), equation);
    if (!copy) units = put_in(how);
  }
  const bool first = units.empty();
  const std::string equals = first ? "" : " = ";
  for (const Block& unit : result_units(equals, value, head.size()))
    units.push_back(unit);
  add(flow(formula.empty() ? head : margin + " = ", units));
}

void Sheet::Body::flush_givens() {
  if (!givens.empty()) add(flow("  ", givens));
  givens.clear();
}

Sheet::Sheet(Counts counts, const SheetOptions& options)
    : body_(std::make_unique<Body>(counts, options)) {}
Sheet::~Sheet() = default;

std::optional<double> Sheet::rate() const {
  return body_->options.rate;
}

void Sheet::layers(Index count) {
  body_->notation = notation_of_layers(body_->options.notation, count);
}

void Sheet::section(const std::string& title, const std::string& stage) {
  body_->flush_givens();
  body_->now.reset();
  body_->stage = stage;
  const std::string line = body_->formula_text(body_->tokens(title));
  body_->add({"", line, std::string(line.size(), '-')});
}

void Sheet::at(Index number) {
  body_->now.reset();
  if (number > 0) body_->now = number;
}

void Sheet::step(Index number) {
  body_->flush_givens();
  at(number);
  const bool steps = body_->counts == Counts::steps;
  body_->add({fmt::format("{} = {}", steps ? "t" : "l", number)});
}

void Sheet::remark(const std::string& text) {
  body_->flush_givens();
  body_->add({body_->formula_text(body_->tokens(text))});
}

void Sheet::given(const std::string& symbol, const Matrix& value) {
  define(symbol, value, false);
  const std::string head = body_->formula_text(body_->tokens(symbol)) + " = ";
  const std::vector<Block> pieces =
      pieces_of(value, body_->show(false), page_width - head.size() - 4);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string lead = i == 0 ? head : std::string(head.size(), ' ');
    body_->givens.push_back(beside(beside({lead}, pieces[i]), {"   "}));
  }
}

void Sheet::given(const std::string& symbol, double value) {
  body_->learn(symbol, {Matrix(1, 1).fill(value), true, false});
  body_->givens.push_back({body_->formula_text(body_->tokens(symbol)) + " = " +
                           shortest(value) + "   "});
}

void Sheet::define(const std::string& symbol, const Matrix& value,
                   bool computed) {
  body_->learn(symbol, {value, false, computed});
}

void Sheet::line(const std::string& symbol, const std::string& formula,
                 const Matrix& value, const std::string& equation) {
  body_->write(symbol, formula, {value, false, true}, equation);
}

void Sheet::line(const std::string& symbol, const std::string& formula,
                 double value, const std::string& equation) {
  body_->write(symbol, formula, {Matrix(1, 1).fill(value), true, true},
               equation);
}

void Sheet::sum(const std::string& symbol, const std::string& formula,
                Index last, const std::function<Matrix(Index)>& summand,
                const Matrix& value, const std::string& equation) {
  Body& body = *body_;
  body.flush_givens();
  body.now.reset();
  const std::string name = body.formula_text(body.tokens(symbol));
  body.write_formula("  " + name + " = ",
                     fmt::format("sum over t = 1 .. {} of {}", last,
                                 body.formula_text(body.tokens(formula))),
                     equation);
  for (Index t = 1; t <= last; ++t) {
    body.now = t;
    const Known term{summand(t), false, true};
    body.require_finite_result(body.tokens(symbol), term.value);
    const std::string head = fmt::format("    t = {}:  ", t);
    std::vector<Block> units = body.put_in(body.tokens(formula));
    const std::string equals = units.empty() ? "" : " = ";
    for (const Block& unit : body.result_units(equals, term, head.size()))
      units.push_back(unit);
    body.add(flow(head, units));
    if (term.value.n_rows > 2) body.lines.push_back("");
  }
  body.now.reset();
  const Known total{value, false, true};
  body.require_finite_result(body.tokens(symbol), value);
  body.learn(symbol, total);
  const std::string head = "  " + name + " = ";
  body.add(flow(head, body.result_units("", total, head.size())));
}

void Sheet::Body::write_total(const std::string& symbol,
                              const std::string& formula,
                              const std::vector<Matrix>& parts,
                              const Known& value, const std::string& equation) {
  flush_givens();
  require_finite_result(tokens(symbol), value.value);
  learn(symbol, value);
  const std::string name = formula_text(tokens(symbol));
  write_formula("  " + name + " = ", formula_text(tokens(formula)), equation);
  const std::string head = std::string(name.size() + 2, ' ') + " = ";
  std::vector<Block> units;
  for (const Matrix& part : parts) {
    const std::string plus = units.empty() ? "" : " + ";
    const Known known_part{part, value.scalar, true};
    for (const Block& unit : result_units(plus, known_part, head.size()))
      units.push_back(unit);
  }
  if (parts.size() > 1)
    for (const Block& unit : result_units(" = ", value, head.size()))
      units.push_back(unit);
  add(flow(head, units));
}

void Sheet::total(const std::string& symbol, const std::string& formula,
                  const std::vector<Matrix>& parts, const Matrix& value,
                  const std::string& equation) {
  body_->now.reset();
  body_->write_total(symbol, formula, parts, {value, false, true}, equation);
}

void Sheet::total(const std::string& symbol, const std::string& formula,
                  const Vector& parts, double value,
                  const std::string& equation) {
  std::vector<Matrix> scalars;
  for (const double part : parts) scalars.push_back(Matrix(1, 1).fill(part));
  body_->now.reset();
  body_->write_total(symbol, formula, scalars,
                     {Matrix(1, 1).fill(value), true, true}, equation);
}

void Sheet::json(const std::string& key, Json value) {
  body_->results.emplace_back(key, std::move(value));
}

// -- The reader's own gradients -----------------------------------------------

namespace {

constexpr double right_up_to = 1e-6;

/// How far a block is from the true one; never infinite.
double error_of(const Matrix& got, const Matrix& truth) {
  return std::min(block_error(got, truth), std::numeric_limits<double>::max());
}

bool same(const Matrix& a, const Matrix& b) {
  return arma::size(a) == arma::size(b) && error_of(a, b) <= right_up_to;
}

/// What is wrong with a block, when it is a typical mistake; else empty.
std::string recognised(const std::string& key, std::size_t block,
                       const Matrix& got, const Matrix& truth,
                       const std::vector<Mistake>& mistakes) {
  const auto is = [&](const Matrix& wrong) {
    return same(got, wrong) && !same(wrong, truth);
  };
  const std::string your = "your " + key + " is the true one ";
  if (is(-truth)) return your + "with the opposite sign";
  if (truth.n_rows > 1 && truth.n_cols > 1 && is(truth.t()))
    return your + "transposed";
  for (const Mistake& mistake : mistakes)
    if (mistake.key == key && is(mistake.blocks.at(block)))
      return your + mistake.hint;
  if (is(2 * truth)) return your + "doubled: the 1/2 of the loss was left out";
  return "";
}

}  // namespace

void Sheet::compare(const Input& input, const std::string& key,
                    const std::vector<Matrix>& truth,
                    const std::vector<Mistake>& mistakes) {
  if (!input.has(key)) return;
  Body& body = *body_;
  double error = 0;
  std::string hint;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const Matrix& got = input.blocks(key).at(i);
    const double off = error_of(got, truth[i]);
    const bool layers = body.counts == Counts::layers;
    const std::string layer = fmt::format("layer {}: ", i + 1);
    std::string why;
    if (!(off <= right_up_to))
      why = recognised(key, i, got, truth[i], mistakes);
    if (!why.empty())
      hint += (hint.empty() ? "" : "; ") + (layers ? layer : "") + why;
    const std::string verdict = off <= right_up_to ? "right"
                                : why.empty()      ? "wrong"
                                                   : "wrong: " + why;
    body.verdict_lines.push_back(fmt::format(
        "  {:<14}{:<12}{}",
        layers ? fmt::format("{}, layer {}", key, i + 1) : key,
        body.options.blank ? "____" : fmt::format("{:.2g}", off), verdict));
    error = std::max(error, off);
  }
  const bool right = error <= right_up_to;
  body.right = body.right && right;
  body.verdicts.emplace_back(
      key, Json{Json::Object{
               {"error", {error}}, {"right", {right}}, {"hint", {hint}}}});
}

bool Sheet::all_right() const {
  return body_->right;
}

std::string Sheet::as_text(const std::string& title) const {
  body_->flush_givens();
  std::string text = title + "\n";
  for (const std::string& line : body_->notation.legend) text += line + "\n";
  for (const std::string& line : body_->lines) text += line + "\n";
  if (body_->verdict_lines.empty()) return text;
  text += "\nYour gradients\n--------------\n";
  text += fmt::format("  {:<14}{:<12}{}\n", "block", "error", "verdict");
  for (const std::string& line : body_->verdict_lines) text += line + "\n";
  return text;
}

std::string Sheet::as_json() const {
  Json::Object all = body_->results;
  if (!body_->verdicts.empty())
    all.emplace_back("compared", Json{Json::Object(body_->verdicts)});
  return dump({all}) + "\n";
}

}  // namespace unrolled
