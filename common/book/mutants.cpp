#include "common/book/mutants.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <regex>
#include <set>
#include <thread>

#include "common/book/commands.hpp"
#include "common/book/exercises_check.hpp"
#include "common/data.hpp"
#include "common/experiment.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

// What the changed sources include.
const char* const header = R"(#pragma once
#include <complex>
#include <cstdlib>
#include <type_traits>
namespace unrolled_mutants {
inline const int chosen = [] {
  const char* id = std::getenv("UNROLLED_MUTANT");
  return id == nullptr ? 0 : std::atoi(id);
}();
template <class T>
inline constexpr bool scalar = std::is_arithmetic_v<T>;
template <class T>
inline constexpr bool scalar<std::complex<T>> = true;
// Neither operand is a number: exchanging them would change nothing.
template <class A, class B>
inline constexpr bool matrices =
    !scalar<std::remove_cvref_t<A>> && !scalar<std::remove_cvref_t<B>>;
}  // namespace unrolled_mutants
)";

struct Change {
  std::size_t id;
  std::string equation, file;
  std::size_t line;
  std::size_t begin;
  Mutation mutation;
  std::string outcome;
};

// A numbered statement, and where it stands.
struct Original {
  Mutant as_it_is;
  std::size_t begin;
};

// A change is caught when a test's demand or a program's claim is not met. An
// exception or a crash (no such index, no such shape) stops the run before.
std::string outcome_of(const Finished& done) {
  if (done.code == 0) return "survived";
  const auto says = [&](const char* words) {
    return done.output.find(words) != done.output.npos;
  };
  if (done.signal != 0 || done.too_long || says("unexpected exception"))
    return "stopped";
  return says("FAILED:") || says("DID NOT HOLD:") ? "caught" : "stopped";
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"") == cell.npos) return cell;
  std::string text = "\"";
  for (const char c : cell)
    text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

class Laboratory {
 public:
  Laboratory(fs::path root, fs::path build, unsigned chapter, std::size_t jobs)
      : root_(std::move(root)),
        scratch_(std::move(build)),
        source_(scratch_ / "source"),
        build_(scratch_ / "build"),
        tree_(read_tree(root_)),
        chapter_(chapter),
        jobs_(jobs) {}

  int run() {
    if (!find_room()) return 2;
    collect();
    copy();
    if (!configure() || !compile()) return 1;
    if (!works_unchanged()) return 1;
    try_all();
    return report();
  }

 private:
  bool find_room() {
    for (const Room& room : tree_.rooms)
      if (room.number == chapter_) room_ = room.folder;
    if (room_.empty())
      fmt::print(stderr, "error: mutants: no chapter {}\n", chapter_);
    return !room_.empty();
  }

  void collect() {
    for (const Mutant& s : numbered_code(tree_, chapter_))
      files_.insert(s.file);
    for (const std::string& file : files_) {
      const std::string text = read_file(root_ / file);
      for (const Statement& s : numbered_statements(text)) {
        if (std::stoul(s.equations[0]) != chapter_) continue;
        statements_.push_back(
            {{s.equations[0], file, "as it is", s.text, ""}, s.begin});
        for (Mutation& m : mutations_of(s.text))
          changes_.push_back({changes_.size() + 1, s.equations[0], file, s.line,
                              s.begin, std::move(m), ""});
      }
    }
    fmt::print(stderr, "chapter {}: {} numbered statements, {} changes\n",
               chapter_, statements_.size(), changes_.size());
  }

  void copy() {
    fs::create_directories(source_);
    for (const char* part : {"CMakeLists.txt", "common", "chapters", "tests"}) {
      fs::remove_all(source_ / part);
      fs::copy(root_ / part, source_ / part, fs::copy_options::recursive);
    }
    write_file(source_ / "common/unrolled_mutants.hpp", header);
  }

  bool configure() {
    const Finished done = run_process(
        {"cmake", "-S", source_.string(), "-B", build_.string(), "-G", "Ninja",
         "-DUNROLLED_SITE=OFF", "-DCMAKE_BUILD_TYPE=Release",
         "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -w -fmax-errors=0 "
         "-D_GLIBCXX_ASSERTIONS"},
        root_, 0);
    if (done.code != 0) fmt::print(stderr, "{}\n", done.output);
    return done.code == 0;
  }

  // The file with all its changes that compile.
  void write_source(const std::string& file) {
    const std::string text = read_file(root_ / file);
    std::string out =
        "#include \"common/unrolled_mutants.hpp\"\n#line 1 \"" + file + "\"\n";
    std::size_t at = 0;
    for (const Statement& s : numbered_statements(text)) {
      std::vector<Switched> here;
      for (const Change& c : changes_)
        if (c.file == file && c.begin == s.begin && c.outcome.empty())
          here.push_back({c.id, c.mutation});
      if (here.empty()) continue;
      out += text.substr(at, s.begin - at);
      out += with_changes(s.text, here, file, s.line);
      at = s.end;
    }
    write_file(source_ / file, out + text.substr(at));
  }

  // Compiles all changes at once; those that do not compile are left out and
  // the rest is tried again.
  bool compile() {
    for (int round = 1; round <= 12; ++round) {
      for (const std::string& file : files_) write_source(file);
      std::vector<std::string> words{
          "cmake",   "--build", build_.string(), "-j", std::to_string(jobs_),
          "--target"};
      for (const std::string& target : targets()) words.push_back(target);
      words.insert(words.end(), {"--", "-k", "0"});
      const Finished done = run_process(words, root_, 0);
      if (done.code == 0) return true;
      static const std::regex place("mutant:([0-9]+):");
      std::set<std::size_t> bad;
      for (std::sregex_iterator
               it(done.output.begin(), done.output.end(), place),
           end;
           it != end; ++it)
        bad.insert(std::stoul((*it)[1]));
      std::size_t out = 0;
      for (Change& c : changes_)
        if (bad.contains(c.id) && c.outcome.empty()) {
          c.outcome = "does not compile";
          ++out;
        }
      fmt::print(stderr, "round {}: {} changes do not compile\n", round, out);
      if (out > 0) continue;
      write_file(scratch_ / "build.log", done.output);
      fmt::print(stderr, "error: mutants: the build failed, see {}\n",
                 (scratch_ / "build.log").string());
      return false;
    }
    return false;
  }

  // A program's line is judged by its claim, every other by the tests.
  bool is_program(const std::string& file) const {
    return file.ends_with(".cpp") && fs::path(file).parent_path() == room_;
  }
  std::string target_of(const std::string& file) const {
    if (is_program(file))
      return room_.substr(9, 2) + "-" + fs::path(file).stem().string();
    return "test-" + room_.substr(9);
  }
  std::set<std::string> targets() const {
    std::set<std::string> all{"test-" + room_.substr(9)};
    for (const std::string& file : files_) all.insert(target_of(file));
    return all;
  }

  Finished try_one(const std::string& target, std::size_t id,
                   double limit) const {
    std::vector<std::string> words{
        "env", "OPENBLAS_NUM_THREADS=1", "OPENBLAS_CORETYPE=Prescott",
        "UNROLLED_MUTANT=" + std::to_string(id), (build_ / target).string()};
    if (target.starts_with("test-"))
      words.push_back("--abort");
    else
      words.insert(words.end(),
                   {"--out", (scratch_ / "run" / std::to_string(id)).string()});
    return run_process(words, build_, limit);
  }

  // Without a change all is well, also within the limits of a changed run:
  // what those limits stop would count as the change's doing.
  bool works_unchanged() {
    for (const std::string& target : targets()) {
      const auto start = std::chrono::steady_clock::now();
      Finished done = try_one(target, 0, 0);
      const std::chrono::duration<double> took =
          std::chrono::steady_clock::now() - start;
      limit_[target] = 10 + 5 * took.count();
      if (done.code == 0) done = try_one(target, 0, limit_[target]);
      if (done.code == 0) continue;
      fmt::print(stderr, "error: mutants: {} fails without a change\n{}\n",
                 target, done.output);
      return false;
    }
    return true;
  }

  void try_all() {
    std::vector<Change*> waiting;
    for (Change& c : changes_)
      if (c.outcome.empty()) waiting.push_back(&c);
    unrolled::Progress progress("changes", waiting.size());
    std::atomic<std::size_t> next = 0;
    std::mutex told;
    const auto work = [&] {
      for (std::size_t i; (i = next++) < waiting.size();) {
        Change& c = *waiting[i];
        const std::string target = target_of(c.file);
        const Finished done = try_one(target, c.id, limit_.at(target));
        c.outcome = outcome_of(done);
        const std::lock_guard lock(told);
        progress.tick();
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t j = 0; j < jobs_; ++j) threads.emplace_back(work);
    for (std::thread& t : threads) t.join();
  }

  int report() {
    Problems problems;
    for (const Equivalent& e : read_equivalents(root_, problems))
      explained_.insert(e.equation + e.code);
    csv_ = "equation,file,kind,code,outcome\n";
    for (const Original& original : statements_) report(original);
    write_file(root_ / fmt::format("docs/mutants-{:02}.csv", chapter_), csv_);
    fmt::print(
        "chapter {}: {} changes, {} caught by a value and {} by an error, "
        "{} explained, {} open\n",
        chapter_, count_["all"], count_["caught"], count_["stopped"],
        count_["equivalent"], count_["survived"] + count_["no change"]);
    return count_["survived"] + count_["no change"] == 0 ? 0 : 1;
  }

  void row(const Mutant& m) {
    csv_ += m.equation + "," + m.file + "," + m.kind + "," + quoted(m.code) +
            "," + m.outcome + "\n";
  }

  void report(const Original& original) {
    const Mutant& statement = original.as_it_is;
    row(statement);
    std::size_t tried = 0;
    for (const Change& c : changes_) {
      if (c.file != statement.file || c.begin != original.begin ||
          c.outcome == "does not compile")
        continue;
      ++tried;
      std::string outcome = c.outcome;
      if (outcome == "survived" &&
          explained_.contains(c.equation + c.mutation.text))
        outcome = "equivalent";
      row({c.equation, c.file, c.mutation.kind, c.mutation.text, outcome});
      ++count_[outcome];
      ++count_["all"];
      if (outcome == "survived")
        fmt::print("survived: ({}) {}:{}: {}\n", c.equation, c.file, c.line,
                   c.mutation.text);
    }
    if (tried > 0 || explained_.contains(statement.equation + statement.code))
      return;
    ++count_["no change"];
    fmt::print("no change known for ({}): {}\n", statement.equation,
               statement.code);
  }

  fs::path root_, scratch_, source_, build_;
  Tree tree_;
  unsigned chapter_;
  std::size_t jobs_;
  std::string room_;
  std::set<std::string> files_, explained_;
  std::vector<Original> statements_;
  std::vector<Change> changes_;
  std::map<std::string, double> limit_;
  std::string csv_;
  std::map<std::string, std::size_t> count_;  // of each outcome
};

}  // namespace

int mutants_main(int argc, char** argv) {
  CLI::App app;
  std::string source, build;
  std::vector<unsigned> chapters;
  std::size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  app.set_help_flag();
  app.add_option("--source", source)->required();
  app.add_option("--build", build)->required();
  app.add_option("--jobs", jobs)->check(CLI::Range(1, 64));
  app.add_option("chapter", chapters)->check(CLI::Range(1, 99));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "error: mutants: {}\n", error.what());
    return 2;
  }
  if (chapters.empty())
    for (const Room& room : read_tree(source).rooms)
      if (fs::exists(fs::path(source) /
                     fmt::format("docs/mutants-{:02}.csv", room.number)))
        chapters.push_back(room.number);
  int worst = 0;
  for (const unsigned chapter : chapters)
    worst = std::max(worst, Laboratory(source, build, chapter, jobs).run());
  return worst;
}

}  // namespace unrolled::book
