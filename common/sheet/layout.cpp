// Numbers and text on a page.
#include "common/sheet/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "common/words.hpp"

namespace unrolled {
namespace {

constexpr std::size_t widest_operand = 60;
constexpr std::size_t tallest_operand = 12;

std::size_t width_of(const TextBlock& block) {
  return block.empty() ? 0 : columns_of(block[0]);
}

/// Pads the cells of a column so that the points stand under each other.
void align(std::vector<std::string>& cells) {
  const auto before = [](const std::string& c) {
    return std::min(c.find_first_of(".e"), c.size());
  };
  std::size_t left = 0, right = 0;
  for (const std::string& c : cells) {
    left = std::max(left, before(c));
    right = std::max(right, c.size() - before(c));
  }
  for (std::string& c : cells) {
    const std::size_t tail = c.size() - before(c);
    c = std::string(left - before(c), ' ') + c + std::string(right - tail, ' ');
  }
}

void trim(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

/// How far left of the margin a row begins that continues a formula: a sign
/// stands under the head's equals sign, a factor under the first factor.
std::size_t indent_back(const TextBlock& unit) {
  const std::string& line = unit[(unit.size() - 1) / 2];
  for (const std::string sign : {" = ", " + ", " - "})
    if (line.starts_with(sign)) return 3;
  return line.size() > 1 && line[0] == ' ' && line[1] != ' ' ? 1 : 0;
}

}  // namespace

std::string shortest(double number) {
  std::array<char, 32> digits{};
  const std::to_chars_result end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return {digits.data(), end.ptr};
}

std::string cell(double number, Show show) {
  if (show.computed && show.blank) return "____";
  if (number == 0) return "0";
  return show.computed ? fmt::format("{:.6g}", number) : shortest(number);
}

TextBlock block_of(const Matrix& m, Show show) {
  TextBlock rows(m.n_rows, "[ ");
  for (Index j = 0; j < m.n_cols; ++j) {
    std::vector<std::string> column;
    for (Index i = 0; i < m.n_rows; ++i) column.push_back(cell(m(i, j), show));
    align(column);
    for (Index i = 0; i < m.n_rows; ++i)
      rows[i] += (j > 0 ? "  " : "") + column[i];
  }
  for (std::string& row : rows) row += " ]";
  return rows;
}

std::vector<TextBlock> pieces_of(const Matrix& m, Show show,
                                 std::size_t width) {
  const TextBlock whole = block_of(m, show);
  if (width_of(whole) <= width || m.n_cols == 1) return {whole};
  std::vector<TextBlock> pieces;
  Index first = 0;
  while (first < m.n_cols) {
    Index last = first;
    while (last + 1 < m.n_cols &&
           width_of(block_of(m.cols(first, last + 1), show)) <= width)
      ++last;
    const std::string label =
        first == last ? words("column {}: ", first + 1)
                      : words("columns {} to {}: ", first + 1, last + 1);
    TextBlock piece = block_of(m.cols(first, last), show);
    piece.insert(piece.begin(), padded(label, width_of(whole)));
    const std::size_t wide = std::max(width_of(piece), piece.back().size());
    for (std::string& row : piece) row = padded(row, wide);
    pieces.push_back(piece);
    first = last + 1;
  }
  return pieces;
}

TextBlock beside(const TextBlock& left, const TextBlock& right) {
  const std::size_t height = std::max(left.size(), right.size());
  const std::size_t top_left = (height - left.size()) / 2;
  const std::size_t top_right = (height - right.size()) / 2;
  TextBlock joined;
  for (std::size_t i = 0; i < height; ++i) {
    const bool in_left = i >= top_left && i < top_left + left.size();
    const bool in_right = i >= top_right && i < top_right + right.size();
    joined.push_back(
        (in_left ? left[i - top_left] : std::string(width_of(left), ' ')) +
        (in_right ? right[i - top_right] : std::string(width_of(right), ' ')));
  }
  return joined;
}

bool too_large(const TextBlock& block) {
  return width_of(block) > widest_operand || block.size() > tallest_operand;
}

std::vector<std::string> flow(const std::string& head,
                              const std::vector<TextBlock>& units) {
  std::vector<std::string> lines;
  TextBlock row{head};
  const auto flush = [&] {
    if (!lines.empty() && row.size() > 2) lines.push_back("");
    for (std::string& line : row) {
      trim(line);
      lines.push_back(line);
    }
  };
  bool fresh = true;
  for (const TextBlock& unit : units) {
    if (!fresh && width_of(row) + width_of(unit) > page_width) {
      flush();
      row = {std::string(columns_of(head) - indent_back(unit), ' ')};
      fresh = true;
    }
    row = beside(row, unit);
    fresh = false;
  }
  flush();
  return lines;
}

}  // namespace unrolled
