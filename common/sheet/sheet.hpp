/// \file
/// The sheet a derivation is written on: it computes every formula that it
/// prints, and compares the result with the chapter's own code.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/activation.hpp"
#include "common/sheet/formula.hpp"
#include "common/sheet/input.hpp"
#include "common/sheet/layout.hpp"

namespace unrolled {

/// A JSON value; objects keep their order.
class Json {
 public:
  Json(double number);
  Json(Index number);
  Json(bool value);
  Json(const std::string& text);
  Json(const std::vector<Json>& array);
  static Json object(const std::vector<std::pair<std::string, Json>>& items);
  static Json list(const Vector& v);
  static Json rows(const Matrix& m);
  /// One vector for each column, t = 1 first.
  static Json steps(const Matrix& m);
  /// One line for each key of an object.
  /// \throws std::overflow_error when a number is not finite
  std::string text() const;

 private:
  struct Node;
  explicit Json(std::shared_ptr<const Node> node);
  std::shared_ptr<const Node> node_;
};

/// Keyed as JSON, in the shape of their key.
Json json_of(const Key& key, const std::vector<Matrix>& blocks);

/// How a note writes an index: h(1), h_1, h^(1) or a^1.
enum class Style { parentheses, below, above, layer };

/// A note's symbols.
struct Notation {
  Style style;
  std::string names;   ///< where they differ from the book's: "U=Wx W(1)=V"
  std::string legend;  ///< what is said of them
};

/// What a chapter calls its quantities, and what each note calls them.
struct Symbols {
  std::string names;               ///< "U W b x h": a dU is then a symbol, too
  std::string letters;             ///< those that count: "tk"
  std::string place;               ///< what the first of them counts: "at step"
  std::string loss;                ///< "L": dU stands for dL/dU
  std::map<char, Notation> notes;  ///< 'A' .. 'E'; 0: the book itself
};

/// What the reader asked for.
struct SheetOptions {
  char notation = 0;           ///< 'A' .. 'E'; 0: the book's symbols
  bool blank = false;          ///< leave the results out
  std::optional<double> rate;  ///< a step of gradient descent, above 0
};

/// Keyed by their keys: "dW"; one block, or one for each layer.
using Keyed = std::map<std::string, std::vector<Matrix>>;

/// A wrong gradient that is often found in place of the true one.
struct Mistake {
  std::string says;  ///< "Your {} is the true one without ...", {}: the block
  Keyed blocks;
};

/// The derivative of the loss along a direction of a key, one block a layer.
using Slope = std::function<double(const std::string& key,
                                   const std::vector<Matrix>& along)>;

/// What is to be said of one block of the reader's.
struct Judged {
  double error;      ///< relative to the true block's norm
  bool right;        ///< to the digits that it was written with
  std::string hint;  ///< the typical mistake in it, when it is one
};

/// Judges the blocks of a key of the reader's: one, or one for each layer.
std::vector<Judged> judged(const Input& input, const std::string& key,
                           const std::vector<Matrix>& truth,
                           const std::vector<Mistake>& mistakes);

/// Tries a gradient of the book's along a direction.
/// \param slope  the derivative of the loss along it, found another way
/// \param scale  how large the numbers are that it is made of
/// \throws std::logic_error when they differ
void require_own(const std::string& key, const std::vector<Matrix>& gradient,
                 const Slope& slope, double scale);

/// The sheet.
///
/// Formulas are plain text in the book's symbols (see formula.hpp). The sheet
/// puts the step's number for t, then the chosen note's symbols, then numbers;
/// `dW` stands for dL/dW. Every value must be
/// finite: the first that is not ends the run.
class Sheet {
 public:
  explicit Sheet(const SheetOptions& options) : options_(options) {}

  /// Takes the chapter's symbols. To be called first.
  void speak(const Symbols& symbols);
  std::optional<double> rate() const { return options_.rate; }

  /// Begins a part. `stage` is what overflows in it: "the forward pass".
  void section(const std::string& title, const std::string& stage);
  /// Says where a letter is from here on, with a heading; at() without. 0:
  /// nowhere.
  void head(char letter, Index number);
  void at(char letter, Index number);
  /// Says how far a letter counts.
  void range(char letter, Index first, Index last);
  void remark(const std::string& text);

  /// Writes down given numbers; define() only remembers them, and whether a
  /// blank sheet leaves them out.
  void given(const std::string& symbol, const Matrix& value) {
    write_given(symbol, {value, Rank::matrix});
  }
  void given(const std::string& symbol, const Vector& value) {
    write_given(symbol, {value, Rank::column});
  }
  void given(const std::string& symbol, double value);
  void define(const std::string& symbol, const Matrix& value, bool computed) {
    learn(symbol, {value, Rank::matrix}, computed);
  }
  void define(const std::string& symbol, const Vector& value, bool computed) {
    learn(symbol, {value, Rank::column}, computed);
  }
  /// Writes symbol = formula = numbers put in = result. A formula may be "sum
  /// over t of ...": then each summand is written, too.
  /// \param statement  "z(t) = U x(t) + W h(t-1) + b"
  /// \param equation   its number, "3.1"; may be empty
  /// \param chapters   what the chapter's code computed
  /// \throws std::overflow_error when the result is not finite
  /// \throws std::logic_error when the formula does not give the chapter's
  void step(const std::string& statement, const std::string& equation,
            const Matrix& chapters);
  void step(const std::string& statement, const std::string& equation,
            double chapters);
  /// The same for a sum of parts that were written before, said in words.
  void total(const std::string& symbol, const std::string& words,
             const std::vector<std::string>& parts, const std::string& equation,
             const Matrix& chapters);
  /// Writes symbol = value, without a formula.
  void result(const std::string& symbol, const Matrix& value);
  void result(const std::string& symbol, double value);

  void json(const std::string& key, const Json& value);
  /// Puts gradients into the JSON object, in the shapes of their keys.
  void json(const Input& input, const std::vector<std::string>& keys,
            const Keyed& gradients);

  /// Tries the book's own gradients, then compares the reader's with them.
  /// \param truth     the book's
  /// \param slope     finds the same another way
  /// \param mistakes  wrong ones to know
  /// \throws std::logic_error when the book's own are wrong
  void compare(const Input& input, const std::vector<std::string>& keys,
               const Keyed& truth, const Slope& slope,
               const std::function<std::vector<Mistake>()>& mistakes);

  bool all_right() const { return right_; }
  std::string as_text(const std::string& title);
  std::string as_json() const;

 private:
  /// What a symbol stands for, and whether a blank sheet leaves it out.
  struct Known {
    Value value;
    bool computed;
  };
  /// A formula's result, and the same from numbers that are a little off.
  struct Result {
    Value value, shaken;
  };

  std::vector<Token> tokens(const std::string& text) const {
    return tokens_of(text, words_);
  }
  std::string symbol_text(const std::string& name,
                          const std::string& index) const;
  std::string text_of(const std::vector<Token>& formula) const;
  std::string text_of(const std::string& formula) const {
    return text_of(tokens(formula));
  }
  std::string key_of(const std::string& symbol) const;
  TextBlock operand(const Known& known, bool transposed) const;
  std::vector<TextBlock> put_in(const std::vector<Token>& formula) const;
  std::vector<TextBlock> result_units(const std::string& equals,
                                      const Value& value,
                                      std::size_t margin) const;
  void add(const std::vector<std::string>& lines);
  void write_given(const std::string& symbol, const Value& value);
  void write_formula(const std::string& head, const std::string& formula,
                     const std::string& equation);
  void write_result(const std::string& head, std::vector<TextBlock> units,
                    const Value& value);
  void write_sum(const std::string& symbol, const std::string& formula,
                 const std::string& equation, const Matrix& chapters);
  void write_total(const std::string& symbol, const std::string& words,
                   const std::vector<Result>& parts,
                   const std::string& equation, const Matrix& chapters);
  void write_verdict(const std::string& key, bool layers,
                     const std::vector<Judged>& blocks);
  const Known& known(const std::string& key) const;
  static Result sum_of(const std::vector<Result>& parts);
  Result evaluated(const std::string& formula) const;
  void learn(const std::string& symbol, const Value& value, bool computed);
  void require_finite_value(const std::string& symbol, const Matrix& m) const;
  Value checked(const std::string& symbol, const std::string& equation,
                Result result, const Matrix& chapters) const;

  SheetOptions options_;
  Symbols symbols_;
  std::map<std::string, std::string> note_;  ///< the note's symbols
  Style style_ = Style::parentheses;
  std::string legend_;
  Vocabulary words_;
  std::map<char, std::pair<Index, Index>> ranges_;
  std::map<std::string, Known> known_;
  std::string stage_ = "the run";
  std::vector<TextBlock> givens_;  // written down, not yet flowed
  std::vector<std::string> lines_, verdict_lines_;
  std::vector<std::pair<std::string, Json>> results_, verdicts_;
  bool right_ = true;
  mutable std::minstd_rand random_;
};

/// sigma(argument) as a formula: "tanh(z(t))".
std::string activation_formula(Activation kind, const std::string& argument);
/// sigma' by sigma's value, as a factor: "(1 - h(t)^2)".
std::string slope_formula(Activation kind, const std::string& value);
/// diag of it: "diag(1 - h(t)^2)"; I for the identity.
std::string jacobian_formula(Activation kind, const std::string& value);

}  // namespace unrolled
