#include "common/book/exercises_prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "common/book/pages.hpp"
#include "common/book/utf8.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

// An answer of the book's own, and what the check said of it.
struct Answer {
  std::string file;
  std::string says;  // what it must meet; of wrong answers only
  Checked checked;
  std::string met;  // everything that the check said

  bool meets(const std::string& message) const {
    return met.find(message) != met.npos;
  }
};

// "// Says: ..." of the first line.
std::string quoted_message(const fs::path& file) {
  constexpr std::string_view mark = "// Says: ";
  const std::vector<std::string> lines = lines_of(read_file(file));
  if (lines.empty() || lines[0].rfind(mark, 0) != 0) return "";
  return lines[0].substr(mark.size());
}

Answer try_out(const Bench& bench, const Exercise& exercise,
               const fs::path& file) {
  const std::string name = file.filename().string();
  Answer answer{name, quoted_message(file),
                check_answer(bench, exercise, file, name), ""};
  answer.met = report(answer.checked, false);
  return answer;
}

std::vector<fs::path> wrong_answers(const Exercise& exercise) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(exercise.folder))
    if (entry.path().filename().string().rfind("wrong-", 0) == 0 &&
        entry.path().extension() == ".cpp")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The text of every chapter's page.
std::string pages_of(const fs::path& root) {
  std::string all;
  for (const fs::directory_entry& room :
       fs::directory_iterator(root / "chapters"))
    if (fs::exists(room.path() / "page.md"))
      all += read_file(room.path() / "page.md");
  return all;
}

class Proof {
 public:
  Proof(const Bench& bench, const Exercise& exercise)
      : bench_(bench), exercise_(exercise) {}

  std::vector<std::string> run() {
    check_texts();
    check_mentions();
    const Answer stub =
        try_out(bench_, exercise_, exercise_.folder / "stub.cpp");
    if (stub.checked.kind == Result_kind::not_checkable) {
      object("check.cpp does not compile:\n" + stub.checked.about);
      return objections_;
    }
    check_stub(stub);
    check_solution(
        try_out(bench_, exercise_, exercise_.folder / "solution.cpp"));
    std::vector<Answer> all{stub};
    for (const fs::path& file : wrong_answers(exercise_))
      all.push_back(try_out(bench_, exercise_, file));
    if (all.size() < 3)
      object(fmt::format("{} wrong answers, expected two or more",
                         all.size() - 1));
    for (std::size_t i = 1; i < all.size(); ++i) check_wrong(all, i);
    for (const Answer& answer : all) check_width(answer);
    return objections_;
  }

 private:
  void object(const std::string& what) { objections_.push_back(what); }

  void check_texts() {
    const std::vector<std::string> hints = hints_of(exercise_);
    if (hints.size() != 3)
      object(fmt::format("{} hints, expected 3", hints.size()));
    for (const std::string& hint : hints)
      if (hint.find('\n') == hint.npos)
        object("the hint '" + hint + "' is empty");
    for (const std::string& line : exercise_.to_do)
      if (columns_of(line) > 78 || line.find('$') != line.npos)
        object("what to do does not fit the terminal: " + line);
    if (read_file(exercise_.folder / "solution.md").size() < 100)
      object("solution.md does not explain");
    const std::string tag = "[exercise-" + exercise_.name() + "]";
    if (read_file(exercise_.folder / "check.cpp").find(tag) ==
        std::string::npos)
      object("check.cpp has no test with the tag " + tag);
  }

  // Equations that are mentioned stand on a page.
  void check_mentions() {
    static const std::regex mention(
        "(^|[^A-Za-z0-9_])\\(([1-9][0-9]?\\.[0-9]+[a-z]?)\\)");
    const std::string page = pages_of(bench_.root);
    for (const char* name :
         {"text.md", "hints.md", "solution.md", "check.cpp"}) {
      const std::string text = read_file(exercise_.folder / name);
      for (std::sregex_iterator it(text.begin(), text.end(), mention), end;
           it != end; ++it)
        if (page.find("\\tag{" + it->str(2) + "}") == page.npos)
          object(fmt::format("{} mentions ({}), which stands on no page", name,
                             it->str(2)));
    }
  }

  void check_width(const Answer& answer) {
    for (const std::string& line : lines_of(answer.met))
      if (columns_of(line) > 80)
        object(answer.file + " meets a line that is too wide: " + line);
  }

  void check_stub(const Answer& stub) {
    const Checked& c = stub.checked;
    if (c.kind != Result_kind::wrong)
      object("stub.cpp should be not yet right, but:\n" + stub.met);
    if (!c.warnings.empty()) object("stub.cpp warns:\n" + c.warnings);
    for (const Failure& failure : c.failures)
      if (failure.thrown || failure.text.find("came") == std::string::npos ||
          failure.text.find("expected") == std::string::npos)
        object("stub.cpp does not fail by a value:\n" + failure.text);
  }

  void check_solution(const Answer& solution) {
    if (!solution.checked.is_right())
      object("solution.cpp should be right, but:\n" + solution.met);
    if (!solution.checked.warnings.empty())
      object("solution.cpp warns:\n" + solution.checked.warnings);
  }

  void check_wrong(const std::vector<Answer>& all, std::size_t i) {
    const Answer& wrong = all[i];
    if (wrong.says.size() < 10)
      return object(wrong.file + " has no '// Says: ...' as first line");
    if (wrong.checked.kind != Result_kind::wrong)
      return object(wrong.file + " should be not yet right, but:\n" +
                    wrong.met);
    if (!wrong.meets(wrong.says))
      object(fmt::format("{} does not meet '{}', but:\n{}", wrong.file,
                         wrong.says, wrong.met));
    for (const Answer& other : all)
      if (&other != &wrong && other.meets(wrong.says))
        object(fmt::format("{} meets the message of {}: '{}'", other.file,
                           wrong.file, wrong.says));
  }

  const Bench& bench_;
  const Exercise& exercise_;
  std::vector<std::string> objections_;
};

}  // namespace

std::vector<std::string> prove(const Bench& bench, const Exercise& exercise) {
  return Proof(bench, exercise).run();
}

}  // namespace unrolled::book
