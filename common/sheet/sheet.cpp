// Writes derivations: formulas, numbers put in, results, in five notations.
#include "common/sheet/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <sstream>

#include "common/words.hpp"

namespace unrolled {
namespace {

using Json = nlohmann::ordered_json;

/// In the shape of what it is: a number, a list, or a list of rows.
Json json_of(const Value& value) {
  const Matrix& m = value.m;
  if (value.rank == Rank::number) return m(0);
  if (value.rank != Rank::matrix)
    return std::vector<double>(m.begin(), m.end());
  Json rows = Json::array();
  for (Index i = 0; i < m.n_rows; ++i)
    rows.push_back(std::vector<double>(m.begin_row(i), m.end_row(i)));
  return rows;
}

/// A value in units that a line may hold side by side, behind a sign.
std::vector<TextBlock> units_of(const std::string& sign, const Value& value,
                                Show show, std::size_t margin) {
  if (value.rank == Rank::number) return {{sign + cell(value.m(0), show)}};
  std::vector<TextBlock> units =
      pieces_of(value.m, show, page_width - margin - sign.size());
  units[0] = beside({sign}, units[0]);
  return units;
}

/// A part of a key that has a symbol of its own.
struct Part {
  std::string symbol;
  Value value;
};

/// W(1), W(2) for layers, x(1), x(2) for steps, h(0) for h0; else the key's
/// own.
std::vector<Part> parts_of(const Entry& entry) {
  const Key& key = entry.key;
  std::vector<Part> parts;
  const auto add = [&](const Value& value) {
    parts.push_back({fmt::format("{}({})", key.name, parts.size() + 1), value});
  };
  const std::size_t outer = key.of("layers") || key.of("steps") ? 1 : 0;
  const Rank rank = key.levels.size() > outer + 1 ? Rank::matrix : Rank::column;
  if (key.of("steps"))
    entry.blocks.at(0).each_col([&](const Vector& column) { add(column); });
  else
    for (const Matrix& block : entry.blocks) add({block, rank});
  if (outer == 0) parts.at(0).symbol = key.name;
  if (key.name.ends_with('0'))
    parts.at(0).symbol.insert(key.name.size() - 1, "(").push_back(')');
  return parts;
}

bool is_transpose(const std::vector<Token>& formula, std::size_t i) {
  return i < formula.size() && formula[i].text == "^T";
}

}  // namespace

struct Sheet::Answer {
  Json json = Json::object();
};

// -- Typesetting --------------------------------------------------------------

std::string Sheet::symbol_text(const std::string& name,
                               const std::string& index) const {
  if (name[0] == 'd' && words_.symbols.count(name.substr(1)) > 0)
    return "d" + symbol_text(symbols_.loss, "") + "/d" +
           symbol_text(name.substr(1), index);
  const auto whole = note_.find(name + "(" + index + ")");
  if (whole != note_.end()) return whole->second;
  const auto other = note_.find(name);
  const std::string text = other != note_.end() ? other->second : name;
  if (index.empty()) return text;
  const bool bare = index.size() == 1 ||
                    index_.find('(') != std::string::npos ||
                    index.find_first_not_of("0123456789") == std::string::npos;
  return text + std::string(index_).replace(index_.find('#'), 1,
                                            bare ? index : "{" + index + "}");
}

std::string Sheet::text_of(const std::vector<Token>& formula) const {
  std::string text;
  for (std::size_t i = 0; i < formula.size(); ++i) {
    const Token& token = formula[i];
    // "new W", but not "norm".
    const bool said = token.kind == Token::Kind::word &&
                      i + 1 < formula.size() &&
                      formula[i + 1].kind != Token::Kind::sign;
    std::string one = said ? words(token.text) : token.text;
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

/// A symbol, or a longer name, with its indices: "h(2)", "dL(3)/dW^(1)".
std::string Sheet::key_of(const std::string& symbol) const {
  std::string key;
  for (const Token& token : tokens(symbol)) key += token.blanks + token.key();
  return key;
}

TextBlock Sheet::operand(const Known& known, bool transposed) const {
  const auto& [value, computed] = known;
  const Show show{computed, options_.blank};
  if (value.rank != Rank::number)
    return block_of(transposed ? Matrix(value.m.t()) : value.m, show);
  const std::string number = cell(value.m(0), show);
  return {number[0] == '-' ? "(" + number + ")" : number};
}

/// The formula with its numbers put in, cut where a line may break. Operands
/// too large to be read inside a formula stay symbols; none: all did.
Sheet::Units Sheet::put_in(const std::vector<Token>& formula) const {
  Units units;
  std::string before;
  bool any = false;
  for (std::size_t i = 0; i < formula.size(); ++i) {
    Token token = formula[i];
    before += std::exchange(token.blanks, "");
    if (token.kind != Token::Kind::symbol) {
      before += token.text;
      continue;
    }
    const bool transposed = is_transpose(formula, i + 1);
    TextBlock block = operand(known(token.key()), transposed);
    any = any || !too_large(block);
    if (too_large(block))
      block = {transposed ? text_of({token, formula[i + 1]})
                          : text_of({token})};
    if (transposed) ++i;
    units.push_back(before.empty() ? block : beside({before}, block));
    before.clear();
  }
  if (!any) return {};
  if (!before.empty()) units.back() = beside(units.back(), {before});
  return units;
}

/// Adds lines, after the given numbers that wait for theirs.
void Sheet::add(const std::vector<std::string>& lines) {
  const Units givens = std::exchange(givens_, {});
  if (!givens.empty()) add(flow("  ", givens));
  for (const std::string& line : lines) lines_.push_back(in(paint_, line));
}

void Sheet::write_formula(const std::string& symbol, const std::string& formula,
                          const std::string& equation) {
  std::string line = "  " + text_of(symbol) + " = " + formula;
  if (!equation.empty()) {
    const std::string tag = "(" + equation + ")";
    line = padded(line + "  ", page_width - tag.size()) + tag;
  }
  add({line});
}

/// Units, then = and the result.
void Sheet::write_result(const std::string& head, Units units,
                         const Value& value) {
  for (const TextBlock& unit :
       units_of(units.empty() ? "" : " = ", value, {true, options_.blank},
                columns_of(head)))
    units.push_back(unit);
  add(flow(head, units));
}

// -- Computing ----------------------------------------------------------------

const Sheet::Known& Sheet::known(const std::string& key) const {
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  throw std::logic_error("the sheet has no numbers for " + key);
}

void Sheet::define(const std::string& symbol, const Value& value,
                   bool computed) {
  const std::vector<Token> name = tokens_of(symbol, {});
  if (name.size() == 1 || name[1].text == "(")
    words_.symbols.insert(name[0].text);
  known_.insert_or_assign(key_of(symbol), Known{value, computed});
}

Sheet::Result Sheet::evaluated(const std::string& formula) const {
  const std::vector<Token> all = tokens(formula);
  return {evaluate(all, [&](const auto& key) { return known(key).value; }),
          evaluate(all, [&](const auto& key) {
            return shaken(known(key).value, random_);
          })};
}

void Sheet::require_finite_value(const std::string& symbol,
                                 const Matrix& m) const {
  if (m.is_empty()) throw std::logic_error("the sheet got no numbers");
  if (m.is_finite()) return;
  std::string where;
  if (const auto& now = words_.letters.at(symbols_.letters[0]))
    where = " " + symbols_.place + " " + std::to_string(*now);
  throw std::overflow_error(key_of(symbol) + " is not finite: " + stage_ +
                            " overflowed" + where);
}

/// The chapter's value, after a look at whether the sheet's is the same.
Value Sheet::checked(const std::string& symbol, const std::string& equation,
                     const Result& result, const Matrix& chapters) const {
  require_finite_value(symbol, chapters);
  // A formula may overflow where the chapter's code is more careful.
  if (result.value.m.is_finite() &&
      !agrees(result.value, result.shaken, chapters))
    throw std::logic_error("the sheet's " + text_of(symbol) +
                           " is not the chapter's" +
                           (equation.empty() ? "" : " (" + equation + ")") +
                           ": the book's code has been changed");
  Value value = result.value;
  value.m = chapters;
  return value;
}

void Sheet::step(const std::string& statement, const std::string& equation,
                 const Value& chapters) {
  const std::size_t equals = statement.find(" = ");
  const std::string symbol = statement.substr(0, equals);
  const std::string formula = statement.substr(equals + 3);
  if (formula.starts_with("sum over "))
    return write_sum(symbol, formula, equation, chapters.m);
  const Result result = evaluated(formula);
  const std::vector<Token> how = tokens(formula);
  write_all(symbol, text_of(how), how.size() == 1 ? Units() : put_in(how),
            result, equation, chapters.m);
}

/// "sum over t of dz(t) x(t)^T"
void Sheet::write_sum(const std::string& symbol, const std::string& formula,
                      const std::string& equation, const Matrix& chapters) {
  const char letter = formula.at(9);
  const std::string summand = formula.substr(formula.find(" of ") + 4);
  const auto [first, last] = ranges_.at(letter);
  const bool bare = tokens(summand).size() == 1;
  std::optional<Index>& now = words_.letters.at(letter);
  const auto outside = std::exchange(now, std::nullopt);
  const std::string title =
      bare ? words("sum over {} of {}", letter, text_of(summand))
           : words("sum over {} = {} .. {} of {}", letter, first, last,
                   text_of(summand));
  std::vector<std::string> parts;
  std::vector<Result> terms;
  if (!bare) write_formula(symbol, title, equation);
  for (Index t = first; t <= last; ++t) {
    now = t;
    parts.push_back(key_of(summand));
    if (bare) continue;
    terms.push_back(evaluated(summand));
    const Value& term = terms.back().value;
    require_finite_value(symbol, term.m);
    write_result(fmt::format("    {} = {}:  ", letter, t),
                 put_in(tokens(summand)), term);
    if (term.m.n_rows > 2) add({""});
  }
  now = outside;
  if (bare) return total(symbol, title, parts, equation, chapters);
  result(symbol, checked(symbol, equation, sum_of(terms), chapters));
}

void Sheet::total(const std::string& symbol, const std::string& words,
                  const std::vector<std::string>& parts,
                  const std::string& equation, const Value& chapters) {
  Units units;
  std::vector<Result> terms;
  for (const std::string& part : parts) {
    const Value& term = known(key_of(part)).value;
    terms.push_back({term, shaken(term, random_)});
    if (parts.size() == 1) break;
    for (const TextBlock& unit :
         units_of(units.empty() ? "" : " + ", term, {true, options_.blank},
                  columns_of(text_of(symbol)) + 5))
      units.push_back(unit);
  }
  write_all(symbol, words, units, sum_of(terms), equation, chapters.m);
}

/// Writes symbol = words = units = result.
void Sheet::write_all(const std::string& symbol, const std::string& words,
                      const Units& units, const Result& result,
                      const std::string& equation, const Matrix& chapters) {
  const Value value = checked(symbol, equation, result, chapters);
  write_formula(symbol, unrolled::words(words), equation);
  write_result(std::string(columns_of(text_of(symbol)) + 2, ' ') + " = ", units,
               value);
  define(symbol, value, true);
}

Sheet::Result Sheet::sum_of(const std::vector<Result>& terms) {
  Result sum = terms.at(0);
  for (std::size_t i = 1; i < terms.size(); ++i)
    sum = {sum.value + terms[i].value, sum.shaken + terms[i].shaken};
  return sum;
}

// -- What else a sheet holds --------------------------------------------------

Sheet::Sheet(const SheetOptions& options)
    : options_(options), answer_(std::make_shared<Answer>()) {}

void Sheet::speak(const Symbols& symbols) {
  symbols_ = symbols;
  if (symbols.notes.count(options_.notation) == 0) {
    std::string known;
    for (const auto& [letter, note] : symbols.notes)
      if (letter != 0)
        known += (known.empty() ? "" : " or ") + std::string(1, letter);
    throw InputError(fmt::format(
        "--notation: expected {}, got {}: no other note has this network",
        known, options_.notation));
  }
  const Notation& note = symbols.notes.at(options_.notation);
  index_ = note.index;
  legend_ = words(note.legend);
  std::istringstream names(symbols.names), pairs(note.names);
  for (std::string pair; pairs >> pair;)
    note_[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
  for (std::string name; names >> name;) {
    words_.symbols.insert(name);
    if (name != symbols.loss) words_.symbols.insert("d" + name);
  }
  for (const char letter : symbols.letters) words_.letters[letter];
}

void Sheet::section(const std::string& title, const std::string& stage) {
  for (auto& [letter, now] : words_.letters) now.reset();
  stage_ = stage;
  const std::string line = text_of(words(title));
  add({});  // what was given, in no colour
  paint(stage == "the forward pass"    ? Paint::forward
        : stage == "the backward pass" ? Paint::backward
                                       : Paint::none);
  add({"", line, std::string(columns_of(line), '-')});
  paint(Paint::none);
}

void Sheet::head(char letter, Index number) {
  at(letter, number);
  add({fmt::format("{} = {}", letter, number)});
}

void Sheet::at(char letter, Index number) {
  std::optional<Index>& now = words_.letters.at(letter);
  now.reset();
  if (number > 0) now = number;
}

void Sheet::range(char letter, Index first, Index last) {
  ranges_[letter] = {first, last};
}

void Sheet::remark(const std::string& text) {
  add({text_of(words(text))});
}

void Sheet::given(const std::string& symbol, const Value& value) {
  define(symbol, value, false);
  std::string head = text_of(symbol) + " = ";
  for (const TextBlock& unit :
       units_of("", value, {false, false}, columns_of(head) + 4)) {
    givens_.push_back(beside(beside({head}, unit), {"   "}));
    head = std::string(columns_of(head), ' ');
  }
}

void Sheet::given(const Input& input) {
  std::map<std::size_t, std::vector<Part>> parts;  // of a layer; the rest last
  for (const Entry& entry : input.entries) {
    const Key& key = entry.key;
    if (key.gradient || key.levels.empty() || !key.words.empty()) continue;
    std::size_t l = 0;
    for (const Part& part : parts_of(entry))
      parts[key.of("layers") ? l++ : std::string::npos].push_back(part);
    if (key.of("steps")) range(symbols_.letters[0], 1, entry.blocks[0].n_cols);
  }
  for (const auto& [l, those] : parts)
    for (const auto& [symbol, value] : those) given(symbol, value);
}

void Sheet::result(const std::string& symbol, const Value& value) {
  require_finite_value(symbol, value.m);
  write_result("  " + text_of(symbol) + " = ", {}, value);
  define(symbol, value, true);
}

std::string Sheet::as_text(const std::string& title) {
  add({});
  std::string text = title + "\n" + legend_;
  for (const std::string& line : lines_) text += line + "\n";
  if (verdict_lines_.empty()) return text;
  const std::string head = words("Your gradients");
  text += fmt::format("\n{}\n{:-<{}}\n  {}\n", head, "", columns_of(head),
                      words("block         error       verdict"));
  for (const std::string& line : verdict_lines_) text += line + "\n";
  return text;
}

// -- The JSON object ----------------------------------------------------------

void Sheet::json(const std::string& path, const std::string& symbol) {
  Json& place = answer_->json[Json::json_pointer("/" + path)];
  const std::size_t index = symbol.find('(') + 1;
  if (index == 0 || !std::isalpha(static_cast<unsigned char>(symbol[index]))) {
    place = json_of(known(key_of(symbol)).value);
    return;
  }
  const auto at = [&](Index i) {
    return known_.find(fmt::format("{}{})", symbol.substr(0, index), i));
  };
  for (Index i = 1; at(i) != known_.end(); ++i)
    place.push_back(json_of(at(i)->second.value));
}

void Sheet::json(const std::string& path, Index number) {
  answer_->json[Json::json_pointer("/" + path)] = number;
}

void Sheet::gradients(const Input& input) {
  for (const Entry& entry : input.entries) {
    if (!entry.key.gradient) continue;
    const bool one = !entry.key.of("layers") && !entry.key.of("steps");
    std::size_t i = 0;
    for (const Part& part : parts_of(entry))
      json(entry.key.name + (one ? "" : fmt::format("/{}", i++)), part.symbol);
  }
}

std::string Sheet::as_json() const {
  std::string text;
  for (const auto& [key, item] : answer_->json.items())
    text += (text.empty() ? "{\n  " : ",\n  ") + Json(key).dump() + ": " +
            item.dump();
  return text + "\n}\n";
}

// -- The reader's gradients ---------------------------------------------------

/// What was written of a key: one block, or one for each layer.
std::vector<Matrix> Sheet::written(const Entry& entry) const {
  std::vector<Matrix> blocks;
  for (const Part& part : parts_of(entry)) {
    const Matrix& m = known(part.symbol).value.m;
    if (blocks.empty() || !entry.key.of("steps"))
      blocks.push_back(m);
    else
      blocks[0] = arma::join_rows(blocks[0], m);
  }
  return blocks;
}

void Sheet::compare(const Input& input, const OtherLoss& loss,
                    const std::function<std::vector<Mistake>()>& mistakes) {
  std::vector<const Entry*> yours;
  for (const Entry& entry : input.entries)
    if (entry.key.gradient && entry.given) yours.push_back(&entry);
  if (yours.empty()) return;
  for (const Entry& entry : input.entries)
    if (entry.key.gradient)
      require_own(input, entry.key.name, written(entry), loss);
  const std::vector<Mistake> usual = mistakes();
  std::optional<double> tolerance;
  if (input.has("tolerance")) tolerance = input.number("tolerance");
  for (const Entry* entry : yours)
    write_verdict(*entry, judged(*entry, tolerance, written(*entry), usual));
}

void Sheet::write_verdict(const Entry& yours,
                          const std::vector<Judged>& blocks) {
  const std::string& key = yours.key.name;
  const bool layers = yours.key.of("layers");
  double worst = 0;
  bool all = true;
  std::string hints;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto& [error, right, hint] = blocks[i];
    const std::string layer = fmt::format("layer {}", i + 1);
    const std::string word = right ? in(Paint::forward, words("right"))
                                   : in(Paint::backward, words("wrong"));
    verdict_lines_.push_back(fmt::format(
        "  {:<14}{:<12}{}", words(layers ? key + ", " + layer : key),
        options_.blank ? "____" : fmt::format("{:.2g}", error),
        hint.empty() ? word : words("{}: {}", word, words(hint))));
    if (!hint.empty())
      hints +=
          (hints.empty() ? "" : "; ") + (layers ? layer + ": " : "") + hint;
    worst = std::max(worst, error);
    all = all && right;
  }
  right_ = right_ && all;
  answer_->json["compared"][key] = {
      {"error", worst}, {"right", all}, {"hint", hints}};
}

// -- Formulas of the activations ----------------------------------------------

std::string activation_formula(Activation kind, const std::string& argument) {
  if (kind == Activation::identity) return argument;
  return name_of(kind) + "(" + argument + ")";
}

std::string slope_formula(Activation kind, const std::string& value) {
  if (kind == Activation::identity) return "1";
  if (kind == Activation::relu) return "(" + value + " > 0)";
  if (kind == Activation::tanh) return "(1 - " + value + "^2)";
  return value + " (.) (1 - " + value + ")";
}

std::string jacobian_formula(Activation kind, const std::string& value) {
  if (kind == Activation::identity) return "I";
  const std::string slope = slope_formula(kind, value);
  return slope[0] == '(' ? "diag" + slope : "diag(" + slope + ")";
}

}  // namespace unrolled
