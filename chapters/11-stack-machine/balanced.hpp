/// \file
/// Words of parentheses: the machine that judges them, and its network.
#pragma once
#include "chapters/11-stack-machine/network.hpp"

namespace unrolled::stack_machine {

/// Four states, two symbols: ( is 0, ) is 1. The word is on the first stack,
/// what is open on the second. It ends in `accepted` or `rejected`.
Machine balanced_machine();

/// The symbols of a word.
/// \throws std::invalid_argument naming the first sign that is none of the two
Symbols parentheses(const std::string& word);

/// Whether each ) closes a ( and none is left open: by a counter.
bool is_balanced(const Symbols& word);

/// What the network makes of a word.
struct Verdict {
  bool accepted = false, rejected = false;  ///< neither: it came to no end
  Index macro_steps = 0;
};
/// \param seen  told h after each step of the network, and before the first
template <class Number>
Verdict judge(const Network& net, const Symbols& word,
              const std::function<void(const std::vector<Number>&)>& seen = {});

}  // namespace unrolled::stack_machine
