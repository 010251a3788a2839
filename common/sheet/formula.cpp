#include "common/sheet/formula.hpp"

#include <cctype>
#include <cmath>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "common/activation.hpp"

namespace unrolled {

std::string Token::key() const {
  return index.empty() ? text : text + "(" + index + ")";
}

// -- Tokens -------------------------------------------------------------------

namespace {

/// An index with its letters where they are: "t-1,s" at t = 3 is "2,s". Empty
/// when it is none.
std::string index_now(const std::string& text, const Vocabulary& words) {
  std::istringstream parts(text);
  std::string index;
  for (std::string part; std::getline(parts, part, ',');) {
    if (std::isalpha(static_cast<unsigned char>(part[0]))) {
      const auto letter = words.letters.find(part[0]);
      if (letter == words.letters.end()) return "";
      const Index step = part.size() > 1 && part[1] == '-' ? Index(-1) : 1;
      if (letter->second)
        part = std::to_string(*letter->second + (part.size() > 1 ? step : 0));
    }
    index += (index.empty() ? "" : ",") + part;
  }
  return index;
}

}  // namespace

std::vector<Token> tokens_of(const std::string& text, const Vocabulary& words) {
  using Kind = Token::Kind;
  static const std::regex piece(
      R"(( *)(?:([A-Za-z]+(?:_[A-Za-z]+)*)|([0-9]+(?:\.[0-9]+)?)|)"
      R"((\(\.\)|\|\||\^T(?![A-Za-z])|[^ ]|$)))");
  static const std::regex counted(
      R"(\(((?:[a-z](?:[-+]1)?|[0-9]+)(?:,(?:[a-z](?:[-+]1)?|[0-9]+))*)\))");
  constexpr auto here = std::regex_constants::match_continuous;
  std::vector<Token> tokens;
  std::smatch found;
  for (auto at = text.begin();
       at != text.end() &&
       std::regex_search(at, text.end(), found, piece, here);) {
    at = found[0].second;
    Token token{found[2].matched   ? Kind::word
                : found[3].matched ? Kind::number
                                   : Kind::sign,
                found[1], found[2].matched ? found[2] : found[0], ""};
    token.text.erase(0, found[2].matched ? 0 : token.blanks.size());
    if (token.kind == Kind::word && words.symbols.count(token.text) > 0) {
      token.kind = Kind::symbol;
      if (std::regex_search(at, text.end(), found, counted, here)) {
        token.index = index_now(found[1], words);
        if (!token.index.empty()) at = found[0].second;
      }
    }
    if (token.text != "~") tokens.push_back(token);
  }
  return tokens;
}

// -- Values -------------------------------------------------------------------

namespace {

[[noreturn]] void wrong(const std::string& what) {
  throw std::logic_error("the sheet's formula: " + what);
}

/// A number of the formula itself in the shape of what it is joined with.
Value spread(const Value& v, const Value& like) {
  if (!v.literal || like.rank == Rank::number) return v;
  return {Matrix(arma::size(like.m)).fill(v.m(0)), like.rank};
}

Value entrywise(const std::string& what, const Value& a_, const Value& b_,
                Matrix (*joined)(const Matrix&, const Matrix&)) {
  const Value a = spread(a_, b_), b = spread(b_, a_);
  if (a.rank != b.rank || arma::size(a.m) != arma::size(b.m))
    wrong(what + " of " + shape(a.m) + " and " + shape(b.m));
  return {joined(a.m, b.m), a.rank};
}

bool has(Rank rank, Rank side) {
  return rank == side || rank == Rank::matrix;
}
/// Of what has several rows, several columns.
Rank rank_of(bool rows, bool columns) {
  if (rows) return columns ? Rank::matrix : Rank::column;
  return columns ? Rank::row : Rank::number;
}

Value product(const Value& a, const Value& b) {
  if (a.rank == Rank::number) return {a.m(0) * b.m, b.rank};
  if (b.rank == Rank::number) return {a.m * b.m(0), a.rank};
  if (a.m.n_cols != b.m.n_rows)
    wrong("a product of " + shape(a.m) + " and " + shape(b.m));
  if (has(a.rank, Rank::row) != has(b.rank, Rank::column))
    wrong("a product of two columns");
  return {a.m * b.m,
          rank_of(has(a.rank, Rank::column), has(b.rank, Rank::row))};
}

Value joined(const Value& a, const std::string& sign, const Value& b) {
  using M = const Matrix&;
  if (sign == "+")
    return entrywise("a sum", a, b, [](M x, M y) -> Matrix { return x + y; });
  if (sign == "-") {
    Value v =
        entrywise("a sum", a, b, [](M x, M y) -> Matrix { return x - y; });
    if (a.literal && a.m(0) == 1 && b.logs.size() == 2)
      v.logs = {b.logs[1], b.logs[0]};  // 1 - p
    return v;
  }
  if (sign == ">")  // 1 where it holds
    return entrywise("a comparison", a, b, [](M x, M y) {
      return arma::conv_to<Matrix>::from(x > y);
    });
  if (sign == "(.)" && a.rank != Rank::number && b.rank != Rank::number)
    return entrywise("an entrywise product", a, b,
                     [](M x, M y) -> Matrix { return x % y; });
  if (sign != "/") return product(a, b);
  if (b.rank != Rank::number) wrong("a division by no number");
  return product(a, 1 / b.m(0));
}

Value transposed(const Value& v) {
  return {v.m.t(), rank_of(has(v.rank, Rank::row), has(v.rank, Rank::column))};
}

Value squared(const Value& v) {
  if (v.rank == Rank::matrix) wrong("the square of a matrix");
  return {arma::square(v.m), v.rank};
}

/// log(1 / (1 + e^-z)), also where the fraction is 0 or 1.
Value log_sigmoid(Matrix z) {
  z.transform([](double v) {
    return v >= 0 ? -std::log1p(std::exp(-v)) : v - std::log1p(std::exp(v));
  });
  return {z, Rank::column};
}

Value with_logs(Value v, const std::vector<Value>& logs) {
  v.logs = logs;
  return v;
}

Value function_of(const std::string& name,
                  const std::vector<Value>& arguments) {
  const Value& of = arguments.at(0);
  const Matrix& m = of.m;
  const bool column = of.rank == Rank::column;
  if (arguments.size() != (name == "min" ? 2 : 1))
    wrong(name + " of how many?");
  if (name == "min")
    return m(0) < arguments[1].m(0) ? arguments[0] : arguments[1];
  if (name == "log")
    return of.logs.empty() ? Value(arma::log(m), of.rank) : of.logs[0];
  if (name == "exp") return {arma::exp(m), of.rank};
  if (name == "sqrt") return {arma::sqrt(m), of.rank};
  if (name == "diag" && column) return Matrix(arma::diagmat(m));
  if (name == "tanh" || name == "relu")
    return {activate(activation_named(name), m), of.rank};
  if (name == "softmax" && column)
    return with_logs({softmax(m), of.rank}, {{log_softmax(m), of.rank}});
  if (name == "sigmoid")
    return with_logs({activate(Activation::sigmoid, m), of.rank},
                     {log_sigmoid(m), log_sigmoid(-m)});
  wrong("no '" + name + "' of this");
}

}  // namespace

// -- The grammar --------------------------------------------------------------

namespace {

/// Reads a formula from left to right, and computes as it reads.
class Evaluator {
 public:
  Evaluator(const std::vector<Token>& tokens,
            const std::function<Value(const std::string&)>& known)
      : tokens_(tokens), known_(known) {}

  Value whole() {
    const Value v = expression(0);
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

  /// What binds at least so tightly: 0 >, 1 + and -, 2 (.), 3 a product or /,
  /// 4 a power; from left to right.
  Value expression(int least) {
    static const std::map<std::string, int> bonds{
        {">", 0}, {"+", 1}, {"-", 1}, {"(.)", 2},
        {"", 3},  {"/", 3}, {"^", 4}, {"^T", 4}};
    Value v = take("-") ? product(-1.0, expression(2)) : atom();
    while (at_ < tokens_.size()) {
      const std::string sign = begins_factor() ? "" : peek();
      const auto bond = bonds.find(sign);
      if (bond == bonds.end() || bond->second < least) break;
      take(sign);
      if (sign == "^T") {
        v = transposed(v);
      } else if (sign == "^") {
        expect("2");
        v = squared(v);
      } else {
        v = joined(v, sign, expression(bond->second + 1));
      }
    }
    return v;
  }
  bool begins_factor() const {
    const Token& next = tokens_[at_];
    return next.kind != Token::Kind::sign || next.text == "(" ||
           (next.text == "||" && !in_norm_);
  }
  Value atom() {
    if (take("(")) {
      const bool outside = std::exchange(in_norm_, false);
      const Value v = expression(0);
      in_norm_ = outside;
      expect(")");
      return v;
    }
    if (take("||")) {
      in_norm_ = true;
      const Value v = expression(0);
      in_norm_ = false;
      expect("||");
      return frobenius_norm(v.m);
    }
    if (at_ >= tokens_.size()) wrong("it ends too early");
    const Token& token = tokens_[at_++];
    switch (token.kind) {
      case Token::Kind::symbol:
        return known_(token.key());
      case Token::Kind::number: {
        Value v = std::stod(token.text);
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
    if (peek() != "(") return {expression(4)};
    ++at_;
    std::vector<Value> list{expression(0)};
    while (take(",")) list.push_back(expression(0));
    expect(")");
    return list;
  }

  const std::vector<Token>& tokens_;
  const std::function<Value(const std::string&)>& known_;
  std::size_t at_ = 0;
  bool in_norm_ = false;
};

}  // namespace

Value operator+(const Value& a, const Value& b) {
  return joined(a, "+", b);
}

Value evaluate(const std::vector<Token>& formula,
               const std::function<Value(const std::string& key)>& known) {
  return Evaluator(formula, known).whole();
}

Value shaken(Value v, std::minstd_rand& random) {
  for (double& entry : v.m)
    entry *= 1 + 1e-10 * (static_cast<double>(random() % 16) - 7.5);
  for (Value& log : v.logs) log = shaken(log, random);
  return v;
}

bool agrees(const Value& computed, const Value& shaken, const Matrix& other) {
  if (arma::size(computed.m) != arma::size(other)) return false;
  // By chance a number may hardly move: then what the others did counts, too.
  const Matrix moved = arma::abs(computed.m - shaken.m);
  const double most = moved.is_finite() ? moved.max() : 0;
  for (Index i = 0; i < other.n_elem; ++i) {
    const double off = std::abs(computed.m(i) - other(i));
    if (off >
        0.01 * moved(i) + 1e-4 * most + 1e-12 * std::abs(other(i)) + 1e-150)
      return false;
  }
  return true;
}

}  // namespace unrolled
