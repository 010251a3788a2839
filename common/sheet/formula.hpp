/// \file
/// A formula as one writes it by hand, `z(t) = U x(t) + W h(t-1) + b`: cut into
/// tokens, from which it is typeset, and computed.
///
/// Symbols beside each other are multiplied, `(.)` multiplies entry by entry,
/// `^T` transposes, `^2` squares each entry; further + - / > and the functions
/// tanh, sigmoid, relu, softmax, log, exp, sqrt, diag, min, and `||v||`. `~`
/// keeps apart what is no word.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// What a symbol stands for: it decides what a product is.
enum class Rank { number, column, row, matrix };

/// What a formula comes to.
struct Value {
  Matrix m;
  Rank rank;
  std::vector<Value> logs;  ///< log m, log(1 - m), known better than by m
  bool literal = false;     ///< a number in the formula itself

  Value(const Matrix& numbers, Rank what = Rank::matrix)
      : m(numbers), rank(what) {}
  Value(const Vector& numbers) : m(numbers), rank(Rank::column) {}
  Value(double number) : m(1, 1), rank(Rank::number) { m.fill(number); }
};

/// A word, number or sign of a formula.
struct Token {
  enum class Kind { symbol, number, word, sign } kind;
  std::string blanks;  ///< what stands before it
  std::string text;    ///< a symbol's name
  std::string index;   ///< a symbol's: "3", "t-1", "3,2"; empty: none

  std::string key() const;  ///< "h(2)": a symbol and its index
};

/// The words that are symbols, and the letters that count, with where they are.
struct Vocabulary {
  std::set<std::string> symbols;
  std::map<char, std::optional<Index>> letters;
};

std::vector<Token> tokens_of(const std::string& text, const Vocabulary& words);

/// Computes a formula.
/// \throws std::logic_error for what is no formula, or shapes that do not fit
Value evaluate(const std::vector<Token>& formula,
               const std::function<Value(const std::string& key)>& known);
Value operator+(const Value& a, const Value& b);

/// The same, each number off by about 1e-10 of itself: what a formula makes of
/// it shows how far rounding reaches.
Value shaken(Value v, std::minstd_rand& random);
/// Whether a formula's result differs from another by no more than rounding.
bool agrees(const Value& computed, const Value& shaken, const Matrix& other);

}  // namespace unrolled
