/// \file
/// Lines of a text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace unrolled::book {

/// The lines of a text.
/// \param text  any
/// \return without their ends
std::vector<std::string> lines_of(std::string_view text);

}  // namespace unrolled::book
