#include "common/data.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace unrolled {
namespace {

/// Where a cell stands, and how to refuse it.
struct Place {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;  // 0: the whole line

  [[noreturn]] void refuse(const std::string& what) const {
    std::string where = file;
    if (line > 0) where += ": line " + std::to_string(line);
    if (column > 0) where += ", column " + std::to_string(column);
    throw InputError(where + ": " + what);
  }
};

/// Takes a cell off the front of a line, with its comma. Returns whether
/// another one follows.
bool take_cell(std::string_view& line, std::string& cell, const Place& place) {
  cell.clear();
  if (!line.starts_with('"')) {
    const std::size_t end = std::min(line.find(','), line.size());
    cell = line.substr(0, end);
    line.remove_prefix(end);
  } else {
    std::size_t i = 1;
    for (; i < line.size(); ++i) {
      if (line[i] == '"' && (i + 1 == line.size() || line[i + 1] != '"')) break;
      if (line[i] == '"') ++i;
      cell += line[i];
    }
    if (i >= line.size()) place.refuse("expected a closing quote");
    line.remove_prefix(i + 1);
    if (!line.empty() && line.front() != ',')
      place.refuse("expected a comma after the closing quote, got " +
                   excerpt(line));
  }
  if (line.empty()) return false;
  line.remove_prefix(1);
  return true;
}

double number(const std::string& cell, const Place& place) {
  if (cell.empty()) place.refuse("expected a number, got an empty cell");
  double value = 0;
  const char* end = cell.data() + cell.size();
  const std::from_chars_result r = std::from_chars(cell.data(), end, value);
  if (r.ec == std::errc::result_out_of_range && r.ptr == end)
    place.refuse("expected a number that fits a double, got " + excerpt(cell));
  if (r.ec != std::errc() || r.ptr != end)
    place.refuse("expected a number, got " + excerpt(cell));
  if (!std::isfinite(value))
    place.refuse("expected a finite number, got " + excerpt(cell));
  return value;
}

bool looks_like_number(const std::string& cell) {
  double value = 0;
  const char* end = cell.data() + cell.size();
  return std::from_chars(cell.data(), end, value).ptr == end && !cell.empty();
}

void check_header(const std::vector<std::string>& names, Place place) {
  if (std::all_of(names.begin(), names.end(), looks_like_number))
    place.refuse("expected a header that names the columns, got numbers");
  for (std::size_t j = 0; j < names.size(); ++j) {
    place.column = j + 1;
    if (names[j].empty()) place.refuse("expected a column's name, got nothing");
    const auto here = names.begin() + static_cast<std::ptrdiff_t>(j);
    const auto first = std::find(names.begin(), here, names[j]);
    if (first != here)
      place.refuse("expected another name than column " +
                   std::to_string(first - names.begin() + 1) + "'s, got " +
                   excerpt(names[j]) + " again");
  }
}

/// The lines of a text, without their ends; blank ones at the end are dropped.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

template <class Error>
[[noreturn]] void refuse_file(const std::filesystem::path& path,
                              const std::string& why) {
  throw Error(path.string() + ": " + why);
}

/// Writes a file; returns what was wrong, or nothing.
std::string write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno != EINTR) break;
    content.remove_prefix(
        static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  std::string why = content.empty() ? "" : std::strerror(errno);
  if (close(file) != 0 && why.empty()) why = std::strerror(errno);
  return why;
}

}  // namespace

std::string excerpt(std::string_view bytes) {
  std::size_t end = std::min<std::size_t>(bytes.size(), 40);
  const std::size_t most = std::min(bytes.size(), end + 3);
  while (end < most && (bytes[end] & 0xC0) == 0x80) ++end;  // no half signs
  const std::string shown = fmt::format("{:?}", bytes.substr(0, end));
  return "'" + shown.substr(1, shown.size() - 2) +
         (end < bytes.size() ? "...'" : "'");
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {  // fmt escapes quotes and backslashes, too
    const std::size_t end = std::min(text.find_first_of("\"\\"), text.size());
    const std::string escaped = fmt::format("{:?}", text.substr(0, end));
    shown += escaped.substr(1, escaped.size() - 2);
    shown += text.substr(end, 1);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return shown;
}

std::string replaced(std::string_view text, char sign, std::string_view by) {
  std::string result;
  for (const char c : text)
    if (c == sign)
      result += by;
    else
      result += c;
  return result;
}

std::string csv_quoted(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  return '"' + replaced(text, '"', "\"\"") + '"';
}

std::vector<std::string> csv_cells(std::string_view line,
                                   const std::string& file,
                                   std::size_t number) {
  Place place{file, number};
  std::vector<std::string> cells;
  bool more = true;
  while (more) {
    place.column = cells.size() + 1;
    cells.emplace_back();
    more = take_cell(line, cells.back(), place);
  }
  return cells;
}

Csv parse_csv(std::string_view text, const std::string& name, Header header) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::vector<std::string_view> lines = lines_of(text);
  Place place{name};
  if (lines.empty()) place.refuse("expected rows of numbers, got nothing");
  Csv csv;
  const std::size_t first = header == Header::required ? 1 : 0;
  if (first == 1) {
    place.line = 1;
    csv.header = csv_cells(lines[0], name, 1);
    check_header(csv.header, place);
  }
  if (lines.size() == first)
    place.refuse("expected rows of numbers under the header, got nothing");

  std::size_t columns = csv.header.size();
  for (std::size_t i = first; i < lines.size(); ++i) {
    place.line = i + 1;
    place.column = 0;
    if (lines[i].empty()) place.refuse("expected numbers, got a blank line");
    const std::vector<std::string> cells = csv_cells(lines[i], name, i + 1);
    if (columns == 0) columns = cells.size();
    if (csv.values.is_empty())
      csv.values.set_size(lines.size() - first, columns);
    for (std::size_t j = 0; j < std::min(columns, cells.size()); ++j) {
      place.column = j + 1;
      csv.values(i - first, j) = number(cells[j], place);
    }
    place.column = 0;
    if (cells.size() != columns)
      place.refuse("expected " + std::to_string(columns) + " columns, got " +
                   std::to_string(cells.size()));
  }
  return csv;
}

Csv read_csv(const std::filesystem::path& path, Header header) {
  return parse_csv(read_file(path), path.string(), header);
}

std::filesystem::path data_folder() {
  return std::filesystem::path(UNROLLED_SOURCE) / "common" / "data";
}

std::string read_file(const std::filesystem::path& path) {
  const auto refuse = refuse_file<InputError>;
  std::error_code unknown;
  const std::filesystem::file_status what =
      std::filesystem::status(path, unknown);
  if (std::filesystem::is_directory(what))
    refuse(path, "expected a file, got a folder");
  if (std::filesystem::is_other(what))
    refuse(path, "expected a file, got a pipe or a device");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) refuse(path, std::strerror(errno));
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) refuse(path, "reading failed");
  return content;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  namespace fs = std::filesystem;
  const auto refuse = refuse_file<std::runtime_error>;
  std::error_code failed;
  if (path.has_parent_path())
    fs::create_directories(path.parent_path(), failed);
  if (failed) refuse(path, "its folder: " + failed.message());
  if (fs::is_directory(path)) refuse(path, "expected a file, got a folder");
  const bool device = fs::exists(path) && !fs::is_regular_file(path);

  std::string temporary = path.string() + ".XXXXXX";
  const int file =
      device ? open(path.c_str(), O_WRONLY) : mkstemp(temporary.data());
  if (file < 0) refuse(path, std::strerror(errno));
  std::string why;
  if (!device) {  // mkstemp made it for its owner alone
    const mode_t mask = umask(0);
    umask(mask);
    if (fchmod(file, 0666 & ~mask) != 0) why = std::strerror(errno);
  }
  const std::string wrong = write_all(file, content);
  if (why.empty()) why = wrong;
  if (!device && why.empty()) {
    fs::rename(temporary, path, failed);
    if (failed) why = failed.message();
  }
  if (why.empty()) return;
  if (!device) fs::remove(temporary, failed);
  refuse(path, why);
}

Digits parse_digits(std::string_view text, const std::string& name) {
  constexpr Index pixels = 64, images = 1797;
  const Matrix table = parse_csv(text, name, Header::none).values;
  const Place place{name};
  if (table.n_cols != pixels + 1)
    place.refuse("expected 65 columns, got " + std::to_string(table.n_cols));
  for (Index i = 0; i < table.n_rows; ++i)
    for (Index j = 0; j < table.n_cols; ++j) {
      const double most = j < pixels ? 16 : 9;
      const double value = table(i, j);
      if (value >= 0 && value <= most && value == std::floor(value)) continue;
      Place{name, i + 1, j + 1}.refuse(
          j < pixels ? "expected a pixel, an integer 0 to 16"
                     : "expected a label, an integer 0 to 9");
    }
  if (table.n_rows != images)
    place.refuse("expected 1797 rows, got " + std::to_string(table.n_rows));
  return {table.head_cols(pixels).t() / 16.0,
          arma::conv_to<arma::uvec>::from(table.col(pixels))};
}

Digits read_digits() {
  const std::filesystem::path path = data_folder() / "digits-8x8.csv";
  return parse_digits(read_file(path), path.string());
}

}  // namespace unrolled
