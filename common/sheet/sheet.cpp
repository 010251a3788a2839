// Writes derivations: formulas, numbers put in, results, in five notations.
#include "common/sheet/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "common/sheet/formula.hpp"
#include "common/sheet/judge.hpp"
#include "common/sheet/layout.hpp"

namespace unrolled {
namespace {

Value scalar(double number) {
  Matrix m(1, 1);
  m(0) = number;
  return {m, Rank::number};
}

/// A capital is a matrix, as the notes write it.
Value array(const std::string& symbol, const Matrix& m) {
  const char first = symbol[symbol[0] == 'd' && symbol.size() > 1 ? 1 : 0];
  const bool capital = std::isupper(static_cast<unsigned char>(first)) != 0;
  return {m, capital ? Rank::matrix : Rank::column};
}

}  // namespace

struct Sheet::Body {
  /// What a symbol stands for, and whether a blank sheet leaves it out.
  struct Known {
    Value value;
    bool computed;
  };

  SheetOptions options;
  Symbols symbols;
  Notation notation;
  Vocabulary words;
  std::map<char, std::pair<Index, Index>> ranges;
  std::map<std::string, Known> known;
  std::string stage = "the run";
  std::vector<TextBlock> givens;  // written down, not yet flowed
  std::vector<std::string> lines;
  std::vector<std::pair<std::string, Json>> results, verdicts;
  std::vector<std::string> verdict_lines;
  bool right = true;

  // -- Typesetting

  std::vector<Token> tokens(const std::string& text) const {
    return tokens_of(text, words);
  }
  std::string symbol_text(const std::string& name,
                          const std::string& index) const;
  std::string text_of(const std::vector<Token>& formula) const;
  std::string text_of(const std::string& formula) const {
    return text_of(tokens(formula));
  }
  Show show(bool computed) const { return {computed, options.blank}; }
  std::vector<TextBlock> put_in(const std::vector<Token>& formula) const;
  std::vector<TextBlock> result_units(const std::string& equals,
                                      const Value& value, bool computed,
                                      std::size_t margin) const;
  void add(const std::vector<std::string>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  }
  void flush_givens();
  void write_formula(const std::string& head, const std::string& formula,
                     const std::string& equation);
  void write_result(const std::string& head, std::vector<TextBlock> units,
                    const Value& value);

  void write_verdict(const std::string& key, bool layers,
                     const std::vector<Judged>& blocks);

  // -- Computing

  const Value& lookup(const std::string& key) const;
  Value evaluated(const std::string& formula) const {
    return evaluate(
        tokens(formula),
        [this](const std::string& key) -> const Value& { return lookup(key); });
  }
  std::string key_of(const std::string& symbol) const;
  void learn(const std::string& symbol, const Value& value, bool computed);
  void require_finite_value(const std::string& symbol, const Matrix& m) const;
  Value checked(const std::string& symbol, const std::string& equation,
                Value value, const Matrix& chapters) const;
  void write(const std::string& statement, const std::string& equation,
             const Matrix& chapters);
  void write_sum(const std::string& symbol, const std::string& formula,
                 const std::string& equation, const Matrix& chapters);
  void write_total(const std::string& symbol, const std::string& words_of_it,
                   const std::vector<Value>& parts, const std::string& equation,
                   const Matrix& chapters);
};

// -- Typesetting --------------------------------------------------------------

std::string Sheet::Body::symbol_text(const std::string& name,
                                     const std::string& index) const {
  if (name[0] == 'd' && words.symbols.count(name.substr(1)) > 0)
    return "d" + symbol_text(symbols.loss, "") + "/d" +
           symbol_text(name.substr(1), index);
  const auto whole = notation.names.find(name + "(" + index + ")");
  if (whole != notation.names.end()) return whole->second;
  const auto other = notation.names.find(name);
  const std::string text = other != notation.names.end() ? other->second : name;
  if (index.empty()) return text;
  const bool bare =
      index.size() == 1 ||
      std::all_of(index.begin(), index.end(),
                  [](unsigned char c) { return std::isdigit(c) != 0; });
  switch (notation.style) {
    case Style::below:
      return text + "_" + (bare ? index : "{" + index + "}");
    case Style::above:
      return text + "^(" + index + ")";
    case Style::layer:
      return text + "^" + (bare ? index : "{" + index + "}");
    default:
      return text + "(" + index + ")";
  }
}

std::string Sheet::Body::text_of(const std::vector<Token>& formula) const {
  std::string text;
  for (std::size_t i = 0; i < formula.size(); ++i) {
    const Token& token = formula[i];
    std::string one = token.text;
    if (token.kind == Token::Kind::symbol) {
      one = symbol_text(token.text, token.index);
      const bool raised = i + 1 < formula.size() &&
                          formula[i + 1].blanks.empty() &&
                          formula[i + 1].text[0] == '^';
      if (raised && one.find_first_of("^/") != std::string::npos)
        one = "(" + one + ")";
    }
    text += token.blanks + one;
  }
  return text;
}

/// The formula with its numbers put in, cut where a line may break. Operands
/// too large to be read inside a formula stay symbols; none: all did.
std::vector<TextBlock> Sheet::Body::put_in(
    const std::vector<Token>& formula) const {
  std::vector<TextBlock> units;
  std::string before;
  bool any = false;
  for (std::size_t i = 0; i < formula.size(); ++i) {
    const Token& token = formula[i];
    before += token.blanks;
    if (token.kind != Token::Kind::symbol) {
      before += token.text;
      continue;
    }
    const auto& [value, computed] = known.at(token.key());
    const bool transposed =
        i + 1 < formula.size() && formula[i + 1].text == "^T";
    TextBlock block;
    if (value.rank == Rank::number) {
      const std::string number = cell(value.m(0), show(computed));
      block = {number[0] == '-' ? "(" + number + ")" : number};
    } else {
      block =
          block_of(transposed ? Matrix(value.m.t()) : value.m, show(computed));
    }
    if (too_large(block)) {
      Token bare = token;
      bare.blanks.clear();
      block = {transposed ? text_of({bare, formula[i + 1]}) : text_of({bare})};
    } else {
      any = true;
    }
    if (transposed) ++i;
    units.push_back(before.empty() ? block : beside({before}, block));
    before.clear();
  }
  if (!any) return {};
  if (!before.empty()) units.back() = beside(units.back(), {before});
  return units;
}

std::vector<TextBlock> Sheet::Body::result_units(const std::string& equals,
                                                 const Value& value,
                                                 bool computed,
                                                 std::size_t margin) const {
  if (value.rank == Rank::number)
    return {{equals + cell(value.m(0), show(computed))}};
  std::vector<TextBlock> units =
      pieces_of(value.m, show(computed), page_width - margin - equals.size());
  units[0] = beside({equals}, units[0]);
  return units;
}

void Sheet::Body::flush_givens() {
  if (!givens.empty()) add(flow("  ", givens));
  givens.clear();
}

void Sheet::Body::write_formula(const std::string& head,
                                const std::string& formula,
                                const std::string& equation) {
  std::string line = head + formula;
  if (!equation.empty()) {
    const std::string tag = "(" + equation + ")";
    const std::size_t edge = page_width - tag.size();
    line += std::string(line.size() + 2 <= edge ? edge - line.size() : 2, ' ');
    line += tag;
  }
  lines.push_back(line);
}

/// Units, then = and the result.
void Sheet::Body::write_result(const std::string& head,
                               std::vector<TextBlock> units,
                               const Value& value) {
  const std::string equals = units.empty() ? "" : " = ";
  for (const TextBlock& unit : result_units(equals, value, true, head.size()))
    units.push_back(unit);
  add(flow(head, units));
}

// -- Computing ----------------------------------------------------------------

const Value& Sheet::Body::lookup(const std::string& key) const {
  const auto found = known.find(key);
  if (found == known.end())
    throw std::logic_error("the sheet has no numbers for " + key);
  return found->second.value;
}

/// A symbol, or a longer name, with its indices: "h(2)", "dL(3)/dW^(1)".
std::string Sheet::Body::key_of(const std::string& symbol) const {
  std::string key;
  for (const Token& token : tokens(symbol)) key += token.blanks + token.key();
  return key;
}

void Sheet::Body::learn(const std::string& symbol, const Value& value,
                        bool computed) {
  const std::string name = symbol.substr(0, symbol.find('('));
  if (std::all_of(name.begin(), name.end(),
                  [](unsigned char c) { return std::isalpha(c) || c == '_'; }))
    words.symbols.insert(name);
  known.insert_or_assign(key_of(symbol), Known{value, computed});
}

void Sheet::Body::require_finite_value(const std::string& symbol,
                                       const Matrix& m) const {
  if (m.is_empty()) throw std::logic_error("the sheet got no numbers");
  if (m.is_finite()) return;
  std::string where;
  const auto now = words.letters.find(symbols.letters[0]);
  if (now != words.letters.end() && now->second)
    where = " " + symbols.place + " " + std::to_string(*now->second);
  throw std::overflow_error(key_of(symbol) + " is not finite: " + stage +
                            " overflowed" + where);
}

/// The chapter's value, after a look at whether the sheet's is the same.
Value Sheet::Body::checked(const std::string& symbol,
                           const std::string& equation, Value value,
                           const Matrix& chapters) const {
  require_finite_value(symbol, chapters);
  // A formula may overflow where the chapter's code is more careful.
  if (value.m.is_finite() && !agrees(value, chapters))
    throw std::logic_error("the sheet's " + text_of(symbol) +
                           " is not the chapter's" +
                           (equation.empty() ? "" : " (" + equation + ")"));
  value.m = chapters;
  value.error = arma::abs(chapters);
  return value;
}

void Sheet::Body::write(const std::string& statement,
                        const std::string& equation, const Matrix& chapters) {
  const std::size_t equals = statement.find(" = ");
  const std::string symbol = statement.substr(0, equals);
  const std::string formula = statement.substr(equals + 3);
  flush_givens();
  if (formula.starts_with("sum over "))
    return write_sum(symbol, formula, equation, chapters);
  require_finite_value(symbol, chapters);
  const Value value = checked(symbol, equation, evaluated(formula), chapters);
  const std::vector<Token> how = tokens(formula);
  const std::string name = text_of(symbol);
  const bool copy = how.size() == 1 && how[0].kind == Token::Kind::symbol;
  write_formula("  " + name + " = ", text_of(how), equation);
  write_result(std::string(name.size() + 2, ' ') + " = ",
               copy ? std::vector<TextBlock>{} : put_in(how), value);
  learn(symbol, value, true);
}

/// "sum over t of dz(t) x(t)^T"
void Sheet::Body::write_sum(const std::string& symbol,
                            const std::string& formula,
                            const std::string& equation,
                            const Matrix& chapters) {
  constexpr std::size_t prefix = std::string_view("sum over t of ").size();
  const char letter = formula.at(9);
  const auto [first, last] = ranges.at(letter);
  const std::string summand = formula.substr(prefix);
  std::optional<Index>& now = words.letters[letter];
  const auto outside = now;
  now.reset();
  const bool bare = tokens(summand).size() == 1;
  const std::string title = fmt::format(
      "sum over {} {}of {}", letter,
      bare ? "" : fmt::format("= {} .. {} ", first, last), text_of(summand));
  std::vector<Value> parts;
  const std::string name = text_of(symbol);
  if (!bare) write_formula("  " + name + " = ", title, equation);
  for (Index t = first; t <= last; ++t) {
    now = t;
    parts.push_back(evaluated(summand));
    require_finite_value(symbol, parts.back().m);
    if (bare) continue;
    write_result(fmt::format("    {} = {}:  ", letter, t),
                 put_in(tokens(summand)), parts.back());
    if (parts.back().m.n_rows > 2) lines.push_back("");
  }
  now = outside;
  if (bare) return write_total(symbol, title, parts, equation, chapters);
  Value sum = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) sum = sum + parts[i];
  const Value value = checked(symbol, equation, sum, chapters);
  write_result("  " + name + " = ", {}, value);
  learn(symbol, value, true);
}

void Sheet::Body::write_total(const std::string& symbol,
                              const std::string& words_of_it,
                              const std::vector<Value>& parts,
                              const std::string& equation,
                              const Matrix& chapters) {
  const std::string name = text_of(symbol);
  const std::string head = std::string(name.size() + 2, ' ') + " = ";
  std::vector<TextBlock> units;
  Value sum = parts.at(0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) sum = sum + parts[i];
    for (const TextBlock& unit :
         result_units(i > 0 ? " + " : "", parts[i], true, head.size()))
      units.push_back(unit);
  }
  const Value value = checked(symbol, equation, sum, chapters);
  write_formula("  " + name + " = ", words_of_it, equation);
  if (parts.size() == 1) units.clear();
  write_result(head, units, value);
  learn(symbol, value, true);
}

// -- The sheet ----------------------------------------------------------------

Sheet::Sheet(const SheetOptions& options) : body_(std::make_unique<Body>()) {
  body_->options = options;
}
Sheet::~Sheet() = default;

void Sheet::speak(const Symbols& symbols) {
  body_->symbols = symbols;
  body_->notation = symbols.notes.at(body_->options.notation);
  std::istringstream names(symbols.names);
  for (std::string name; names >> name;) {
    body_->words.symbols.insert(name);
    if (name != symbols.loss) body_->words.symbols.insert("d" + name);
  }
  for (const char letter : symbols.letters) body_->words.letters[letter];
}

std::optional<double> Sheet::rate() const {
  return body_->options.rate;
}

void Sheet::section(const std::string& title, const std::string& stage) {
  body_->flush_givens();
  for (auto& [letter, now] : body_->words.letters) now.reset();
  body_->stage = stage;
  const std::string line = body_->text_of(title);
  body_->add({"", line, std::string(line.size(), '-')});
}

void Sheet::head(char letter, Index number) {
  body_->flush_givens();
  at(letter, number);
  body_->add({fmt::format("{} = {}", letter, number)});
}

void Sheet::at(char letter, Index number) {
  std::optional<Index>& now = body_->words.letters.at(letter);
  now.reset();
  if (number > 0) now = number;
}

void Sheet::range(char letter, Index first, Index last) {
  body_->ranges[letter] = {first, last};
}

void Sheet::remark(const std::string& text) {
  body_->flush_givens();
  body_->add({body_->text_of(text)});
}

void Sheet::given(const std::string& symbol, const Matrix& value) {
  define(symbol, value, false);
  const std::string head = body_->text_of(symbol) + " = ";
  const std::vector<TextBlock> pieces =
      pieces_of(value, body_->show(false), page_width - head.size() - 4);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string lead = i == 0 ? head : std::string(head.size(), ' ');
    body_->givens.push_back(beside(beside({lead}, pieces[i]), {"   "}));
  }
}

void Sheet::given(const std::string& symbol, double value) {
  body_->learn(symbol, scalar(value), false);
  body_->givens.push_back(
      {body_->text_of(symbol) + " = " + shortest(value) + "   "});
}

void Sheet::define(const std::string& symbol, const Matrix& value,
                   bool computed) {
  body_->learn(symbol, array(symbol, value), computed);
}

void Sheet::step(const std::string& statement, const std::string& equation,
                 const Matrix& chapters) {
  body_->write(statement, equation, chapters);
}

void Sheet::step(const std::string& statement, const std::string& equation,
                 double chapters) {
  body_->write(statement, equation, scalar(chapters).m);
}

void Sheet::total(const std::string& symbol, const std::string& words,
                  const std::vector<std::string>& parts,
                  const std::string& equation, const Matrix& chapters) {
  std::vector<Value> values;
  for (const std::string& part : parts)
    values.push_back(body_->lookup(body_->key_of(part)));
  body_->flush_givens();
  body_->write_total(symbol, words, values, equation, chapters);
}

void Sheet::result(const std::string& symbol, const Matrix& value) {
  body_->flush_givens();
  body_->require_finite_value(symbol, value);
  body_->write_result("  " + body_->text_of(symbol) + " = ", {},
                      {value, Rank::matrix});
}

void Sheet::result(const std::string& symbol, double value) {
  body_->flush_givens();
  body_->require_finite_value(symbol, scalar(value).m);
  body_->write_result("  " + body_->text_of(symbol) + " = ", {}, scalar(value));
}

void Sheet::json(const std::string& key, const Json& value) {
  body_->results.emplace_back(key, value);
}

void Sheet::json(const Input& input, const std::vector<std::string>& keys,
                 const Keyed& gradients) {
  for (const std::string& key : keys)
    json(key, json_of(input.key(key), gradients.at(key)));
}

void Sheet::compare(const Input& input, const std::vector<std::string>& keys,
                    const Keyed& truth, const Slope& slope,
                    const std::function<std::vector<Mistake>()>& mistakes) {
  const auto given = [&](const std::string& key) { return input.has(key); };
  if (std::none_of(keys.begin(), keys.end(), given)) return;
  for (const std::string& key : keys)
    require_own(key, truth.at(key), slope, input.largest());
  const std::vector<Mistake> known = mistakes();
  for (const std::string& key : keys)
    if (given(key))
      body_->write_verdict(key, input.key(key).levels[0].entry == "layer",
                           judged(input, key, truth.at(key), known));
}

void Sheet::Body::write_verdict(const std::string& key, bool layers,
                                const std::vector<Judged>& blocks) {
  double worst = 0;
  bool all = true;
  std::string hints;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto& [error, is_right, hint] = blocks[i];
    const std::string layer = fmt::format("layer {}", i + 1);
    verdict_lines.push_back(
        fmt::format("  {:<14}{:<12}{}", layers ? key + ", " + layer : key,
                    options.blank ? "____" : fmt::format("{:.2g}", error),
                    is_right       ? "right"
                    : hint.empty() ? "wrong"
                                   : "wrong: " + hint));
    if (!hint.empty())
      hints +=
          (hints.empty() ? "" : "; ") + (layers ? layer + ": " : "") + hint;
    worst = std::max(worst, error);
    all = all && is_right;
  }
  right = right && all;
  verdicts.emplace_back(
      key, Json::object({{"error", worst}, {"right", all}, {"hint", hints}}));
}

bool Sheet::all_right() const {
  return body_->right;
}

std::string Sheet::as_text(const std::string& title) const {
  body_->flush_givens();
  std::string text = title + "\n" + body_->notation.legend;
  for (const std::string& line : body_->lines) text += line + "\n";
  if (body_->verdict_lines.empty()) return text;
  text += "\nYour gradients\n--------------\n";
  text += fmt::format("  {:<14}{:<12}{}\n", "block", "error", "verdict");
  for (const std::string& line : body_->verdict_lines) text += line + "\n";
  return text;
}

std::string Sheet::as_json() const {
  std::vector<std::pair<std::string, Json>> all = body_->results;
  if (!body_->verdicts.empty())
    all.emplace_back("compared", Json::object(body_->verdicts));
  return Json::object(all).text() + "\n";
}

// -- Formulas of the activations ----------------------------------------------

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

std::string jacobian_formula(Activation kind, const std::string& value) {
  if (kind == Activation::identity) return "I";
  const std::string slope = slope_formula(kind, value);
  return slope[0] == '(' ? "diag" + slope : "diag(" + slope + ")";
}

}  // namespace unrolled
