/// \file
/// Worked examples as a command: "book work N".
#pragma once
#include "common/sheet/sheet.hpp"

namespace unrolled {

/// A chapter's worked example.
struct WorkedChapter {
  std::string folder;  ///< "03-any-length"
  std::string title;   ///< "any length"
  std::string keys;    ///< what its files hold: a table for keys_of()
};

/// Runs "book work N [file] [options]" for a chapter.
/// \param derive  writes the derivation on the sheet
/// \return the exit code: 0 fine, 1 a gradient is wrong or the run failed, 2
///         usage or input
int work(const WorkedChapter& chapter, int argc, char** argv,
         const std::function<void(const Input&, Sheet&)>& derive);

}  // namespace unrolled
