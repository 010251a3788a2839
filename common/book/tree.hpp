/// \file
/// The book's tree as the house rules see it: sources, pages, tests.
#pragma once
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unrolled::book {

/// A formula of a page.
struct Formula {
  std::size_t line;  ///< where it opens, counted from 1
  std::string tex;   ///< between the dollars
};

/// One text file of the tree.
struct Source {
  std::string path;                ///< from the root, with slashes
  std::vector<std::string> lines;  ///< without their ends
  unsigned chapter = 0;            ///< of its folder in chapters/, or 0

  /// Of a page only: `lines` with formulas, code and comments as blanks.
  std::vector<std::string> prose;
  /// Of a page only: `lines` with code and comments as blanks.
  std::vector<std::string> words;
  /// Of a page only: its formulas in order.
  std::vector<Formula> formulas;
};

/// A chapter's folder.
struct Room {
  unsigned number;     ///< 3
  std::string folder;  ///< "chapters/03-any-length"
};

/// Everything that the house rules look at.
struct Tree {
  std::filesystem::path root;  ///< of the repository
  std::vector<Room> rooms;     ///< by folder
  std::vector<Source> code;    ///< .hpp and .cpp of chapters/, common/, tests/
  std::vector<Source> pages;   ///< chapters/NN-name/page.md and docs/*.md
  std::vector<Source> dots;    ///< Graphviz diagrams of chapters/ and docs/
};

/// Reads a tree.
/// \param root  of the repository
/// \return its files, sorted by path
/// \throws std::runtime_error when `root` has no chapters/, or a file can't be
///         read
Tree read_tree(const std::filesystem::path& root);

/// A page from its text: tells prose, formulas, code and comments apart.
/// \param path  from the root
/// \param text  its content
/// \return the page
Source page_source(std::string path, std::string_view text);

/// Whether a path is of this folder.
/// \param path    from the root
/// \param folder  "common/"
/// \return true when it begins so
inline bool in(std::string_view path, std::string_view folder) {
  return path.starts_with(folder);
}

/// Whether a source is an exercise: its check may use what tests use.
/// \param source  the file
/// \return true below chapters/NN-name/exercises/
inline bool is_exercise(const Source& source) {
  return source.chapter > 0 &&
         source.path.find("/exercises/") != std::string::npos;
}

/// Whether a source is a program: chapters/NN-name/NAME.cpp.
/// \param source  the file
/// \return true when a target is built of it
inline bool is_program(const Source& source) {
  return source.chapter > 0 && source.path.ends_with(".cpp") &&
         source.path.find('/', source.path.find('/') + 1) ==
             source.path.rfind('/');
}

/// Text without blanks at its ends.
/// \param text  any
/// \return a part of it
std::string_view trimmed(std::string_view text);
std::string_view trimmed(std::string&& text) = delete;  // it would dangle

}  // namespace unrolled::book
