// The CSV reader refuses what it should, and says where; files are written
// whole or not at all.
#include "common/data.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;
namespace fs = std::filesystem;

namespace {

std::string complaint_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

std::string csv_complaint(const std::string& text,
                          Header header = Header::none) {
  return complaint_of([&] { parse_csv(text, "mine.csv", header); });
}

long files_in(const Scratch& scratch) {
  return std::distance(fs::directory_iterator(scratch.folder()), {});
}

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
  const std::string number = "expected a number, got ";
  const std::vector<std::array<std::string, 3>> cases{
      {"1,2\n3,abc\n", "2, column 2", number + "'abc'"},
      {"1x\n", "1, column 1", number + "'1x'"},
      {"1,2\n,4\n", "2, column 1", number + "an empty cell"},
      {"1,\"\"\n", "1, column 2", number + "an empty cell"},
      {"1,nan\n", "1, column 2", "expected a finite number, got 'nan'"},
      {"-inf\n", "1, column 1", "expected a finite number, got '-inf'"},
      {"0x10\n", "1, column 1", number + "'0x10'"},
      {"1e999\n", "1, column 1",
       "expected a number that fits a double, got '1e999'"},
      {"1e-999\n", "1, column 1",
       "expected a number that fits a double, got '1e-999'"},
      {"1;2\n", "1, column 1", number + "'1;2'"},
      {"1, 2\n", "1, column 2", number + "' 2'"},
      {"+1\n", "1, column 1", number + "'+1'"},
      {std::string("1\0", 2), "1, column 1", number + "'1\\x00'"},
      {"1\r2\n", "1, column 1", number + "'1\\r2'"},
      {std::string(90, 'x'), "1, column 1",
       number + "'" + std::string(40, 'x') + "...'"}};
  for (const auto& [text, place, said] : cases)
    CHECK(csv_complaint(text) == "mine.csv: line " + place + ": " + said);
}

TEST_CASE("An excerpt is one line of valid UTF-8") {
  CHECK(excerpt("a b") == "'a b'");
  CHECK(excerpt("提要 é \xF0\x9F\x98\x80") == "'提要 é \xF0\x9F\x98\x80'");
  CHECK(excerpt("\n\t\x7f") == "'\\n\\t\\x7f'");
  CHECK(excerpt("\xff\x80 \xe6\x8f") == "'\\xff\\x80 \\xe6\\x8f'");
  CHECK(excerpt("\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80") ==
        "'\\xc0\\xaf \\xed\\xa0\\x80 \\xf4\\x90\\x80\\x80'");
  CHECK(excerpt("\xc2\x85 \u2028\u202e") == "'\\x85 \\u2028\\u202e'");
  CHECK(excerpt(std::string(39, 'a') + "要b") ==
        "'" + std::string(39, 'a') + "要...'");
  CHECK(excerpt(std::string(90, '\x80')).size() == 43 * 4 + 5);
}

TEST_CASE("A CSV line of the wrong length, blank or with a lone quote fails") {
  const std::vector<std::array<std::string, 2>> cases{
      {"1,2\n3\n", "line 2: expected 2 columns, got 1"},
      {"1,2\n3,4,5\n", "line 2: expected 2 columns, got 3"},
      {"1,2\n3,4,\n", "line 2: expected 2 columns, got 3"},
      {"1\n\n2\n", "line 2: expected numbers, got a blank line"},
      {"\n1\n", "line 1: expected numbers, got a blank line"},
      {"\"1\n2\"\n", "line 1, column 1: expected a closing quote"},
      {"\"1\"2\n",
       "line 1, column 1: expected a comma after the closing quote, got '2'"}};
  for (const auto& [text, said] : cases)
    CHECK(csv_complaint(text) == "mine.csv: " + said);
}

TEST_CASE("A CSV file without rows or without its header fails") {
  for (const char* text : {"", "\n\n", "\xEF\xBB\xBF"})
    CHECK(csv_complaint(text) ==
          "mine.csv: expected rows of numbers, got nothing");
  CHECK(csv_complaint("a,b\n1,2\n") ==
        "mine.csv: line 1, column 1: expected a number, got 'a'");
  const std::vector<std::array<std::string, 2>> cases{
      {"a,b\n",
       "line 1: expected rows of numbers under the header, got nothing"},
      {"1700,5\n1701,11\n",
       "line 1: expected a header that names the columns, got numbers"},
      {"a,b,a\n1,2,3\n",
       "line 1, column 3: expected another name than column 1's, got 'a' "
       "again"},
      {"a,\n1,2\n", "line 1, column 2: expected a column's name, got nothing"},
      {"a,b\n1\n", "line 2: expected 2 columns, got 1"}};
  for (const auto& [text, said] : cases)
    CHECK(csv_complaint(text, Header::required) == "mine.csv: " + said);
}

TEST_CASE("What no terminal should take is escaped, all else is as it was") {
  for (const auto& [text, shown] :
       std::vector<std::pair<std::string, std::string>>{
           {"", ""},
           {"'a\\nb' \"c\"\\", "'a\\nb' \"c\"\\"},
           {"\xE4\xB8\xAD\xC3\xA9", "\xE4\xB8\xAD\xC3\xA9"},
           {"a\nb\x1B[31m\x07", "a\\nb\\x1b[31m\\x07"},
           {"\xE2\x80\xAE\xE2\x81\xA6", "\\u202e\\u2066"},
           {"\xC2\x9B", "\\x9b"},
           {"\xFF", "\\xff"}}) {
    CHECK(printable(text) == shown);
    CHECK(printable(shown) == shown);
  }
}

TEST_CASE("A file that is missing, or none, is named") {
  CHECK(complaint_of([] { read_csv("/no/such.csv", Header::none); }) ==
        "/no/such.csv: No such file or directory");
  CHECK(complaint_of([] { read_file("/tmp"); }) ==
        "/tmp: expected a file, got a folder");
  const Scratch scratch;
  REQUIRE(mkfifo((scratch / "p").c_str(), 0600) == 0);
  for (const fs::path& path : {fs::path("/dev/zero"), scratch / "p"})
    CHECK(complaint_of([&] { read_file(path); }) ==
          path.string() + ": expected a file, got a pipe or a device");
  CHECK(complaint_of([] { read_file(""); }) != "accepted");
}

TEST_CASE("A written file is read back, byte for byte") {
  const Scratch scratch;
  const std::string bytes("a\0b\r\n\xff", 6);
  write_file(scratch / "new" / "x", bytes);
  CHECK(read_file(scratch / "new" / "x") == bytes);
  write_file(scratch / "new" / "x", "");
  CHECK(read_file(scratch / "new" / "x").empty());
}

TEST_CASE("A device is written to, not replaced") {
  CHECK(complaint_of([] { write_file("/dev/full", "1"); }) ==
        "/dev/full: No space left on device");
  write_file("/dev/null", "1");
  CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("A link in the way is replaced, and what it led to stays") {
  const Scratch scratch;
  write_file(scratch / "mine", "mine");
  std::filesystem::create_symlink(scratch / "mine", scratch / "x.csv");
  write_file(scratch / "x.csv", "1");
  CHECK(read_file(scratch / "mine") == "mine");
  CHECK(read_file(scratch / "x.csv") == "1");
  std::ofstream(scratch / "plain").close();
  CHECK(std::filesystem::status(scratch / "x.csv").permissions() ==
        std::filesystem::status(scratch / "plain").permissions());
}

TEST_CASE("A file that can't be written leaves nothing behind") {
  const Scratch scratch;
  CHECK(contains(complaint_of([] { write_file("/proc/x", "1"); }), "/proc/x"));
  CHECK(contains(complaint_of([] { write_file("/proc/a/x", "1"); }),
                 "/proc/a/x: its folder"));
  CHECK(contains(complaint_of([&] { write_file(scratch.folder(), "1"); }),
                 "expected a file, got a folder"));
  write_file(scratch / "file", "old");
  CHECK(contains(complaint_of([&] { write_file(scratch / "file/x", "1"); }),
                 "file/x"));
  CHECK(files_in(scratch) == 1);
}

TEST_CASE("A full disk keeps the old file whole") {
  const Scratch scratch;
  write_file(scratch / "x", "old");
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit small{1000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::string said = complaint_of(
      [&] { write_file(scratch / "x", std::string(100000, 'n')); });
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(contains(said, "x: File too large"));
  CHECK(read_file(scratch / "x") == "old");
  CHECK(files_in(scratch) == 1);
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
