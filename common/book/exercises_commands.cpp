#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "common/book/commands.hpp"
#include "common/book/exercises_prove.hpp"
#include "common/book/exercises_reader.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

constexpr int usage = 2;

// `--home HOME --build BUILD [--my FOLDER] [--limit S]`, then the reader's
// words.
struct Given {
  Bench bench;
  fs::path my;
  std::vector<std::string> words;
};

std::optional<Given> read_words(int argc, char** argv) {
  Given given;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool takes_one = word == "--home" || word == "--build" ||
                           word == "--my" || word == "--limit";
    if (!takes_one) {
      given.words.push_back(word);
      continue;
    }
    const std::string value = ++i < argc ? argv[i] : "";
    char* rest = nullptr;
    if (word == "--home") given.bench.root = fs::absolute(value);
    if (word == "--build") given.bench.build = fs::absolute(value);
    if (word == "--my") given.my = fs::absolute(value);
    if (word == "--limit")
      given.bench.seconds = std::strtod(value.c_str(), &rest);
    if (value.empty() || (rest != nullptr && *rest != '\0') ||
        !(given.bench.seconds > 0)) {
      fmt::print(stderr, "error: {}: {} needs a value, got '{}'\n", argv[0],
                 word, value);
      return std::nullopt;
    }
  }
  if (given.my.empty()) given.my = given.bench.root / "my";
  if (!given.bench.root.empty() && !given.bench.build.empty()) return given;
  fmt::print(stderr, "error: {}: expected --home HOME --build BUILD\n",
             argv[0]);
  return std::nullopt;
}

std::string names_of(const std::vector<Exercise>& exercises) {
  std::string names;
  for (const Exercise& exercise : exercises) names += " " + exercise.name();
  return names;
}

// What the reader asks of an exercise.
struct Wish {
  bool hint = false, solution = false, anyway = false, reset = false,
       watch = false;
};

std::optional<Wish> read_wish(const std::vector<std::string>& words) {
  Wish wish;
  for (std::size_t i = 1; i < words.size(); ++i) {
    bool* const asked = words[i] == "--hint"       ? &wish.hint
                        : words[i] == "--solution" ? &wish.solution
                        : words[i] == "--anyway"   ? &wish.anyway
                        : words[i] == "--reset"    ? &wish.reset
                        : words[i] == "--watch"    ? &wish.watch
                                                   : nullptr;
    if (asked == nullptr) return std::nullopt;
    *asked = true;
  }
  const int wishes = wish.hint + wish.solution + wish.reset + wish.watch;
  if (wishes > 1 || (wish.anyway && !wish.solution)) return std::nullopt;
  return wish;
}

}  // namespace

int exercises_main(int argc, char** argv) {
  const std::optional<Given> given = read_words(argc, argv);
  if (!given) return usage;
  if (!given->words.empty()) {
    fmt::print(stderr, "error: exercises takes nothing; got '{}'\n",
               given->words[0]);
    return usage;
  }
  return Reader(given->bench, given->my).list();
}

int exercise_main(int argc, char** argv) {
  const std::optional<Given> given = read_words(argc, argv);
  if (!given) return usage;
  Reader reader(given->bench, given->my);
  const std::string name = given->words.empty() ? "" : given->words[0];
  const Exercise* const exercise = reader.find(name);
  if (exercise == nullptr) {
    fmt::print(stderr, "error: no exercise '{}'; there are{}\n", name,
               names_of(reader.all()));
    return usage;
  }
  const std::optional<Wish> wish = read_wish(given->words);
  if (!wish) {
    fmt::print(stderr,
               "error: exercise {}: expected nothing, --hint, --solution "
               "[--anyway], --reset or --watch\n",
               name);
    return usage;
  }
  if (wish->hint) return reader.hint(*exercise);
  if (wish->solution) return reader.solution(*exercise, wish->anyway);
  if (wish->reset) return reader.reset(*exercise);
  if (wish->watch) return reader.watch(*exercise);
  return reader.check(*exercise);
}

int prove_main(int argc, char** argv) {
  const std::optional<Given> given = read_words(argc, argv);
  if (!given) return usage;
  std::size_t proved = 0, broken = 0;
  for (const Exercise& exercise : read_exercises(given->bench.root)) {
    const bool wanted = given->words.empty() ||
                        std::find(given->words.begin(), given->words.end(),
                                  exercise.name()) != given->words.end();
    if (!wanted) continue;
    ++proved;
    for (const std::string& objection : prove(given->bench, exercise)) {
      fmt::print("{}: {}\n", exercise.name(), objection);
      ++broken;
    }
  }
  fmt::print("exercises: {} proved, {} objections\n", proved, broken);
  if (proved == 0) return usage;
  return broken == 0 ? 0 : 1;
}

}  // namespace unrolled::book
