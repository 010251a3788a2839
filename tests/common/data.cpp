// The CSV reader refuses what it should, and says where; files are written
// whole or not at all.
#include "common/data.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;
namespace fs = std::filesystem;

namespace {

std::string csv_complaint(const std::string& text,
                          Header header = Header::none) {
  try {
    parse_csv(text, "mine.csv", header);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

std::string complaint_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

struct Folder {
  fs::path path =
      fs::temp_directory_path() / ("unrolled-data-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  long files() const { return std::distance(fs::directory_iterator(path), {}); }
};

}  // namespace

TEST_CASE("A CSV file of numbers is read as it stands") {
  const Csv csv = parse_csv("1,2.5\n-3e2,4e-308\n", "a", Header::none);
  CHECK(csv.header.empty());
  REQUIRE(shape(csv.values) == "2 x 2");
  CHECK(csv.values(0, 0) == 1);
  CHECK(csv.values(0, 1) == 2.5);
  CHECK(csv.values(1, 0) == -300);
  CHECK(csv.values(1, 1) == 4e-308);
  CHECK(parse_csv("5e-324", "a", Header::none).values(0) == 5e-324);
}

TEST_CASE("Header, quotes, CRLF, byte order mark and last blank lines pass") {
  const Csv csv = parse_csv(
      "\xEF\xBB\xBF\"YEAR\",\"A, \"\"B\"\"\"\r\n\"1700\",5\r\n1701,11\r\n\r\n",
      "a", Header::required);
  CHECK(csv.header == std::vector<std::string>{"YEAR", "A, \"B\""});
  REQUIRE(shape(csv.values) == "2 x 2");
  CHECK(csv.values(0, 0) == 1700);
  CHECK(csv.values(1, 1) == 11);
  CHECK(parse_csv("1", "a", Header::none).values(0, 0) == 1);
}

TEST_CASE("A CSV cell that is no number is named with line and column") {
  CHECK(csv_complaint("1,2\n3,abc\n") ==
        "mine.csv: line 2, column 2: expected a number, got 'abc'");
  CHECK(csv_complaint("1x\n") ==
        "mine.csv: line 1, column 1: expected a number, got '1x'");
  CHECK(csv_complaint("1,2\n,4\n") ==
        "mine.csv: line 2, column 1: expected a number, got an empty cell");
  CHECK(csv_complaint("1,\"\"\n") ==
        "mine.csv: line 1, column 2: expected a number, got an empty cell");
  CHECK(csv_complaint("1,nan\n") ==
        "mine.csv: line 1, column 2: expected a finite number, got 'nan'");
  CHECK(csv_complaint("-inf\n") ==
        "mine.csv: line 1, column 1: expected a finite number, got '-inf'");
  CHECK(csv_complaint("0x10\n") ==
        "mine.csv: line 1, column 1: expected a number, got '0x10'");
  CHECK(csv_complaint("1e999\n") ==
        "mine.csv: line 1, column 1: expected a number that fits a double, "
        "got '1e999'");
  CHECK(csv_complaint("1e-999\n") ==
        "mine.csv: line 1, column 1: expected a number that fits a double, "
        "got '1e-999'");
  CHECK(csv_complaint("1;2\n") ==
        "mine.csv: line 1, column 1: expected a number, got '1;2'");
  CHECK(csv_complaint("1, 2\n") ==
        "mine.csv: line 1, column 2: expected a number, got ' 2'");
  CHECK(csv_complaint("+1\n") ==
        "mine.csv: line 1, column 1: expected a number, got '+1'");
  CHECK(csv_complaint(std::string("1\0", 2)) ==
        "mine.csv: line 1, column 1: expected a number, got '1\\x00'");
  CHECK(csv_complaint("1\r2\n") ==
        "mine.csv: line 1, column 1: expected a number, got '1\\x0d2'");
  CHECK(csv_complaint(std::string(90, 'x')) ==
        "mine.csv: line 1, column 1: expected a number, got '" +
            std::string(40, 'x') + "...'");
}

TEST_CASE("An excerpt is one line of valid UTF-8") {
  CHECK(excerpt("a b") == "'a b'");
  CHECK(excerpt("提要 é \xF0\x9F\x98\x80") == "'提要 é \xF0\x9F\x98\x80'");
  CHECK(excerpt("\n\t\x7f") == "'\\x0a\\x09\\x7f'");
  CHECK(excerpt("\xff\x80 \xe6\x8f") == "'\\xff\\x80 \\xe6\\x8f'");
  CHECK(excerpt("\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80") ==
        "'\\xc0\\xaf \\xed\\xa0\\x80 \\xf4\\x90\\x80\\x80'");
  CHECK(excerpt("\xc2\x85 \xe2\x80\xa8") == "'\\xc2\\x85 \\xe2\\x80\\xa8'");
  CHECK(excerpt(std::string(39, 'a') + "要b") ==
        "'" + std::string(39, 'a') + "要...'");
}

TEST_CASE("A CSV line of the wrong length, blank or with a lone quote fails") {
  CHECK(csv_complaint("1,2\n3\n") ==
        "mine.csv: line 2: expected 2 columns, got 1");
  CHECK(csv_complaint("1,2\n3,4,5\n") ==
        "mine.csv: line 2: expected 2 columns, got 3");
  CHECK(csv_complaint("1,2\n3,4,\n") ==
        "mine.csv: line 2: expected 2 columns, got 3");
  CHECK(csv_complaint("1\n\n2\n") ==
        "mine.csv: line 2: expected numbers, got a blank line");
  CHECK(csv_complaint("\n1\n") ==
        "mine.csv: line 1: expected numbers, got a blank line");
  CHECK(csv_complaint("\"1\n2\"\n") ==
        "mine.csv: line 1, column 1: expected a closing quote");
  CHECK(csv_complaint("\"1\"2\n") ==
        "mine.csv: line 1, column 1: expected a comma after the closing "
        "quote, got '2'");
}

TEST_CASE("A CSV file without rows or without its header fails") {
  CHECK(csv_complaint("") == "mine.csv: expected rows of numbers, got nothing");
  CHECK(csv_complaint("\n\n") ==
        "mine.csv: expected rows of numbers, got nothing");
  CHECK(csv_complaint("\xEF\xBB\xBF") ==
        "mine.csv: expected rows of numbers, got nothing");
  CHECK(csv_complaint("a,b\n", Header::required) ==
        "mine.csv: line 1: expected rows of numbers under the header, got "
        "nothing");
  CHECK(csv_complaint("1700,5\n1701,11\n", Header::required) ==
        "mine.csv: line 1: expected a header that names the columns, got "
        "numbers");
  CHECK(csv_complaint("a,b,a\n1,2,3\n", Header::required) ==
        "mine.csv: line 1, column 3: expected another name than column 1's, "
        "got 'a' again");
  CHECK(csv_complaint("a,\n1,2\n", Header::required) ==
        "mine.csv: line 1, column 2: expected a column's name, got nothing");
  CHECK(csv_complaint("a,b\n1\n", Header::required) ==
        "mine.csv: line 2: expected 2 columns, got 1");
  CHECK(csv_complaint("a,b\n1,2\n", Header::none) ==
        "mine.csv: line 1, column 1: expected a number, got 'a'");
}

TEST_CASE("A file that is missing or a folder is named") {
  CHECK(complaint_of([] { read_csv("/no/such.csv", Header::none); }) ==
        "/no/such.csv: No such file or directory");
  CHECK(complaint_of([] { read_file("/tmp"); }) ==
        "/tmp: expected a file, got a folder");
  CHECK(complaint_of([] { read_file(""); }) != "accepted");
}

TEST_CASE("A written file is read back, byte for byte") {
  const Folder folder;
  const std::string bytes("a\0b\r\n\xff", 6);
  write_file(folder.path / "new" / "x", bytes);
  CHECK(read_file(folder.path / "new" / "x") == bytes);
  write_file(folder.path / "new" / "x", "");
  CHECK(read_file(folder.path / "new" / "x").empty());
}

TEST_CASE("A file that can't be written leaves nothing behind") {
  const Folder folder;
  CHECK(contains(complaint_of([] { write_file("/proc/x", "1"); }), "/proc/x"));
  CHECK(contains(complaint_of([] { write_file("/proc/a/x", "1"); }),
                 "/proc/a/x: its folder"));
  CHECK(contains(complaint_of([&] { write_file(folder.path, "1"); }),
                 "expected a file, got a folder"));
  write_file(folder.path / "file", "old");
  CHECK(contains(complaint_of([&] { write_file(folder.path / "file/x", "1"); }),
                 "file/x"));
  CHECK(folder.files() == 1);
}

TEST_CASE("A full disk keeps the old file whole") {
  const Folder folder;
  write_file(folder.path / "x", "old");
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit small{1000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::string said = complaint_of(
      [&] { write_file(folder.path / "x", std::string(100000, 'n')); });
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(contains(said, "x: File too large"));
  CHECK(read_file(folder.path / "x") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("The book's data are what their provenance says") {
  const Digits digits = read_digits();
  CHECK(shape(digits.pixels) == "64 x 1797");
  CHECK(digits.pixels.min() == 0);
  CHECK(digits.pixels.max() == 1);
  CHECK(digits.labels.n_elem == 1797);
  CHECK(digits.labels(0) == 0);
  CHECK(digits.pixels(2, 0) == 5.0 / 16);
  const Csv sunspots =
      read_csv(data_folder() / "sunspots-yearly.csv", Header::required);
  CHECK(sunspots.header == std::vector<std::string>{"YEAR", "SUNACTIVITY"});
  CHECK(shape(sunspots.values) == "309 x 2");
  CHECK(sunspots.values(308, 0) == 2008);
}

TEST_CASE("Digits with a wrong pixel, label, width or count are refused") {
  std::string row;
  for (int i = 0; i < 64; ++i) row += "16,";
  const auto said = [&](const std::string& text) {
    return complaint_of([&] { parse_digits(text, "d.csv"); });
  };
  CHECK(said(row + "9\n") == "d.csv: expected 1797 rows, got 1");
  CHECK(said(row + "9\n" + row + "10\n") ==
        "d.csv: line 2, column 65: expected a label, an integer 0 to 9");
  CHECK(said(row.substr(0, row.size() - 3) + "17,1\n") ==
        "d.csv: line 1, column 64: expected a pixel, an integer 0 to 16");
  CHECK(said("0.5," + row.substr(3) + "1\n") ==
        "d.csv: line 1, column 1: expected a pixel, an integer 0 to 16");
  CHECK(said("-1," + row.substr(3) + "1\n") ==
        "d.csv: line 1, column 1: expected a pixel, an integer 0 to 16");
  CHECK(said("1,2\n") == "d.csv: expected 65 columns, got 2");
}
