#include "common/book/exercises_check.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <regex>

#include "common/book/pages.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// A folder for one check alone, gone with it: two may run at once.
class Workplace {
 public:
  explicit Workplace(const fs::path& parent) {
    std::string name = (parent / "run-XXXXXX").string();
    fs::create_directories(parent);
    if (mkdtemp(name.data()) == nullptr)
      throw std::runtime_error(parent.string() + ": can't be written to");
    folder_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  fs::path operator/(const char* name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

// Compiler, flags and libraries, as the build has written them down.
struct Tools {
  Words compile, link;
};

Tools tools_of(const Bench& bench) {
  const fs::path file = bench.build / "exercises" / "bench.json";
  try {
    const auto json = nlohmann::json::parse(read_file(file));
    Tools tools{json.at("compile"), json.at("link")};
    tools.compile.push_back("-I" + bench.root.string());
    return tools;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// The files of a list that the compiler wrote, "check.o: a.cpp b.hpp \", where
// a blank in a name has a backslash before it.
std::vector<fs::path> files_in(const std::string& list) {
  std::vector<fs::path> files;
  std::string name;
  const auto end_name = [&] {
    if (!name.empty()) files.push_back(name);
    name.clear();
  };
  for (std::size_t i = list.find(": ") + 2; i < list.size(); ++i)
    if (list[i] == '\\' && i + 1 < list.size() && list[i + 1] == ' ')
      name += list[++i];
    else if (list[i] == ' ' || list[i] == '\n' || list[i] == '\\')
      end_name();
    else
      name += list[i];
  end_name();
  return files;
}

// Whether anything that an object was made of is younger than it, or gone.
bool is_outdated(const fs::path& object, const fs::path& list) {
  if (!fs::exists(object) || !fs::exists(list)) return true;
  const auto made = fs::last_write_time(object);
  for (const fs::path& file : files_in(read_file(list))) {
    std::error_code gone;
    if (fs::last_write_time(file, gone) > made || gone) return true;
  }
  return false;
}

// The check's object, made anew when it has to be. Empty when it is there;
// else what the compiler said.
std::string make_check(const Bench& bench, const Tools& tools,
                       const Exercise& exercise, const fs::path& kept,
                       const Workplace& here) {
  const fs::path list = kept.string() + ".d";
  if (!is_outdated(kept, list)) return "";
  const Finished compiler =
      run_process(joined(tools.compile, {"-MMD", "-MF", here / "check.d", "-c",
                                         exercise.folder / "check.cpp", "-o",
                                         here / "check.o"}),
                  bench.root);
  if (compiler.code != 0) return compiler.output;
  fs::rename(here / "check.d", list);
  fs::rename(here / "check.o", kept);
  return "";
}

// "undefined reference to `delta(...)'": what the task declares and the answer
// has not. The linker may say so more than once.
std::string missing_names(const std::string& output) {
  static const std::regex pattern("undefined reference to [`'‘]+([^'’\n]+)");
  std::vector<std::string> names;
  for (std::sregex_iterator it(output.begin(), output.end(), pattern), end;
       it != end; ++it)
    if (std::find(names.begin(), names.end(), (*it)[1]) == names.end())
      names.push_back((*it)[1]);
  std::string text;
  for (const std::string& name : names)
    text += "  your file lacks " + name + ", which task.hpp declares\n";
  return text;
}

const char* name_of_signal(int number) {
  switch (number) {
    case SIGSEGV:
      return "SIGSEGV, memory that is not its own, or an endless recursion";
    case SIGABRT:
      return "SIGABRT, an abort: an assertion, or memory freed twice";
    case SIGFPE:
      return "SIGFPE, a whole number divided by 0";
    case SIGILL:
      return "SIGILL, no instruction: a function without a return?";
    case SIGBUS:
      return "SIGBUS, memory that is not there";
    case SIGXFSZ:
      return "SIGXFSZ, more than 1 MB printed";
    default:
      return strsignal(number);
  }
}

void compile_answer(const Bench& bench, const Tools& tools,
                    const fs::path& answer, const std::string& shown,
                    const fs::path& object, Checked& checked) {
  // The bytes that are compiled are those that were read, under their own name.
  const std::string source = read_file(answer);
  const fs::path copy = object.string() + ".cpp";
  write_file(copy, "# 1 \"" + shown + "\"\n" + source);
  const Finished compiler = run_process(
      joined(tools.compile,
             {"-Wall", "-Wextra", "-Wno-unused-parameter", "-iquote",
              answer.parent_path(), "-c", copy, "-o", object}),
      bench.root);
  checked.warnings = diagnostics(compiler.output, shown, source, "warning");
  if (compiler.code == 0) return;
  checked.kind = Result_kind::no_program;
  checked.about = diagnostics(compiler.output, shown, source, "error");
  if (checked.about.empty()) checked.about = compiler.output;
}

void link_answer(const Bench& bench, const Tools& tools, const Words& objects,
                 const fs::path& program, Checked& checked) {
  const Finished linker =
      run_process(joined(joined({tools.compile[0]}, objects),
                         joined({"-o", program}, tools.link)),
                  bench.root);
  if (linker.code == 0) return;
  checked.kind = Result_kind::no_program;
  checked.about = missing_names(linker.output);
  if (checked.about.empty()) checked.about = linker.output;
}

void run_answer(const Bench& bench, const fs::path& program,
                const fs::path& log, Checked& checked) {
  const Finished run = run_process({program, "-r", "lines", "-o", log},
                                   bench.root, bench.seconds);
  const std::string open =
      read_report(fs::exists(log) ? read_file(log) : "", checked);
  checked.printed = run.output;
  const std::string where = open.empty() ? "" : " in the test '" + open + "'";
  if (run.too_long) {
    checked.kind = Result_kind::too_long;
    checked.about = fmt::format(
        "  ended after {:g} seconds{}: a loop without "
        "an end?\n",
        bench.seconds, where);
  } else if (run.signal != 0) {
    checked.kind = Result_kind::crashed;
    checked.about = fmt::format("  signal {} ({}){}\n", run.signal,
                                name_of_signal(run.signal), where);
  } else if (checked.tests == 0 || !open.empty()) {
    checked.kind = Result_kind::crashed;
    checked.about = fmt::format(
        "  it ended before the check did{}: does the "
        "file have a main() or an exit()?\n",
        where);
  } else {
    checked.kind = checked.held == checked.tests && run.code == 0
                       ? Result_kind::right
                       : Result_kind::wrong;
  }
}

}  // namespace

bool Bench::is_ready() const {
  return fs::exists(build / "exercises" / "bench.json");
}

Checked check_answer(const Bench& bench, const Exercise& exercise,
                     const fs::path& answer, const std::string& shown) {
  const Tools tools = tools_of(bench);
  const fs::path folder = bench.build / "exercises" / exercise.name();
  const Workplace here(folder);
  const fs::path check = folder / "check.o", object = here / "answer.o",
                 program = here / "program";
  Checked checked;
  checked.about = make_check(bench, tools, exercise, check, here);
  if (!checked.about.empty()) return checked;
  compile_answer(bench, tools, answer, shown, object, checked);
  if (checked.kind == Result_kind::no_program) return checked;
  link_answer(bench, tools, {object, check}, program, checked);
  if (checked.kind == Result_kind::no_program) return checked;
  run_answer(bench, program, here / "report.txt", checked);
  return checked;
}

}  // namespace unrolled::book
