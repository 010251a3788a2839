/// \file
/// Words of parentheses to learn from: balanced ones, and near misses.
#pragma once
#include "chapters/07-gates/tasks.hpp"
#include "chapters/11-stack-machine/balanced.hpp"
#include "common/random.hpp"

namespace unrolled::stack_machine {

/// A balanced word, all of these equally likely.
/// \param length  even
/// \param depth   how deep it nests at most; at most half the length
/// \param reach   and at least once
/// \throws std::invalid_argument when there is no such word
Symbols balanced_word(Random& random, Index length, Index depth, bool reach);

/// A word that is none, one change away: a sign turned, or two exchanged.
Symbols near_miss(Random& random, Symbols word);

/// n words of one length, every other one balanced.
std::vector<Symbols> words(Random& random, Index n, Index length, Index depth,
                           bool reach = false);

/// As a network reads them: one of two inputs is 1 at each step; wanted is 1
/// for a balanced word after its last sign.
gates::Batch batch_of(const std::vector<Symbols>& words);

}  // namespace unrolled::stack_machine
