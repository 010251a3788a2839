/// \file
/// Real data, and a reader of CSV files that takes nothing for granted.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// What the reader gave is not what it should be: exit code 2.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A CSV file of numbers: one row a line.
struct Csv {
  std::vector<std::string> header;  ///< column names; empty without a header
  Matrix values;                    ///< rows x columns, all finite
};

/// Whether a CSV file's first line names its columns.
enum class Header { none, required };

/// Bytes as a message may show them: in quotes, on one line, printable UTF-8,
/// the rest escaped; about 40 of them.
std::string excerpt(std::string_view bytes);

/// Text as a terminal may take it: on one line, what is not printable escaped.
std::string printable(std::string_view text);

/// Text with another one in place of each such sign.
std::string replaced(std::string_view text, char sign, std::string_view by);

/// Text as a cell of a CSV file: in quotes where it must be.
std::string csv_quoted(const std::string& text);

/// The cells of a line of CSV text; one in double quotes may hold commas.
/// \throws InputError naming file, line, column and what was expected
std::vector<std::string> csv_cells(std::string_view line,
                                   const std::string& file, std::size_t number);

/// Reads CSV text: commas, one line a row, every cell a finite number (plain
/// or in double quotes). CRLF line ends and a byte order mark are accepted;
/// blank lines are not, except at the end.
/// \throws InputError naming file, line, column and what was expected
Csv parse_csv(std::string_view text, const std::string& name, Header header);

/// Reads a CSV file. See parse_csv().
/// \throws InputError as parse_csv(), and when the file can't be read
Csv read_csv(const std::filesystem::path& path, Header header);

/// The folder common/data of the book.
std::filesystem::path data_folder();

/// Reads a whole file.
/// \throws InputError when it can't be read, or is a folder, a pipe or
///         a device
std::string read_file(const std::filesystem::path& path);

/// Writes a whole file: into a temporary beside it, renamed when complete, so
/// that the old content or the new is there, never a part. (A device, such as
/// /dev/stdout, is written to.)
/// \throws std::runtime_error when it can't be written
void write_file(const std::filesystem::path& path, std::string_view content);

/// 1,797 handwritten digits, 8 x 8 pixels (Alpaydin and Kaynak, 1998).
struct Digits {
  Matrix pixels;      ///< 64 x 1797, each 0 .. 1 (given as 0 .. 16)
  arma::uvec labels;  ///< 1797 numbers 0 .. 9
};

/// Reads the text of digits-8x8.csv: 1,797 rows of 64 pixels 0 .. 16 and a
/// label 0 .. 9.
/// \throws InputError naming file, line, column and what was expected
Digits parse_digits(std::string_view text, const std::string& name);

/// Reads digits-8x8.csv.
/// \throws InputError when the file is not what it should be
Digits read_digits();

}  // namespace unrolled
