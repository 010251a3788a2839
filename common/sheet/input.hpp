/// \file
/// The reader's own numbers: a JSON file whose every key, shape and number is
/// judged before it is used.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "common/data.hpp"

namespace unrolled {

/// One depth of a nested array.
struct Level {
  std::string size;  ///< name of its length: "H", "tau"; digits: fixed
  std::string unit;  ///< what its entries are: "rows", "steps", "layers"
};

/// One key of a worked example: its name and what it holds.
struct Key {
  std::string name;
  std::vector<std::string> notes;  ///< what the notes call it
  std::vector<Level> levels;       ///< outermost first; none: a single value
  std::vector<std::string> words;  ///< the words it may be; none: numbers
  bool required = true;            ///< else zero when absent
  bool gradient = false;           ///< the reader's own; decides no size
  /// The words or keys of a file one of which it takes for this key to be one,
  /// "elman one_output"; "!back": it takes a file without; empty: always.
  std::string only;

  /// "with elman or one_output", "without back".
  std::string condition() const;

  /// Whether its outermost array is one of "steps" or "layers".
  bool of(std::string_view unit) const {
    return !levels.empty() && levels[0].unit == unit;
  }
};

/// Keys from a table of lines:
///
///     hidden: tanh | relu            a word
///     U notes Wx W_xh: H rows of N   a matrix, and what the notes call it
///     b c?: H                        two vectors, zero when absent
///     x: tau steps of N              a sequence
///     W: L layers of n rows of n-1   a matrix for each layer, n(l) x n(l-1)
///     threshold: number
///     gradients: U W                 the reader's own dU and dW
///     y0?: K if jordan               a key of files that say jordan
///
/// To every table `tolerance?: number` is added.
std::vector<Key> keys_of(const std::string& table);

/// What a sheet can hold: more is refused before it takes memory.
constexpr std::size_t most_bytes = 4'000'000;    ///< of a file
constexpr std::size_t most_entries = 1'000;      ///< of an array
constexpr std::size_t most_numbers = 1'000'000;  ///< of a matrix at each step

/// What the reader gave for a key.
struct Entry {
  Key key;
  bool given = false;
  std::vector<std::string> words;  ///< one, or one for each layer
  /// One matrix, or one for each layer: a column for a vector, columns for the
  /// steps of a sequence; zeros when absent.
  std::vector<Matrix> blocks;
  std::vector<Matrix> halves;  ///< half a unit of each number's last digit
};

/// A worked example that has passed every check.
struct Input {
  std::string file;
  std::vector<Entry> entries;  ///< in the table's order

  /// Null when the file's words leave no room for this key.
  const Entry* find(const std::string& key) const;
  const Entry& at(const std::string& key) const;
  bool has(const std::string& key) const {
    return find(key) != nullptr && find(key)->given;
  }
  const std::string& word(const std::string& key) const {
    return at(key).words.at(0);
  }
  const Matrix& matrix(const std::string& key) const {
    return at(key).blocks.at(0);
  }
  Vector vector(const std::string& key) const { return matrix(key).col(0); }
  double number(const std::string& key) const { return matrix(key)(0); }
  /// The largest number in the file, without its sign; at least 1.
  double largest() const;
  /// \throws InputError that names the file, the place and what was expected
  [[noreturn]] void refuse(const std::string& place,
                           const std::string& what) const;
};

/// Reads a worked example from the text of a file.
/// \throws InputError in one line that names the key, the place in it, what was
///         expected and what came
Input parse_input(std::string_view text, const std::string& file,
                  const std::vector<Key>& keys);

/// Demands a number above 0.
double require_positive(const Input& input, const std::string& key);
/// Demands targets for softmax: no column negative, its sum 1 within 1e-12.
void require_distribution(const Input& input, const std::string& key);

}  // namespace unrolled
