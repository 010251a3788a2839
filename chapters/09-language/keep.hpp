/// \file
/// A model in a file, to be read again.
#pragma once
#include <filesystem>
#include <optional>

#include "chapters/09-language/model.hpp"

namespace unrolled::language {

/// A model, and what its numbers stand for.
struct Kept {
  Alphabet alphabet;
  Model model;
};

/// Says what a model was made from: the text's sum and the settings. Another
/// text, or another setting, makes another line.
std::string made_from(const std::vector<std::string>& text,
                      const std::string& settings);

/// Writes a model.
/// \param made  one line, of made_from()
void keep(const std::filesystem::path& file, const Kept& kept,
          const std::string& made);

/// Reads what keep() wrote.
/// \param like  a model of the same shapes, for the alphabet that it has
/// \return nothing where there is no such file, or it was made from something
///         else
/// \throws InputError naming the line where a file is no model, or is broken
std::optional<Kept> kept_in(const std::filesystem::path& file, const Kept& like,
                            const std::string& made);

/// The model of a file; where kept_in() finds none it is made, and kept.
/// \param file  empty: it is always made, and not kept
Model kept_or_made(const std::filesystem::path& file, Kept kept,
                   const std::string& made,
                   const std::function<void(Model&)>& make);

}  // namespace unrolled::language
