/// \file
/// Worked examples: the reader's own numbers, checked, worked through, and
/// printed the way one would write it by hand.
///
/// A chapter names the keys of its file (Key), works on them (Input) and writes
/// each step on a sheet (Sheet); options, notations, blanks, JSON and the
/// comparison with the reader's gradients are done here.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/activation.hpp"
#include "common/loss.hpp"
#include "common/matrix.hpp"

namespace unrolled {

// -- What a file may hold -----------------------------------------------------

/// One depth of a nested array.
struct Level {
  std::string size;   ///< name of its length: "H", "tau"; digits: fixed
  std::string unit;   ///< what its entries are: "rows"
  std::string entry;  ///< what one of them is called: "row"
};

/// One key of a worked example: its name and what it holds.
struct Key {
  std::string name;                ///< "U"
  std::vector<Level> levels;       ///< outermost first; none: a single value
  std::vector<std::string> words;  ///< the words it may be; none: numbers
  bool required = true;            ///< else zero when absent
  bool gradient = false;           ///< the reader's own; decides no size
};

/// A key that holds one of some words.
/// \param name   the key
/// \param words  the words it may be
/// \return the key
Key word_key(std::string name, std::vector<std::string> words);
/// A key that holds one number.
/// \param name  the key
/// \return the key
Key number_key(std::string name);
/// A key that holds a vector.
/// \param name  the key
/// \param size  name of its length
/// \return the key
Key vector_key(std::string name, std::string size);
/// A key that holds a matrix, an array of rows.
/// \param name  the key
/// \param rows  name of the number of rows
/// \param cols  name of the number of columns
/// \return the key
Key matrix_key(std::string name, std::string rows, std::string cols);
/// A key that holds a sequence, an array with a vector for every time step.
/// \param name   the key
/// \param steps  name of the number of steps, or the number itself
/// \param size   name of a vector's length
/// \return the key
Key sequence_key(std::string name, std::string steps, std::string size);
/// A key that holds a word, or an array with a word for every layer.
/// \param name   the key
/// \param words  the words it may be
/// \return the key
Key layer_words_key(std::string name, std::vector<std::string> words);
/// A key that holds a matrix for every layer; layer l has size n(l) x n(l-1).
/// \param name  the key
/// \return the key
Key layer_matrices_key(std::string name);
/// A key that holds a vector for every layer; layer l has length n(l).
/// \param name  the key
/// \return the key
Key layer_vectors_key(std::string name);
/// The same key, not required.
/// \param key  any
/// \return the key
Key optional_key(Key key);
/// The key of the reader's own gradient: "dU" for "U", not required.
/// \param key  what the gradient is taken by
/// \return the key
Key gradient_key(const Key& key);

/// The reader's file or command line is not what it should be: exit code 2.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A worked example that has passed every check.
class Input {
 public:
  /// \param key  a key of the chapter \return whether the file holds it
  bool has(const std::string& key) const;
  /// \param key  a word_key() \return its word
  const std::string& word(const std::string& key) const;
  /// \param key  a layer_words_key() \return one word a layer
  const std::vector<std::string>& words(const std::string& key) const;
  /// \param key  a number_key() \return its number
  double number(const std::string& key) const;
  /// \param key  a vector_key() \return the vector; zeros when absent
  Vector vector(const std::string& key) const;
  /// \param key  a matrix_key() or sequence_key()
  /// \return the matrix; columns are the time steps of a sequence
  const Matrix& matrix(const std::string& key) const;
  /// \param key  any key of numbers
  /// \return one matrix, or one a layer; columns for vectors
  const std::vector<Matrix>& blocks(const std::string& key) const;
  /// Refuses what a key holds.
  /// \param place  the key, and the place in it
  /// \param what   what was expected and what came
  /// \throws InputError that names file and key
  [[noreturn]] void refuse(const std::string& place,
                           const std::string& what) const;

 private:
  friend Input parse_input(std::string_view text, const std::string& file,
                           const std::vector<Key>& keys);
  struct Entry {
    std::vector<std::string> words;
    std::vector<Matrix> blocks;
    bool given = true;
  };
  std::string file_;
  std::map<std::string, Entry> entries_;
};

/// Reads a worked example.
/// \param text  JSON: one object
/// \param file  the file's name, for messages
/// \param keys  what it may hold
/// \return the checked numbers
/// \throws InputError in one line that names the key, the place in it, what was
///         expected and what came: for unknown, missing and duplicate keys,
///         shapes that do not fit, numbers that are not finite, bad JSON
Input parse_input(std::string_view text, const std::string& file,
                  const std::vector<Key>& keys);

/// Demands targets that softmax with cross-entropy can have: each column not
/// negative, its sum 1 within 1e-12.
/// \param input  the checked numbers
/// \param key    a vector_key() or sequence_key()
/// \throws InputError that names the key and the step
void require_distribution(const Input& input, const std::string& key);

// -- What goes out as JSON ----------------------------------------------------

/// A JSON value; objects keep their order.
struct Json {
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;
  std::variant<double, Index, bool, std::string, Array, Object> value = 0.0;
};

/// \param v  any vector \return an array
Json json_vector(const Vector& v);
/// \param m  any matrix \return an array of rows
Json json_matrix(const Matrix& m);
/// \param m  one column per time step \return an array of vectors, t = 1 first
Json json_sequence(const Matrix& m);
/// \param layers  one column for every layer \return an array of vectors
Json json_vectors(const std::vector<Matrix>& layers);
/// \param layers  a matrix for every layer \return an array of matrices
Json json_matrices(const std::vector<Matrix>& layers);
/// A number in the fewest digits that give it back.
/// \param number  any
/// \return "0.1"
std::string shortest(double number);
/// A JSON value as text: one line for each key of the outermost object, each
/// number in the fewest digits that give it back.
/// \param value  any; every number finite
/// \return JSON
/// \throws std::overflow_error when a number is not finite
std::string dump(const Json& value);

// -- The sheet ----------------------------------------------------------------

/// What a chapter's index counts: h(t), or a^l.
enum class Counts { steps, layers };

/// What the reader asked for.
struct SheetOptions {
  char notation = 0;           ///< 'A' .. 'E'; 0: the book's symbols
  bool blank = false;          ///< leave the results out
  std::optional<double> rate;  ///< a step of gradient descent, above 0
};

/// A wrong gradient that is often found in place of the true one.
struct Mistake {
  std::string key;             ///< "dW"
  std::string hint;            ///< "without the recurrent term"
  std::vector<Matrix> blocks;  ///< what one gets so, shaped as the true ones
};

/// The sheet a derivation is written on.
///
/// Formulas are plain text in the book's symbols: `U x(t) + W h(t-1) + b`. The
/// sheet puts the step's number for t (or l), then the chosen note's symbols,
/// then the numbers; `dW` stands for dL/dW, `^T` after a symbol for its
/// transpose, `~` keeps apart what is no such word. Every value must be finite:
/// the first that is not ends the run.
class Sheet {
 public:
  /// \param counts   time steps or layers
  /// \param options  what the reader asked for
  Sheet(Counts counts, const SheetOptions& options);
  ~Sheet();
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  /// \return the rate of --step, when given
  std::optional<double> rate() const;
  /// Says how many layers a network has: note A has symbols for two.
  /// \param count  at least 1
  void layers(Index count);
  /// Begins a part of the derivation.
  /// \param title  its heading; symbols are put into the notation
  /// \param stage  what overflows in it, as in "the forward pass overflowed"
  void section(const std::string& title, const std::string& stage);
  /// Begins a time step or layer: the t (or l) of the formulas that follow.
  /// \param number  from 1
  void step(Index number);
  /// Goes to a time step or layer without a heading.
  /// \param number  from 1; 0: what follows is of none
  void at(Index number);
  /// Writes a line of text; its symbols are put into the notation.
  /// \param text  no results in it
  void remark(const std::string& text);

  /// Writes down given numbers.
  /// \param symbol  "U" or "x(1)"
  /// \param value   its numbers
  void given(const std::string& symbol, const Matrix& value);
  /// \copydoc given
  void given(const std::string& symbol, double value);
  /// Gives a symbol its numbers without writing them down.
  /// \param symbol    "a(0)"
  /// \param value     its numbers
  /// \param computed  whether a blank sheet leaves them out
  void define(const std::string& symbol, const Matrix& value, bool computed);
  /// Writes symbol = formula = numbers put in = result.
  /// \param symbol    what is computed: "z(t)"
  /// \param formula   how: "U x(t) + W h(t-1) + b"; may be empty
  /// \param value     the result
  /// \param equation  its number: "3.1"; may be empty
  /// \throws std::overflow_error when the result is not finite
  void line(const std::string& symbol, const std::string& formula,
            const Matrix& value, const std::string& equation);
  /// \copydoc line
  void line(const std::string& symbol, const std::string& formula, double value,
            const std::string& equation);
  /// Writes symbol = sum over t of formula, a line for each summand.
  /// \param symbol    what is computed: "dW"
  /// \param formula   one summand: "dz(t) h(t-1)^T"
  /// \param last      the sum runs over 1 .. last
  /// \param summand   its numbers for a step
  /// \param value     the sum
  /// \param equation  its number
  /// \throws std::overflow_error when a number is not finite
  void sum(const std::string& symbol, const std::string& formula, Index last,
           const std::function<Matrix(Index)>& summand, const Matrix& value,
           const std::string& equation);
  /// Writes symbol = formula = part + part + ... = result.
  /// \param symbol    what is computed: "db"
  /// \param formula   what is added: "the sum of dz(t) over t"
  /// \param parts     the numbers that are added
  /// \param value     the sum
  /// \param equation  its number
  /// \throws std::overflow_error when a number is not finite
  void total(const std::string& symbol, const std::string& formula,
             const std::vector<Matrix>& parts, const Matrix& value,
             const std::string& equation);
  /// \copydoc total
  void total(const std::string& symbol, const std::string& formula,
             const Vector& parts, double value, const std::string& equation);

  /// Puts a result into the JSON object.
  /// \param key    its key
  /// \param value  its value
  void json(const std::string& key, Json value);
  /// Compares the reader's gradient with the true one, when it is given.
  /// \param input     the reader's file
  /// \param key       "dW"
  /// \param truth     the true gradient: one block, or one a layer
  /// \param mistakes  wrong ones to know; those of other keys are passed over
  void compare(const Input& input, const std::string& key,
               const std::vector<Matrix>& truth,
               const std::vector<Mistake>& mistakes);

  /// \return whether every gradient of the reader's was right
  bool all_right() const;
  /// \param title  the first line
  /// \return the sheet as text
  std::string as_text(const std::string& title) const;
  /// \return the results as one JSON object
  std::string as_json() const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

/// sigma(argument) as a formula: "tanh(z(t))".
/// \param kind      which sigma
/// \param argument  its argument, a formula
/// \return a formula
std::string activation_formula(Activation kind, const std::string& argument);
/// sigma' by sigma's value, as a formula: "(1 - h(t)^2)".
/// \param kind   which sigma
/// \param value  the symbol of sigma's value: "h(t)"
/// \return a factor of an elementwise product
std::string slope_formula(Activation kind, const std::string& value);

// -- The command --------------------------------------------------------------

/// A chapter, for the work command.
struct WorkedChapter {
  std::string folder;     ///< "03-any-length"
  std::string title;      ///< "any length"
  std::vector<Key> keys;  ///< what its files hold
  Counts counts;          ///< what its index counts
};

/// Runs "book work N [file] [options]" for a chapter.
/// \param chapter  names, keys
/// \param argc     from main
/// \param argv     from main
/// \param derive   writes the derivation on the sheet
/// \return the exit code: 0 fine, 1 a gradient is wrong or the run overflowed,
///         2 usage or input
int work(const WorkedChapter& chapter, int argc, char** argv,
         const std::function<void(const Input&, Sheet&)>& derive);

// -- What the recurrent chapters share ----------------------------------------

/// The keys of a recurrent network on one sequence: `hidden` `output` `U` `W`
/// `V` `b` `c` `h0` `x` `y`, and the reader's gradients.
/// \param steps  number of steps, or the name of it
/// \return the keys
std::vector<Key> recurrent_keys(const std::string& steps = "tau");

/// A recurrent network and one sequence.
struct RecurrentExample {
  Activation hidden;  ///< sigma of the hidden units
  Output output;      ///< the matched pair
  Matrix U;           ///< H x N
  Matrix W;           ///< H x H
  Matrix V;           ///< K x H
  Vector b;           ///< H
  Vector c;           ///< K
  Vector h0;          ///< H
  Matrix x;           ///< N x tau
  Matrix y;           ///< K x tau
};

/// The recurrent network in a file.
/// \param input  read with recurrent_keys()
/// \return its numbers
/// \throws InputError when softmax targets are no distribution
RecurrentExample recurrent_example(const Input& input);

/// Writes down the given numbers of a recurrent network.
/// \param sheet    to write on
/// \param example  the numbers
void write_given(Sheet& sheet, const RecurrentExample& example);

/// dL by everything in a recurrent network, in the shapes of RecurrentExample.
struct RecurrentGradient {
  Matrix dU;     ///< H x N
  Matrix dW;     ///< H x H
  Matrix dV;     ///< K x H
  Vector db;     ///< H
  Vector dc;     ///< K
  Vector dh0;    ///< H
  Matrix dx;     ///< N x tau
  Matrix delta;  ///< dL/dh(t), H x tau
};

/// Puts delta and the gradients into the JSON object.
/// \param sheet  to put into
/// \param g      all of them
void json_gradient(Sheet& sheet, const RecurrentGradient& g);

/// Compares every gradient that the reader's file holds.
/// \param sheet     to write on
/// \param input     the reader's file
/// \param g         the true ones
/// \param mistakes  wrong ones to know
void compare_all(Sheet& sheet, const Input& input, const RecurrentGradient& g,
                 const std::vector<Mistake>& mistakes);

/// Writes a step of gradient descent, when the reader asked for one.
/// \param sheet     to write on
/// \param after     the network after the step
/// \param formula   the step of a parameter, * for its name: "* - eta d*"
/// \param equation  its number
/// \param new_loss  finds the new loss
void write_step(Sheet& sheet, const RecurrentExample& after,
                const std::string& formula, const std::string& equation,
                const std::function<double()>& new_loss);

/// y_hat(t) as a formula of o(t).
/// \param pair  the matched pair
/// \return a formula
std::string output_formula(Output pair);
/// L(t) as a formula of y(t) and y_hat(t).
/// \param pair  the matched pair
/// \return a formula
std::string loss_formula(Output pair);

/// The wrong gradients that are often found in a recurrent network's place.
/// \param example  the numbers
/// \param h        states, H x (tau + 1), h(0) first
/// \param dLdo     y_hat - y, K x tau
/// \return one for each slip and key
std::vector<Mistake> recurrent_mistakes(const RecurrentExample& example,
                                        const Matrix& h, const Matrix& dLdo);

}  // namespace unrolled
