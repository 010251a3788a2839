/// \file
/// The exercises as they stand in the chapters' folders, and how far a reader
/// has come with them.
///
/// An exercise is a folder chapters/NN-name/exercises/M:
///
///     text.md       a title, what to do in two lines, the text of the page
///     task.hpp      declares what the answer defines
///     stub.cpp      what the reader begins with: compiles, and is wrong
///     check.cpp     tests of Catch2, tagged [exercise-N-M]
///     hints.md      three hints, each below a heading
///     solution.cpp  an answer that is right
///     solution.md   why it is
///     wrong-*.cpp   answers that people give; the first line of each quotes
///                   what the check says of it: "// Says: ..."
///     numbers.json  numbers for ./book work; not every exercise has them
///
/// The reader's answer is my/exercise-N-M.cpp, the numbers are copied beside
/// it. No file of the book is edited.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unrolled::book {

/// One exercise.
struct Exercise {
  unsigned chapter;                ///< 3
  unsigned number;                 ///< 2
  std::filesystem::path folder;    ///< absolute
  std::string title;               ///< a few words
  std::vector<std::string> to_do;  ///< one or two lines for the terminal
  std::string text;                ///< for the page: everything below the title

  /// \return "3-2"
  std::string name() const;
  /// \return "exercise-3-2.cpp", in the reader's folder
  std::string file() const;
};

/// Reads the exercises of every chapter.
/// \param root  of the book, with chapters/
/// \return by chapter and number
/// \throws std::runtime_error when a text has no title or nothing to do
std::vector<Exercise> read_exercises(const std::filesystem::path& root);

/// Reads the exercises of one chapter.
/// \param room  its folder
/// \return by number
/// \throws std::runtime_error as read_exercises()
std::vector<Exercise> exercises_of(const std::filesystem::path& room);

/// Reads an exercise's hints.
/// \param exercise  which
/// \return each with its heading as its first line
/// \throws std::runtime_error when there is no file of them
std::vector<std::string> hints_of(const Exercise& exercise);

/// A page's text with its chapter's exercises in place of the line
/// `<!-- exercises -->`.
/// \param text  of the page
/// \param room  the chapter's folder
/// \return the text; unchanged without that line
/// \throws std::runtime_error as exercises_of()
std::string with_exercises(std::string text, const std::filesystem::path& room);

/// A page's text with the transcript of a session in place of the line
/// `<!-- exercise session -->`.
/// \param text  of the page
/// \param run   the folder where exercise-session.md is
/// \return the text; unchanged without that line
/// \throws std::runtime_error when the file is missing
std::string with_transcript(std::string text, const std::filesystem::path& run);

/// A chapter's title.
/// \param room  its folder
/// \return the title of its page, or the folder's name without one
std::string title_of(const std::filesystem::path& room);

/// What is known of one answer.
struct Record {
  bool begun = false;     ///< its file was made here
  bool done = false;      ///< right when it was checked
  std::string answer;     ///< content of the answer when checked, as a hash
  std::string check;      ///< content of check and task then, as a hash
  std::size_t hints = 0;  ///< how many were shown
};

/// The reader's progress: records by exercise, kept in my/.progress.
class Progress {
 public:
  /// \param my  the reader's folder; may be missing
  explicit Progress(std::filesystem::path my);

  /// \param name  "3-2"
  /// \return what is known of it
  Record of(const std::string& name) const;

  /// Keeps a record, on disk before this returns.
  /// \param name    "3-2"
  /// \param record  what is known of it
  /// \throws std::runtime_error when it can't be written
  void keep(const std::string& name, const Record& record);

 private:
  void read();

  std::filesystem::path file_;
  std::map<std::string, Record> records_;
};

/// A short name for content: the same for the same bytes.
/// \param bytes  any
/// \return 16 hexadecimal digits (FNV-1a)
std::string hash_of(std::string_view bytes);

/// The hash of what decides about an answer besides itself.
/// \param exercise  which
/// \return of check.cpp and task.hpp together
std::string check_hash(const Exercise& exercise);

}  // namespace unrolled::book
