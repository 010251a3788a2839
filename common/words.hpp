/// \file
/// What the reader is told, in the reader's language: English, or Chinese where
/// UNROLLED_LANG, LC_ALL, LC_MESSAGES or LANG, the first that is set, says zh.
#pragma once
#include <fmt/core.h>

#include <string>
#include <string_view>

namespace unrolled {

/// A text, line by line, as the tables *.zh.csv have it, or as it is. A line of
/// theirs may have places, "at most {}": what stands there is looked for in
/// them, too. The case of a first letter does not count, nor a full stop.
std::string words(std::string_view english);

/// The same for a text with places, and what they hold, which stays.
template <class First, class... Others>
std::string words(std::string_view english, const First& first,
                  const Others&... others) {
  return fmt::vformat(words(english), fmt::make_format_args(first, others...));
}

/// Columns of a terminal that UTF-8 text takes: Chinese signs two, others one.
std::size_t columns_of(std::string_view text);

/// Text with blanks behind it, so many columns wide.
std::string padded(const std::string& text, std::size_t columns);

}  // namespace unrolled
