/// \file
/// Turing machines: as a table, step by step, and as a machine with two stacks.
///
/// A table is a text file. # begins a remark, blank lines do not count:
///
///     blank _                 # the sign of an empty cell
///     right 0 -> 0 R right    # state, sign read -> sign written, move, state
///     right _ -> _ L carry    # moves are L, R and S, to stay
///
/// The machine begins in the state of the first rule and stops where there is
/// no rule. A sign is one printable ASCII character.
#pragma once
#include <filesystem>
#include <map>

#include "chapters/11-stack-machine/network.hpp"

namespace unrolled::stack_machine {

/// A Turing machine: symbol 0 is the blank.
struct Turing {
  struct Rule {
    Index write = 0;
    char move = 'S';  ///< L, R or S
    Index next = 0;   ///< state
  };
  std::vector<std::string> states;
  std::string signs;                              ///< of the symbols
  std::map<std::pair<Index, Index>, Rule> rules;  ///< by state and symbol
};

/// Reads a table.
/// \throws InputError naming the file, the line and what was expected
Turing parse_turing(const std::string& text, const std::string& name);
/// \copydoc parse_turing()
Turing read_turing(const std::filesystem::path& path);
/// One of the book's: "increment".
std::filesystem::path machine_file(const std::string& name);

/// The symbols of a word.
/// \throws std::invalid_argument naming the sign that the machine has not
Symbols symbols_of(const Turing& m, const std::string& word);

/// A tape without the blanks at its ends, the head, and the state.
struct Tape {
  Index state = 0;
  Symbols left;   ///< of the head, the nearest one last
  Symbols right;  ///< from the cell under the head on, that one last
  bool operator==(const Tape&) const = default;
  /// Without the blanks at its far ends.
  Tape trimmed() const;
  /// The symbol under the head.
  Index read() const { return right.empty() ? 0 : right.back(); }
};
/// "10[1]1  carry"
std::string text_of(const Turing& m, const Tape& tape);

/// A word with the head on one of its signs, the first is 1.
/// \throws std::invalid_argument when it is not on the word, or right behind it
Tape tape_of(const Symbols& word, Index head = 1);
/// All words of these signs up to a length.
std::vector<Tape> tapes_of(const Turing& m, const std::string& signs,
                           Index length);
/// One step, on a tape of cells; false when there is no rule, and nothing done.
bool step(const Turing& m, Tape& tape);

/// The machine with two stacks that makes each step in one.
Machine machine_of(const Turing& m);
/// Where that one is.
Place<Rational> place_of(const Turing& m, const Tape& tape);
/// The tape that two stacks are.
Tape tape_of(const Turing& m, const Place<Rational>& place);

/// A run of the table and of its network side by side.
struct Run {
  Index steps = 0;          ///< of the machine
  Index network_steps = 0;  ///< of the network
  Index different = 0;      ///< steps after which the two tapes differ
  Index places = 0;         ///< binary places of the longest stack
  bool stopped = false;     ///< else it was still going at the limit
  std::vector<Tape> tapes;  ///< of the network, from the beginning
};
Run run_both(const Turing& m, const Network& net, Tape tape, Index limit);

}  // namespace unrolled::stack_machine
