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
#include "common/terminal.hpp"

namespace unrolled {

/// A note's symbols.
struct Notation {
  std::string index;   ///< where an index stands: "(#)", "_#", "^(#)" or "^#"
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
  bool coloured = false;       ///< for a terminal
};

/// Keyed by their keys: "dW"; one block, or one for each layer.
using Keyed = std::map<std::string, std::vector<Matrix>>;

/// A wrong gradient that is often found in place of the true one.
struct Mistake {
  std::string says;  ///< "Your {} is the true one without ...", {}: the block
  Keyed blocks;
};

/// The block of a key of the file, of a layer (from 0), moved a complex step.
using Moved = std::function<ComplexMatrix(const std::string& key, Index layer)>;
/// The loss of the file's numbers, found another way than the book's.
using OtherLoss = std::function<Complex(const Moved& block)>;

/// What is to be said of one block of the reader's.
struct Judged {
  double error;      ///< relative to the true block's norm
  bool right;        ///< to the digits that it was written with
  std::string hint;  ///< the typical mistake in it, when it is one
};

/// Judges the reader's blocks of a key: one, or one for each layer.
/// \param tolerance  how far they may be off; none: as their digits say
std::vector<Judged> judged(const Entry& yours, std::optional<double> tolerance,
                           const std::vector<Matrix>& truth,
                           const std::vector<Mistake>& mistakes);

/// Tries a gradient of the book's along a direction.
/// \throws std::logic_error when the other loss has another derivative
void require_own(const Input& input, const std::string& key,
                 const std::vector<Matrix>& gradient, const OtherLoss& loss);

/// The sheet.
///
/// Formulas are plain text in the book's symbols (see formula.hpp). The sheet
/// puts the step's number for t, then the chosen note's symbols, then numbers;
/// `dW` stands for dL/dW. Every value must be finite: the first that is not
/// ends the run. What was written is known by its symbol from then on: for
/// later formulas, for the JSON object, and to judge the reader's by.
class Sheet {
 public:
  explicit Sheet(const SheetOptions& options);

  /// Takes the chapter's symbols. To be called first.
  /// \throws InputError when the reader asked for a note that has none of them
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
  /// Writes in this colour from here on.
  void paint(Paint with) { paint_ = with; }

  /// Writes down given numbers; define() only remembers them, and whether a
  /// blank sheet leaves them out.
  void given(const std::string& symbol, const Value& value);
  void define(const std::string& symbol, const Value& value, bool computed);
  /// Writes down the arrays of a file: W(1), W(2) for layers, x(1), x(2) for
  /// steps, h(0) for h0.
  void given(const Input& input);
  /// Writes symbol = formula = numbers put in = result. A formula may be "sum
  /// over t of ...": then each summand is written, too.
  /// \param statement  "z(t) = U x(t) + W h(t-1) + b"
  /// \param equation   its number, "3.1"; may be empty
  /// \param chapters   what the chapter's code computed
  /// \throws std::overflow_error when the result is not finite
  /// \throws std::logic_error when the formula does not give the chapter's
  void step(const std::string& statement, const std::string& equation,
            const Value& chapters);
  /// The same for a sum of parts that were written before, said in words.
  void total(const std::string& symbol, const std::string& words,
             const std::vector<std::string>& parts, const std::string& equation,
             const Value& chapters);
  /// Writes symbol = value, without a formula.
  void result(const std::string& symbol, const Value& value);

  /// Puts what was written into the JSON object.
  /// \param path    "loss", "updated/W", "rows/0"
  /// \param symbol  "L"; "h(t)", with a letter: an array from h(1) on
  void json(const std::string& path, const std::string& symbol);
  void json(const std::string& path, Index number);
  /// Puts all gradients that a file may bring into the JSON object.
  void gradients(const Input& input);

  /// Tries the book's own gradients, as they are written, then compares the
  /// reader's with them.
  /// \param loss      finds the same another way
  /// \param mistakes  wrong ones to know
  /// \throws std::logic_error when the book's own are wrong
  void compare(const Input& input, const OtherLoss& loss,
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
  using Units = std::vector<TextBlock>;

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
  Units put_in(const std::vector<Token>& formula) const;
  void add(const std::vector<std::string>& lines);
  std::string in(Paint paint, const std::string& line) const {
    return options_.coloured ? painted(line, paint) : line;
  }
  void write_formula(const std::string& symbol, const std::string& formula,
                     const std::string& equation);
  void write_result(const std::string& head, Units units, const Value& value);
  void write_sum(const std::string& symbol, const std::string& formula,
                 const std::string& equation, const Matrix& chapters);
  void write_all(const std::string& symbol, const std::string& words,
                 const Units& units, const Result& result,
                 const std::string& equation, const Matrix& chapters);
  void write_verdict(const Entry& yours, const std::vector<Judged>& blocks);
  const Known& known(const std::string& key) const;
  std::vector<Matrix> written(const Entry& entry) const;
  static Result sum_of(const std::vector<Result>& terms);
  Result evaluated(const std::string& formula) const;
  void require_finite_value(const std::string& symbol, const Matrix& m) const;
  Value checked(const std::string& symbol, const std::string& equation,
                const Result& result, const Matrix& chapters) const;

  SheetOptions options_;
  Symbols symbols_;
  std::map<std::string, std::string> note_;  ///< the note's symbols
  std::string index_ = "(#)", legend_;
  Vocabulary words_;
  std::map<char, std::pair<Index, Index>> ranges_;
  std::map<std::string, Known> known_;
  std::string stage_ = "the run";
  Units givens_;  // written down, not yet flowed
  std::vector<std::string> lines_, verdict_lines_;
  struct Answer;
  std::shared_ptr<Answer> answer_;  ///< the JSON object
  bool right_ = true;
  Paint paint_ = Paint::none;
  mutable std::minstd_rand random_;
};

/// sigma(argument) as a formula: "tanh(z(t))".
std::string activation_formula(Activation kind, const std::string& argument);
/// sigma' by sigma's value, as a factor: "(1 - h(t)^2)".
std::string slope_formula(Activation kind, const std::string& value);
/// diag of it: "diag(1 - h(t)^2)"; I for the identity.
std::string jacobian_formula(Activation kind, const std::string& value);

}  // namespace unrolled
