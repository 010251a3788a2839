// Formulas as they are typeset, worked out: what a page or a note's row shows
// is read as a reader would, and both sides of the sign of equality are
// computed. A formula that is altered no longer agrees with itself.
#pragma once
#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/gradient_check.hpp"
#include "common/matrix.hpp"

namespace typeset {

using unrolled::block_error;
using unrolled::Index;
using unrolled::Matrix;
using unrolled::Vector;

// Factors or terms of shapes that do not fit.
struct NoShape : std::domain_error {
  using std::domain_error::domain_error;
};
// A sign that is not known here, or in another place than expected.
struct Unread : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

// A letter with its step or layer, and the entry of the vector that is meant.
struct Symbol {
  std::string name;
  int at = none, entry = none;
  bool immediate = false;  // d^+: what stands before is held fixed
  static constexpr int none = -1;
};

// A number as a matrix.
inline Matrix scalar(double value) {
  Matrix m(1, 1);
  m(0) = value;
  return m;
}

// What the letters of a formula stand for. A step that is not there throws
// std::out_of_range.
struct Meaning {
  std::function<Matrix(const Symbol&)> value;
  std::function<Matrix(const Symbol& of, const Symbol& by)> slope;
  // What a letter on the left of an arrow becomes.
  std::function<Matrix(const Symbol&)> after;
  // f(v), or f'(v) where it has a prime.
  std::function<Matrix(const std::string& f, bool prime, const Matrix&)> apply;
  std::set<std::string> functions;    // "\\sigma"
  std::set<std::string> names;        // with their indices: "W_x"
  std::set<std::string> steps;        // that take a step in brackets: x(t)
  std::map<std::string, int> counts;  // "\\tau", 4
  std::map<std::string, std::pair<int, int>> ranges;  // "t", 1 to 4
  // What E is a mean of: outcomes, all alike; of which the letters speak.
  int outcomes = 0;
  std::function<void(int)> happens;
  bool empty_products = false;  // one, where there is no factor
};

// sigma(v), or its slope: what a meaning applies where sigma is the sigmoid.
inline Matrix sigmoid_or_slope(const std::string&, bool prime,
                               const Matrix& v) {
  const Matrix a = 1 / (1 + arma::exp(-v));
  return prime ? Matrix(a % (1 - a)) : a;
}

// Where dots stand for nothing: their first and last factors meet.
inline std::vector<std::string> tokens_of(const std::string& text) {
  static const std::regex form("\\\\[A-Za-z]+|\\\\.|[0-9]+(?:\\.[0-9]+)?|\\S");
  static const std::regex layout(
      "\\\\(begin|end)\\{aligned\\}|\\\\\\\\(\\[3pt\\])?|\\{\\}|&|\\\\cdots");
  const std::string tex = std::regex_replace(text, layout, " ");
  static const std::set<std::string> blank{
      "\\,",   "\\;",    "\\!",    "\\:",    "\\ ",    "\\big",
      "\\Big", "\\bigg", "\\Bigg", "\\left", "\\right"};
  std::vector<std::string> tokens;
  for (std::sregex_iterator it(tex.begin(), tex.end(), form), end; it != end;
       ++it)
    if (blank.contains(it->str())) {
      continue;
    } else if (!tokens.empty() && tokens.back() == "\\tfrac" &&
               it->length() == 2) {
      tokens.push_back(it->str().substr(0, 1));  // \tfrac12
      tokens.push_back(it->str().substr(1));
    } else {
      tokens.push_back(it->str());
    }
  tokens.push_back("");  // the end
  return tokens;
}

class Reader {
 public:
  Reader(const Meaning& meaning, std::vector<std::string> tokens,
         std::map<std::string, int> letters)
      : meaning_(meaning),
        tokens_(std::move(tokens)),
        letters_(std::move(letters)) {}

  // a = b < c = d: the values of the sides that are to be equal, {a, b} and
  // {c, d}. a <- b: what a becomes.
  std::vector<std::vector<Matrix>> sides() {
    static const std::map<std::string, int> relations{
        {"=", 0},     {"\\approx", 0}, {"\\leftarrow", 0}, {"<", -1},
        {"\\le", -1}, {">", 1},        {"\\lesssim", -1}};
    becomes_ = std::count(tokens_.begin(), tokens_.end(), "\\leftarrow") > 0;
    std::vector<std::vector<Matrix>> all{{sum_of_terms()}};
    becomes_ = false;
    while (relations.contains(next())) {
      const int sign = relations.at(tokens_[at_++]);
      const Matrix left = all.back().back(), side = sum_of_terms();
      if (sign && !(is_scalar(side) && is_scalar(left) &&
                    (left(0) - side(0)) * sign >= 0))
        throw NoShape("an inequality that does not hold");
      if (sign) all.push_back({});
      all.back().push_back(side);
    }
    if (next() != "") throw Unread("'" + next() + "' is not expected");
    return all;
  }

 private:
  const std::string& next(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  void expect(const std::string& token) {
    if (next() != token)
      throw Unread("'" + next() + "', expected '" + token + "'");
    ++at_;
  }

  Matrix sum_of_terms() {
    const bool minus = next() == "-";
    if (minus) ++at_;
    Matrix sum = term();
    if (minus) sum = -sum;
    while (next() == "+" || next() == "-") {
      const double sign = tokens_[at_++] == "+" ? 1 : -1;
      sum = added(sum, sign * term());
    }
    return sum;
  }

  bool term_ends() const {
    static const std::set<std::string> signs{
        "",  "+",           "-",        "=",        ")",    "]",
        "}", "\\rVert",     "\\rvert",  "<",        "\\le", ">",
        ",", "\\leftarrow", "\\approx", "\\lesssim"};
    return signs.contains(next());
  }

  Matrix term() {
    Matrix product = factor();
    while (!term_ends()) {
      if (next() == "/") {
        ++at_;
        product = divided(product, factor());
        continue;
      }
      const bool by_entry = next() == "\\odot";
      if (by_entry || next() == "\\cdot" || next() == "\\circ") ++at_;
      const Matrix right = factor();
      product =
          by_entry ? by_entries(product, right) : multiplied(product, right);
    }
    return product;
  }

  // A factor with its transpose, its square or its entry.
  Matrix factor() {
    Matrix value = plain_factor();
    for (;;) {
      if (next() == "^" && next(1) == "\\T") {
        at_ += 2;
        value = Matrix(value.t());
      } else if (next() == "^" && next(1) == "{" && next(2) == "\\T") {
        at_ += 4;
        value = Matrix(value.t());
      } else if (next() == "^" && next(1) == "2") {
        at_ += 2;
        value = arma::square(value);
      } else if (next() == "_" && letters_.contains(next(1))) {
        value = entry(value, letters_.at(next(1)));
        at_ += 2;
      } else {
        return value;
      }
    }
  }

  Matrix plain_factor() {
    static const std::set<std::string> colours{"\\fwd", "\\bwd", "\\pathone",
                                               "\\pathtwo", "\\paththree"};
    const std::string token = next();
    if (colours.contains(token)) ++at_;
    if (token == "(") return enclosed("(", ")");
    if (token == "[" && next(1) == "\\frac") return path();
    if (token == "[") return enclosed("[", "]");
    if (colours.contains(token) || token == "{") return enclosed("{", "}");
    if (token == "\\lVert") return norm();
    if (token == "\\lvert") return size();
    if (token == "\\partial") return slope_in_line();
    if (token == "\\tfrac" || token == "\\frac") return fraction();
    if (token == "\\pd") return slope(false);
    if (token == "\\sum" || token == "\\prod") return over_a_range();
    if (std::isdigit(static_cast<unsigned char>(token[0])))
      return scalar(std::stod(tokens_[at_++]));
    if (function_here() == "\\mathrm{E}") return mean();
    if (is_function()) return applied();
    if (letters_.contains(token) || meaning_.counts.contains(token))
      return scalar(number(tokens_[at_++]));
    const Symbol s = symbol();
    return becomes_ ? meaning_.after(s) : meaning_.value(s);
  }

  Matrix enclosed(const std::string& open, const std::string& close) {
    expect(open);
    Matrix value = sum_of_terms();
    if (open == "(" && next() == ",") value = with_shift(value);
    expect(close);
    return value;
  }

  // (A, v), a step A d + v: the matrix that takes d and a one below it there.
  Matrix with_shift(const Matrix& A) {
    if (A.n_elem == 1) throw Unread("a row of numbers");
    expect(",");
    const Matrix v = sum_of_terms();
    if (v.n_cols != 1 || v.n_rows != A.n_rows)
      throw NoShape("a pair that is no step");
    Matrix all = arma::eye(A.n_rows + 1, A.n_cols + 1);
    all.head_rows(A.n_rows) = arma::join_rows(A, v);
    all(A.n_rows, A.n_cols) = 1;
    return all;
  }

  // E of what follows, up to the next + or -.
  Matrix mean() {
    if (meaning_.outcomes == 0) throw Unread("a mean of what?");
    while (next() != "}") ++at_;
    const std::size_t body = ++at_;
    Matrix all;
    for (int i = 0; i < meaning_.outcomes; ++i) {
      at_ = body;
      meaning_.happens(i);
      const Matrix one = term();
      all = i == 0 ? one : added(all, one);
    }
    return all / meaning_.outcomes;
  }

  Matrix norm() {
    ++at_;
    const double length = arma::norm(sum_of_terms(), "fro");
    expect("\\rVert");
    if (next() == "_") at_ += 2;
    return scalar(length);
  }

  // The size of a number, or of a determinant.
  Matrix size() {
    ++at_;
    const bool det = next() == "\\det";
    if (det) ++at_;
    const Matrix m = sum_of_terms();
    expect("\\rvert");
    return scalar(std::abs(det ? arma::det(m) : m(0)));
  }

  Matrix fraction() {
    if (next(1) == "{" && (next(2) == "\\partial" || next(2) == "d"))
      return slope(true);
    ++at_;
    const Matrix above = factor();
    return divided(above, factor());
  }

  // \pd{L}{W}, or the same with \frac and \partial.
  std::pair<Symbol, Symbol> of_by(bool spelt) {
    ++at_;
    const auto part = [&] {
      expect("{");
      if (spelt && next() != "d") expect("\\partial");
      if (spelt && next() == "d") ++at_;
      const bool immediate = next() == "^";
      if (immediate) at_ += 2;
      Symbol s = symbol();
      s.immediate = immediate;
      expect("}");
      return s;
    };
    const Symbol of = part();
    return {of, part()};
  }
  Matrix slope(bool spelt) {
    const auto [of, by] = of_by(spelt);
    return meaning_.slope(of, by);
  }
  // \partial L/\partial W
  Matrix slope_in_line() {
    expect("\\partial");
    const Symbol of = symbol();
    expect("/");
    expect("\\partial");
    return meaning_.slope(of, symbol());
  }
  // [\frac{\partial L_3}{\partial W}]_{32}: through the steps 3 and 2, where it
  // meets the copy of W. One way leads there.
  Matrix path() {
    expect("[");
    auto [of, by] = of_by(true);
    expect("]");
    expect("_");
    expect("{");
    const std::string steps = tokens_[at_++];
    expect("}");
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (steps[i] - '0' != of.at - static_cast<int>(i))
        throw NoShape("a path that leaves out a step");
    by.at = steps.back() - '0';
    return meaning_.slope(of, by);
  }

  // A sum or a product of what follows, up to the next + or -. In a product
  // the latest factor stands on the left.
  Matrix over_a_range() {
    const bool sum = tokens_[at_++] == "\\sum";
    expect("_");
    const bool group = next() == "{";
    if (group) ++at_;
    const std::string letter = tokens_[at_++];
    std::pair<int, int> range{0, -1};
    if (group && next() == "=") {
      ++at_;
      range.first = whole();
      expect("}");
      expect("^");
      range.second = step();
    } else {
      if (group) expect("}");
      if (!meaning_.ranges.contains(letter))
        throw Unread("a sum over " + letter);
      range = meaning_.ranges.at(letter);
    }
    const std::map<std::string, int> before = letters_;
    const std::size_t body = at_;
    Matrix all;
    for (int i = range.first; i <= range.second; ++i) {
      at_ = body;
      letters_[letter] = i;
      const Matrix one = term();
      all = i == range.first  ? one
            : sum             ? added(all, one)
            : one.is_colvec() ? by_entries(one, all)
                              : one * all;
    }
    if (range.second < range.first) {
      if (sum || !meaning_.empty_products)
        throw std::out_of_range("an empty range");
      letters_[letter] = 1;  // its factor is read, and not taken
      term();
      all = scalar(1);
    }
    letters_ = before;
    return all;
  }

  // \mathrm{ReLU} is one name.
  std::string function_here() const {
    if (next() != "\\mathrm") return next();
    std::string name = "\\mathrm{";
    for (std::size_t i = 2; next(i) != "}" && next(i) != ""; ++i)
      name += next(i);
    return name + "}";
  }
  bool is_function() const {
    static const std::set<std::string> known{"\\diag", "\\log",   "\\tanh",
                                             "\\min",  "\\max",   "\\softmax",
                                             "\\sqrt", "\\artanh"};
    return known.contains(function_here()) ||
           meaning_.functions.contains(function_here());
  }
  Matrix applied() {
    const std::string f = function_here();
    if (next() == "\\mathrm")
      while (next() != "}") ++at_;
    ++at_;
    const bool prime = next() == "'", square = next() == "^";
    if (prime) ++at_;
    if (square) at_ += 2;
    if (f == "\\min" || f == "\\max") {
      expect("(");
      const Matrix a = sum_of_terms();
      expect(",");
      const Matrix b = sum_of_terms();
      expect(")");
      return scalar(f == "\\min" ? std::min(a(0), b(0)) : std::max(a(0), b(0)));
    }
    if (prime && (next() == "=" || next() == ""))
      return meaning_.value({f + "'"});  // at the only place that is meant
    if (square) return arma::square(function(f, false, plain_factor()));
    return function(f, prime, plain_factor());
  }
  Matrix function(const std::string& f, bool prime, const Matrix& v) const {
    if (prime || meaning_.functions.contains(f))
      return meaning_.apply(f, prime, v);
    if (f == "\\log") return arma::log(v);
    if (f == "\\tanh") return arma::tanh(v);
    if (f == "\\artanh") return arma::atanh(v);
    if (f == "\\sqrt") return arma::sqrt(v);
    if (v.n_cols != 1) throw NoShape(f + " of a matrix");
    if (f == "\\diag") return arma::diagmat(Vector(v));
    return arma::exp(v) / arma::accu(arma::exp(v));
  }

  // A letter, its index below, its layer above, its step in brackets.
  Symbol symbol() {
    Symbol s{tokens_[at_++], Symbol::none, Symbol::none, false};
    if (s.name == "d" && next() != "" && next() != "}")
      s.name += tokens_[at_++];
    if (next() == "'") s.name += tokens_[at_++];
    if (!std::isalpha(static_cast<unsigned char>(s.name[0])) &&
        !(s.name.size() > 1 && s.name[0] == '\\'))
      throw Unread("'" + s.name + "', expected a letter");
    if (next() == "_") {
      ++at_;
      std::string below = next();
      std::size_t n = 1;
      if (below == "{")
        for (below = ""; next(n) != "}" && next(n) != ""; ++n) below += next(n);
      if (meaning_.names.contains(s.name + "_" + below)) {
        at_ += next() == "{" ? n + 1 : 1;
        s.name += "_" + below;
      } else {
        s.at = step();
      }
    }
    if (next() == "^" && next(1) != "\\T" && next(1) != "2" &&
        !(next(1) == "{" && next(2) == "\\T")) {
      ++at_;
      s.at = step();
    }
    if (next() == "(" && meaning_.steps.contains(s.name)) {
      s.entry = s.at;
      ++at_;
      s.at = whole();
      if (next() == ",") {  // a(t,s)
        ++at_;
        s.entry = whole();
      }
      expect(")");
    }
    return s;
  }

  // One sign, or a group.
  int step() {
    if (next() != "{") return number(tokens_[at_++]);
    ++at_;
    const bool copy = next() == "(";  // W^{(1)}
    if (copy) ++at_;
    const int value = whole();
    if (copy) expect(")");
    expect("}");
    return value;
  }
  int whole() {
    int value = number(tokens_[at_++]);
    while (next() == "+" || next() == "-") {
      const int sign = tokens_[at_++] == "+" ? 1 : -1;
      value += sign * number(tokens_[at_++]);
    }
    return value;
  }
  int number(const std::string& token) const {
    if (!token.empty() && std::isdigit(static_cast<unsigned char>(token[0])))
      return std::stoi(token);
    if (letters_.contains(token)) return letters_.at(token);
    if (meaning_.counts.contains(token)) return meaning_.counts.at(token);
    throw Unread("'" + token + "', expected a step");
  }

  static bool is_scalar(const Matrix& m) { return m.n_elem == 1; }
  static Matrix entry(const Matrix& v, int i) {
    if (v.n_cols != 1) throw NoShape("the entry of a matrix");
    return scalar(v(static_cast<Index>(i - 1)));
  }
  static void same_shape(const Matrix& a, const Matrix& b) {
    if (arma::size(a) != arma::size(b))
      throw NoShape("terms of different shapes");
  }
  // 1 - h^2: a number is taken from each entry.
  static Matrix added(const Matrix& a, const Matrix& b) {
    if (is_scalar(a)) return a(0) + b;
    if (is_scalar(b)) return a + b(0);
    same_shape(a, b);
    return a + b;
  }
  static Matrix multiplied(const Matrix& a, const Matrix& b) {
    if (is_scalar(a)) return a(0) * b;
    if (is_scalar(b)) return a * b(0);
    if (a.n_cols != b.n_rows) throw NoShape("factors that do not fit");
    return a * b;
  }
  static Matrix divided(const Matrix& a, const Matrix& b) {
    if (is_scalar(b)) return a / b(0);
    same_shape(a, b);
    return a / b;
  }
  static Matrix by_entries(const Matrix& a, const Matrix& b) {
    if (is_scalar(a)) return a(0) * b;
    same_shape(a, b);
    return a % b;
  }

  const Meaning& meaning_;
  std::vector<std::string> tokens_;
  std::map<std::string, int> letters_;
  std::size_t at_ = 0;
  bool becomes_ = false;  // on the left of an arrow
};

// The equations in a text: parts between $, or all of it; split at commas and
// wide blanks, up to words.
inline std::vector<std::string> equations_in(std::string text) {
  // A long formula in two pieces, so that a line can end between them.
  for (const std::string join : {"$ ${}", "$ $"})
    for (std::size_t at; (at = text.find(join)) != text.npos;)
      text.replace(at, join.size(), "");
  std::vector<std::string> formulas;
  if (text.find('$') == text.npos) formulas = {text};
  for (std::size_t at = text.find('$'); at != text.npos;) {
    const std::size_t end = text.find('$', at + 1);
    if (end == text.npos) throw Unread("a $ without its other");
    formulas.push_back(text.substr(at + 1, end - at - 1));
    at = text.find('$', end + 1);
  }
  std::vector<std::string> found;
  for (const std::string& formula : formulas) {
    std::string tex = formula.substr(0, formula.find("\\text"));
    tex = std::regex_replace(tex, std::regex("\\\\q?quad"), ",");
    static const std::regex arrow("^\\\\(leftarrow|approx|le |lesssim)");
    int depth = 0;
    std::string one;
    bool equals = false;
    for (std::size_t i = 0; i <= tex.size(); ++i) {
      const char c = i < tex.size() ? tex[i] : ',';
      if (c == '(' || c == '{' || c == '[') ++depth;
      if (c == ')' || c == '}' || c == ']') --depth;
      equals = equals || (c == '=' && depth == 0) ||
               (depth == 0 && std::regex_search(tex.substr(i, 11), arrow));
      const bool comma = c == ',' && (i == 0 || tex[i - 1] != '\\');
      if (!(comma && depth == 0)) {
        one += c;
        continue;
      }
      if (one.find_last_not_of(" .\\") != one.npos)
        one = one.substr(0, one.find_last_not_of(" .\\") + 1);
      if (equals) found.push_back(one);
      one.clear();
      equals = false;
    }
  }
  return found;
}

// How far the sides of an equation are apart, at every value of its free
// letter; infinite where the shapes do not fit.
inline double error_of(const std::string& equation, const Meaning& meaning,
                       const std::string& letter) {
  const auto [from, to] = meaning.ranges.at(letter);
  double worst = 0;
  int read = 0;
  for (int i = from; i <= to; ++i) {
    try {
      for (const auto& equal :
           Reader(meaning, tokens_of(equation), {{letter, i}}).sides())
        for (const Matrix& side : equal) {
          if (arma::size(side) != arma::size(equal[0]))
            return std::numeric_limits<double>::infinity();
          worst = std::max(worst, block_error(side, equal[0]));
        }
      ++read;
    } catch (const std::out_of_range&) {
      // No such step: h(t+1) at the end. Most others must be there.
    } catch (const NoShape&) {
      return std::numeric_limits<double>::infinity();
    }
  }
  if (2 * read <= to - from)
    throw Unread("no equation that can be computed: " + equation);
  return worst;
}

}  // namespace typeset
