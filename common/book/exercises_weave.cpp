#include <fmt/format.h>

#include <regex>

#include "common/book/exercises.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

// Replaces a line that holds nothing but a mark.
void replace_line(std::string& text, const std::string& mark,
                  const std::string& by) {
  std::size_t at = text.find(mark);
  while (at != text.npos && at > 0 && text[at - 1] != '\n')
    at = text.find(mark, at + 1);
  if (at != text.npos) text.replace(at, mark.size(), by);
}

// The functions that the answer is to have, as code: the book has some of the
// same name, and a link there would give the answer.
std::string names_as_code(const std::string& text) {
  static const std::regex name("`[^`]*`|\\b[A-Za-z_]\\w*\\(\\)");
  std::string out;
  auto at = text.begin();
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end;
       ++it) {
    const std::string found = it->str();
    out.append(at, (*it)[0].first);
    out += found[0] == '`' ? found : "`" + found + "`";
    at = (*it)[0].second;
  }
  return out.append(at, text.end());
}

std::string section_of(const Exercise& exercise) {
  return fmt::format(
      "### {0}: {1} {{#exercise_{2}_{3}}}\n\n{4}\n"
      "\\run{{./book exercise {0}}}\n",
      exercise.name(), exercise.title, exercise.chapter, exercise.number,
      names_as_code(exercise.text));
}

}  // namespace

std::string with_exercises(std::string text, const fs::path& room) {
  constexpr const char* mark = "<!-- exercises -->";
  if (text.find(mark) == text.npos) return text;
  const std::vector<Exercise> all = exercises_of(room);
  std::string sections;
  if (!all.empty())
    sections =
        "These check themselves on your machine: the command below each makes "
        "a file\nfor your answer, and says what came of it. "
        "[Doing the exercises](../../docs/exercises.md) shows a run.\n\n";
  for (const Exercise& exercise : all) sections += section_of(exercise) + "\n";
  replace_line(text, mark, sections);
  return text;
}

std::string with_transcript(std::string text, const fs::path& run) {
  constexpr const char* mark = "<!-- exercise session -->";
  const fs::path file = run / "exercise-session.md";
  if (text.find(mark) == text.npos) return text;
  replace_line(text, mark, read_file(file));
  return text;
}

}  // namespace unrolled::book
