#include "common/sheet/formula.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "common/activation.hpp"

namespace unrolled {

Value::Value(const Matrix& m_, Rank rank_)
    : m(m_), rank(rank_), error(arma::abs(m_)) {}

std::string Token::key() const {
  return index.empty() ? text : text + "(" + index + ")";
}

// -- Tokens -------------------------------------------------------------------

namespace {

bool letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
bool letter_at(std::string_view text, std::size_t i) {
  return i < text.size() && letter(text[i]);
}
bool digit_at(std::string_view text, std::size_t i) {
  return i < text.size() && digit(text[i]);
}

/// Letters, joined by single underscores, after which digits may stand:
/// "y_hat".
std::size_t word_length(std::string_view text) {
  std::size_t n = 0;
  while (letter_at(text, n) ||
         (n > 0 && (digit_at(text, n) && text.find('_') < n)) ||
         (n > 0 && n < text.size() && text[n] == '_' &&
          (letter_at(text, n + 1) || digit_at(text, n + 1))))
    ++n;
  return n;
}

std::size_t number_length(std::string_view text) {
  std::size_t n = 0;
  while (digit_at(text, n)) ++n;
  if (n > 0 && n < text.size() && text[n] == '.' && digit_at(text, n + 1))
    for (++n; digit_at(text, n);) ++n;
  return n;
}

/// "t-1" at t = 3 is "2"; where t is nowhere it stays. None: no index.
std::optional<std::string> index_part(std::string_view text,
                                      const Vocabulary& words) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), digit))
    return std::string(text);
  const auto known =
      text.empty() ? words.letters.end() : words.letters.find(text[0]);
  const std::string_view rest =
      text.substr(std::min<std::size_t>(1, text.size()));
  if (known == words.letters.end()) return std::nullopt;
  if (rest != "" && rest != "-1" && rest != "+1") return std::nullopt;
  if (!known->second) return std::string(text);
  return std::to_string(*known->second + (rest == "+1") - (rest == "-1"));
}

/// The index in front, with its parentheses; takes it off.
std::string take_index(std::string_view& text, const Vocabulary& words) {
  const std::size_t close = text.find(')');
  if (!text.starts_with('(') || close == std::string_view::npos) return "";
  std::string index;
  for (std::size_t from = 1; from <= close;) {
    const std::size_t end = std::min(text.find(',', from), close);
    const auto part = index_part(text.substr(from, end - from), words);
    if (!part) return "";
    index += (index.empty() ? "" : ",") + *part;
    from = end + 1;
  }
  text.remove_prefix(close + 1);
  return index;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text, const Vocabulary& words) {
  using Kind = Token::Kind;
  std::vector<Token> tokens;
  std::string blanks;
  while (!text.empty()) {
    const std::size_t word = word_length(text), number = number_length(text);
    std::size_t size = std::max<std::size_t>({word, number, 1});
    for (const std::string_view sign : {"(.)", "||"})
      if (text.starts_with(sign)) size = sign.size();
    if (text.starts_with("^T") && !letter_at(text, 2)) size = 2;
    const std::string taken(text.substr(0, size));
    text.remove_prefix(size);
    if (taken == " ") {
      blanks += taken;
      continue;
    }
    if (taken == "~") continue;
    Token token{word > 0     ? Kind::word
                : number > 0 ? Kind::number
                             : Kind::sign,
                blanks, taken, ""};
    blanks.clear();
    if (word > 0 && words.symbols.count(taken) > 0) {
      token.kind = Kind::symbol;
      token.index = take_index(text, words);
    }
    tokens.push_back(token);
  }
  if (!blanks.empty()) tokens.push_back({Kind::sign, blanks, "", ""});
  return tokens;
}

// -- Values -------------------------------------------------------------------

namespace {

[[noreturn]] void wrong(const std::string& what) {
  throw std::logic_error("the sheet's formula: " + what);
}

Value with_error(const Matrix& m, Rank rank, const Matrix& error) {
  Value v(m, rank);
  v.error += error;
  return v;
}

double only(const Matrix& m) {
  return m(0);
}

Value number(double v) {
  Matrix m(1, 1);
  m(0) = v;
  return {m, Rank::number};
}

/// A number of the formula itself in the shape of what it is added to.
Value spread(const Value& v, const Value& like) {
  if (!v.literal || like.rank == Rank::number) return v;
  return {Matrix(arma::size(like.m)).fill(only(v.m)), like.rank};
}

void require_alike(const Value& a, const Value& b, const std::string& what) {
  if (a.rank != b.rank || arma::size(a.m) != arma::size(b.m))
    wrong(what + " of " + shape(a.m) + " and " + shape(b.m));
}

Value sum(const Value& a_, const Value& b_, double sign) {
  const Value a = spread(a_, b_), b = spread(b_, a_);
  require_alike(a, b, "a sum");
  Value v = with_error(a.m + sign * b.m, a.rank, a.error + b.error);
  if (a_.literal && only(a_.m) == 1 && sign < 0 && b.logs.size() == 2)
    v.logs = {b.logs[1], b.logs[0]};  // 1 - p
  return v;
}

Value scaled(const Value& v, const Value& by) {
  const double s = only(by.m);
  return with_error(s * v.m, v.rank,
                    std::abs(s) * v.error + only(by.error) * arma::abs(v.m));
}

/// What the product of two is; none: there is none.
std::optional<Rank> product_rank(Rank a, Rank b) {
  const bool wide = a == Rank::matrix || a == Rank::row;
  const bool tall = b == Rank::matrix || b == Rank::row;
  if (a == Rank::column)
    return b == Rank::row ? std::optional(Rank::matrix) : std::nullopt;
  if (!wide || (a == Rank::matrix && b == Rank::row)) return std::nullopt;
  if (a == Rank::matrix) return tall ? Rank::matrix : Rank::column;
  return tall && b == Rank::matrix ? std::optional(Rank::row)
         : b == Rank::column       ? std::optional(Rank::number)
                                   : std::nullopt;
}

Value product(const Value& a, const Value& b) {
  if (a.rank == Rank::number) return scaled(b, a);
  if (b.rank == Rank::number) return scaled(a, b);
  const auto rank = product_rank(a.rank, b.rank);
  if (!rank || a.m.n_cols != b.m.n_rows)
    wrong("a product of " + shape(a.m) + " and " + shape(b.m));
  return with_error(a.m * b.m, *rank,
                    arma::abs(a.m) * b.error + a.error * arma::abs(b.m));
}

Value entrywise(const Value& a, const Value& b) {
  if (a.rank == Rank::number) return scaled(b, a);
  if (b.rank == Rank::number) return scaled(a, b);
  require_alike(a, b, "an entrywise product");
  return with_error(a.m % b.m, a.rank,
                    arma::abs(a.m) % b.error + a.error % arma::abs(b.m));
}

Value transposed(const Value& v) {
  const Rank rank = v.rank == Rank::column ? Rank::row
                    : v.rank == Rank::row  ? Rank::column
                                           : v.rank;
  return with_error(v.m.t(), rank, v.error.t());
}

Value squared(const Value& v) {
  if (v.rank == Rank::matrix) wrong("the square of a matrix");
  return with_error(arma::square(v.m), v.rank, 2 * arma::abs(v.m) % v.error);
}

Value norm(const Value& v) {
  Value n = number(frobenius_norm(v.m));
  n.error += frobenius_norm(v.error);
  return n;
}

/// A function with the slope that its value has.
Value function(const Value& v, const Matrix& m, const Matrix& slope) {
  return with_error(m, v.rank, arma::abs(slope) % v.error);
}

/// log(1 / (1 + e^-z)), also where the fraction is 0 or 1.
Value log_sigmoid(const Value& v, double sign) {
  Matrix m = sign * v.m;
  m.transform([](double z) {
    return z >= 0 ? -std::log1p(std::exp(-z)) : z - std::log1p(std::exp(z));
  });
  return with_error(m, v.rank, v.error);
}

Value function_of(const std::string& name,
                  const std::vector<Value>& arguments) {
  const Value& v = arguments.at(0);
  if (arguments.size() != (name == "min" ? 2 : 1))
    wrong(name + " of how many?");
  if (name == "min") {
    const Value& other = arguments[1];
    require_alike(v, other, "min");
    return only(v.m) < only(other.m) ? v : other;
  }
  if (name == "log") {
    if (!v.logs.empty()) return v.logs[0];
    return function(v, arma::log(v.m), 1 / v.m);
  }
  if (name == "exp") return function(v, arma::exp(v.m), arma::exp(v.m));
  if (name == "sqrt") {
    const double root = std::sqrt(only(v.m));
    Value result = number(root);
    if (root > 0) result.error += only(v.error) / root;
    return result;
  }
  if (name == "diag" && v.rank == Rank::column)
    return with_error(arma::diagmat(v.m), Rank::matrix, arma::diagmat(v.error));
  if (name == "softmax" && v.rank == Rank::column) {
    Value p = with_error(softmax(v.m), v.rank, softmax(v.m) * v.error.max());
    const Matrix reach(arma::size(v.m), arma::fill::value(v.error.max()));
    p.logs = {with_error(log_softmax(v.m), v.rank, reach)};
    return p;
  }
  if (name == "tanh" || name == "sigmoid" || name == "relu") {
    const Activation kind = activation_named(name);
    const Matrix a = activate(kind, v.m);
    Value result = function(v, a, derivative(kind, v.m));
    if (name == "sigmoid")
      result.logs = {log_sigmoid(v, 1), log_sigmoid(v, -1)};
    return result;
  }
  wrong("no '" + name + "' of this");
}

// -- The grammar --------------------------------------------------------------

/// Reads a formula from left to right, and computes as it reads.
class Evaluator {
 public:
  Evaluator(const std::vector<Token>& tokens,
            const std::function<const Value&(const std::string&)>& known)
      : tokens_(tokens), known_(known) {}

  Value whole() {
    const Value v = expression();
    if (!peek().empty()) wrong("'" + peek() + "' not expected");
    return v;
  }

 private:
  std::string peek() const {
    return at_ < tokens_.size() ? tokens_[at_].text : "";
  }
  bool take(const std::string& sign) {
    if (peek() != sign) return false;
    ++at_;
    return true;
  }
  void expect(const std::string& sign) {
    if (!take(sign)) wrong("'" + sign + "' expected before '" + peek() + "'");
  }

  /// a + b - c, or a > 0: 1 where it holds.
  Value expression() {
    Value v = take("-") ? scaled(term(), number(-1)) : term();
    while (peek() == "+" || peek() == "-") {
      const double sign = tokens_[at_++].text == "+" ? 1 : -1;
      v = sum(v, term(), sign);
    }
    if (!take(">")) return v;
    const Value bound = spread(term(), v);
    require_alike(v, bound, "a comparison");
    return {arma::conv_to<Matrix>::from(v.m > bound.m), v.rank};
  }
  /// a b (.) c: the products on either side first.
  Value term() {
    Value v = products();
    while (take("(.)")) v = entrywise(v, products());
    return v;
  }
  /// a b / c, from left to right.
  Value products() {
    Value v = factor();
    while (true) {
      if (take("/")) {
        const Value by = factor();
        if (by.rank != Rank::number) wrong("a division by no number");
        v = scaled(v, {1 / by.m, Rank::number});
      } else if (begins_factor()) {
        v = product(v, factor());
      } else {
        return v;
      }
    }
  }
  bool begins_factor() const {
    if (at_ >= tokens_.size()) return false;
    const Token& next = tokens_[at_];
    return next.kind != Token::Kind::sign || next.text == "(" ||
           (next.text == "||" && !in_norm_);
  }
  /// a^T, a^2.
  Value factor() {
    Value v = atom();
    while (true) {
      if (take("^T")) {
        v = transposed(v);
      } else if (take("^")) {
        expect("2");
        v = squared(v);
      } else {
        return v;
      }
    }
  }
  Value atom() {
    if (take("(")) {
      const bool outside = std::exchange(in_norm_, false);
      const Value v = expression();
      in_norm_ = outside;
      expect(")");
      return v;
    }
    if (take("||")) {
      in_norm_ = true;
      const Value v = expression();
      in_norm_ = false;
      expect("||");
      return norm(v);
    }
    if (at_ >= tokens_.size()) wrong("it ends too early");
    const Token& token = tokens_[at_++];
    switch (token.kind) {
      case Token::Kind::symbol:
        return known_(token.key());
      case Token::Kind::number: {
        Value v = number(std::stod(token.text));
        v.literal = true;
        return v;
      }
      case Token::Kind::word:
        return function_of(token.text, arguments());
      default:
        wrong("'" + token.text + "' not expected");
    }
  }
  /// (a, b), or a factor that stands alone: log y_hat(t).
  std::vector<Value> arguments() {
    if (peek() != "(") return {factor()};
    ++at_;
    std::vector<Value> list{expression()};
    while (take(",")) list.push_back(expression());
    expect(")");
    return list;
  }

  const std::vector<Token>& tokens_;
  const std::function<const Value&(const std::string&)>& known_;
  std::size_t at_ = 0;
  bool in_norm_ = false;
};

}  // namespace

Value operator+(const Value& a, const Value& b) {
  return sum(a, b, 1);
}

Value evaluate(
    const std::vector<Token>& formula,
    const std::function<const Value&(const std::string& key)>& known) {
  return Evaluator(formula, known).whole();
}

bool agrees(const Value& computed, const Matrix& other) {
  if (arma::size(computed.m) != arma::size(other)) return false;
  const Matrix off = arma::abs(computed.m - other);
  for (Index i = 0; i < off.n_elem; ++i)
    if (off(i) > 1e-12 * computed.error(i) + 1e-150) return false;
  return true;
}

}  // namespace unrolled
