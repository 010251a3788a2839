#include "common/book/exercises.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/book/pages.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

bool blank(const std::string& line) {
  return line.find_first_not_of(" \t") == std::string::npos;
}

// 3 for "03-any-length", 2 for "2"; 0 when it does not begin with a number.
unsigned leading_number(const std::string& name) {
  unsigned number = 0;
  for (const char c : name) {
    if (c < '0' || c > '9' || number > 999) break;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

std::vector<fs::path> folders(const fs::path& in) {
  std::vector<fs::path> found;
  if (fs::is_directory(in))
    for (const fs::directory_entry& entry : fs::directory_iterator(in))
      if (entry.is_directory() &&
          leading_number(entry.path().filename().string()) > 0)
        found.push_back(entry.path());
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return leading_number(a.filename().string()) <
           leading_number(b.filename().string());
  });
  return found;
}

// "# Title", a blank line, one or two lines of what to do, a blank line, more.
Exercise read_exercise(const fs::path& folder, unsigned chapter) {
  const fs::path file = folder / "text.md";
  const std::vector<std::string> lines = lines_of(read_file(file));
  Exercise exercise{
      chapter, leading_number(folder.filename().string()), folder, "", {}, ""};
  if (lines.empty() || lines[0].rfind("# ", 0) != 0)
    throw std::runtime_error(file.string() +
                             ":1: expected '# Title' as first line");
  exercise.title = lines[0].substr(2);
  std::size_t i = 1;
  while (i < lines.size() && blank(lines[i])) ++i;
  for (std::size_t j = i; j < lines.size(); ++j)
    exercise.text += lines[j] + "\n";
  for (; i < lines.size() && !blank(lines[i]); ++i) {
    exercise.to_do.push_back(lines[i]);
    std::erase(exercise.to_do.back(), '`');  // code on the page
  }
  if (exercise.to_do.empty() || exercise.to_do.size() > 2)
    throw std::runtime_error(
        file.string() + ":3: expected what to do in one or two lines, got " +
        std::to_string(exercise.to_do.size()));
  return exercise;
}

Record record_from(const Json& json) {
  return {json.value("begun", false), json.value("done", false),
          json.value("answer", std::string()),
          json.value("check", std::string()),
          json.value("hints", std::size_t{0})};
}

Json json_from(const Record& record) {
  return {{"begun", record.begun},
          {"done", record.done},
          {"answer", record.answer},
          {"check", record.check},
          {"hints", record.hints}};
}

}  // namespace

std::string Exercise::name() const {
  return std::to_string(chapter) + "-" + std::to_string(number);
}

std::string Exercise::file() const {
  return "exercise-" + name() + ".cpp";
}

std::vector<Exercise> exercises_of(const fs::path& room) {
  const unsigned chapter = leading_number(room.filename().string());
  std::vector<Exercise> all;
  for (const fs::path& folder : folders(room / "exercises"))
    all.push_back(read_exercise(folder, chapter));
  return all;
}

std::vector<Exercise> read_exercises(const fs::path& root) {
  std::vector<Exercise> all;
  for (const fs::path& room : folders(root / "chapters"))
    for (Exercise& exercise : exercises_of(room))
      all.push_back(std::move(exercise));
  return all;
}

std::vector<std::string> hints_of(const Exercise& exercise) {
  std::vector<std::string> hints;
  for (const std::string& line :
       lines_of(read_file(exercise.folder / "hints.md")))
    if (line.rfind("## ", 0) == 0)
      hints.push_back(line.substr(3) + "\n");
    else if (!hints.empty())
      hints.back() += line + "\n";
  for (std::string& hint : hints)
    hint.erase(hint.find_last_not_of(" \t\n") + 1);
  return hints;
}

std::string title_of(const fs::path& room) {
  if (fs::exists(room / "page.md"))
    for (const std::string& line : lines_of(read_file(room / "page.md")))
      if (line.rfind("# ", 0) == 0) {
        const std::string title = line.substr(2, line.find(" {#") - 2);
        return title;
      }
  return room.filename().string();
}

std::string hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3;
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx",
                static_cast<unsigned long long>(hash));
  return text;
}

std::string check_hash(const Exercise& exercise) {
  return hash_of(read_file(exercise.folder / "check.cpp") + '\0' +
                 read_file(exercise.folder / "task.hpp"));
}

Progress::Progress(fs::path my) : file_(std::move(my) / ".progress") {
  read();
}

// A file that can't be read as progress is kept beside, and said: what it knew
// is found out again by checking.
void Progress::read() {
  records_.clear();
  if (!fs::exists(file_)) return;
  try {
    const Json all = Json::parse(read_file(file_));
    for (const auto& [name, json] : all.items())
      records_[name] = record_from(json);
  } catch (const Json::exception&) {
    records_.clear();
    const fs::path kept = file_.string() + ".unreadable";
    fs::rename(file_, kept);
    std::fprintf(stderr, "book: %s could not be read and is now %s\n",
                 file_.string().c_str(), kept.string().c_str());
  }
}

Record Progress::of(const std::string& name) const {
  const auto found = records_.find(name);
  return found == records_.end() ? Record{} : found->second;
}

void Progress::keep(const std::string& name, const Record& record) {
  read();  // another terminal may have written meanwhile
  records_[name] = record;
  Json json = Json::object();
  for (const auto& [key, value] : records_) json[key] = json_from(value);
  write_file(file_, json.dump(1) + "\n");
}

}  // namespace unrolled::book
