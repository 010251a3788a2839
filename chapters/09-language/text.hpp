/// \file
/// A text as a sequence: its characters, and a number for each.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/data.hpp"
#include "common/matrix.hpp"

/// Chapter 9: language.
namespace unrolled::language {

/// Characters as numbers, one for each time step.
using Symbols = arma::uvec;

/// The characters of a text, one string of UTF-8 each; without a byte order
/// mark, and without the carriage returns of some machines' line ends.
/// \throws InputError naming the line with a byte that is not UTF-8
std::vector<std::string> characters_of(std::string_view text,
                                       const std::string& name);

/// The characters that a model knows. Number 0 stands for all others: a
/// character that the text has only once is taken for one of these, so that a
/// model learns how often it meets one.
class Alphabet {
 public:
  Alphabet() : Alphabet(std::vector<std::string>{}) {}
  /// Those that a text has at least twice, sorted.
  explicit Alphabet(const std::vector<std::string>& text);

  Index size() const { return known_.size(); }
  /// The character with this number; U+FFFD for 0.
  const std::string& operator[](Index symbol) const {
    return known_.at(symbol);
  }
  /// All of them, in order.
  const std::vector<std::string>& known() const { return known_; }
  /// The numbers of a text's characters.
  Symbols read(const std::vector<std::string>& text) const;

 private:
  std::vector<std::string> known_;
  std::map<std::string, Index> number_;
};

/// Bits for which of all other characters of Unicode it is that a model knows
/// only as number 0.
double bits_of_unseen(const Alphabet& alphabet);

/// Text to learn from, and text to be judged on.
struct Split {
  std::vector<std::string> train, test;
};
/// The two languages of this book's pages.
enum class Pages { english, chinese };
/// Those that a text belongs to: the Chinese ones where it has a Hanzi.
Pages pages_of(std::string_view text);
/// This book's pages of chapters 1 to 7, as they were on a day: one of them is
/// to be judged on, from the others is learnt.
Split read_book(Index judged = 7, Pages pages = Pages::english);
/// A file of the reader's own: its last tenth to be judged on.
/// \throws InputError when it can't be read, is not UTF-8, or is too short
Split read_own(const std::filesystem::path& file);
/// The end of a text, as much as this share of it.
std::vector<std::string> last_share(const std::vector<std::string>& text,
                                    double share);

/// Mean bits of a character.
/// \param p  the probability that each got
double bits_per_character(const Vector& p);
/// As many characters would, equally likely, cost as much.
double perplexity(double bits);

}  // namespace unrolled::language
