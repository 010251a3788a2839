/// \file
/// Numbers and text on a page of 96 columns: matrices side by side.
#pragma once
#include <string>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

constexpr std::size_t page_width = 96;

/// Rows of text, all of one width.
using TextBlock = std::vector<std::string>;

/// Six digits for a result, all for a given number, none on a blank sheet.
struct Show {
  bool computed;
  bool blank;
};

/// A number in the fewest digits that give it back: "0.1".
std::string shortest(double number);
/// A number as it is shown.
std::string cell(double number, Show show);
/// A matrix in brackets.
TextBlock block_of(const Matrix& m, Show show);
/// The same in parts no wider than `width`, cut between columns.
std::vector<TextBlock> pieces_of(const Matrix& m, Show show, std::size_t width);
/// Two blocks side by side, the lower one in the middle of the higher.
TextBlock beside(const TextBlock& left, const TextBlock& right);
/// Whether a block is too large to be read inside a formula.
bool too_large(const TextBlock& block);
/// Units side by side behind a head, a new row of them when one is full.
std::vector<std::string> flow(const std::string& head,
                              const std::vector<TextBlock>& units);

}  // namespace unrolled
