// What every error message must be.
#pragma once
#include <string_view>

namespace fuzz {

/// One line of valid UTF-8, not endless.
inline bool is_one_line(std::string_view message) {
  if (message.empty() || message.size() > 1000) return false;
  std::size_t i = 0;
  while (i < message.size()) {
    const auto lead = static_cast<unsigned char>(message[i]);
    if (lead < 0x20 || lead == 0x7f) return false;
    std::size_t more = 0;
    if (lead >= 0x80) more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead >= 0x80 && (lead < 0xC2 || lead > 0xF4)) return false;
    for (std::size_t j = 1; j <= more; ++j)
      if (i + j >= message.size() ||
          (static_cast<unsigned char>(message[i + j]) & 0xC0) != 0x80)
        return false;
    i += more + 1;
  }
  return true;
}

}  // namespace fuzz
