/// \file
/// How wide a text is on a terminal.
#pragma once
#include <cstddef>
#include <string_view>

namespace unrolled::book {

/// Columns that a UTF-8 text takes: Chinese signs take two, combining accents
/// none, all others one.
/// \param text  UTF-8
/// \return the number of columns
inline std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if ((lead & 0xC0) == 0x80) continue;  // counted with its first byte
    char32_t sign = lead < 0x80   ? lead
                    : lead < 0xE0 ? lead & 0x1Fu
                    : lead < 0xF0 ? lead & 0x0Fu
                                  : lead & 0x07u;
    for (std::size_t j = i + 1; j < text.size(); ++j) {
      const auto more = static_cast<unsigned char>(text[j]);
      if ((more & 0xC0) != 0x80) break;
      sign = sign << 6 | (more & 0x3Fu);
    }
    const bool accent = sign >= 0x300 && sign < 0x370;
    const bool wide = (sign >= 0x1100 && sign < 0x1160) ||
                      (sign >= 0x2E80 && sign < 0xA4D0) ||
                      (sign >= 0xAC00 && sign < 0xD7A4) ||
                      (sign >= 0xF900 && sign < 0xFB00) ||
                      (sign >= 0xFE30 && sign < 0xFE70) ||
                      (sign >= 0xFF00 && sign < 0xFF61) ||
                      (sign >= 0x20000 && sign < 0x40000);
    columns += accent ? 0 : wide ? 2 : 1;
  }
  return columns;
}

}  // namespace unrolled::book
