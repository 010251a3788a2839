#include "common/book/exercises_reader.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

std::string in_words(State state) {
  switch (state) {
    case State::not_begun:
      return "not begun";
    case State::not_yet:
      return "not yet right";
    case State::done:
      return "done";
    case State::changed:
      return "changed";
    default:
      return "file is gone";
  }
}

// "my/exercise-3-2.old-1.cpp", the first that is free.
fs::path free_name(const fs::path& file) {
  for (unsigned n = 1;; ++n) {
    fs::path name = file;
    name.replace_extension(fmt::format(".old-{}.cpp", n));
    if (!fs::exists(name)) return name;
  }
}

// What tells that a file was saved; nothing while it is not there.
std::string stamp_of(const fs::path& file) {
  std::error_code gone;
  const auto time = fs::last_write_time(file, gone);
  const auto size = fs::file_size(file, gone);
  if (gone) return "";
  return fmt::format("{} {}", time.time_since_epoch().count(), size);
}

}  // namespace

Reader::Reader(Bench bench, fs::path my)
    : bench_(std::move(bench)),
      my_(std::move(my)),
      exercises_(read_exercises(bench_.root)),
      progress_(my_) {}

const Exercise* Reader::find(const std::string& name) const {
  for (const Exercise& exercise : exercises_)
    if (exercise.name() == name) return &exercise;
  return nullptr;
}

fs::path Reader::path_of(const Exercise& exercise) const {
  return my_ / exercise.file();
}

std::string Reader::shown(const Exercise& exercise) const {
  return my_.filename().string() + "/" + exercise.file();
}

State Reader::state_of(const Exercise& exercise) const {
  const Record record = progress_.of(exercise.name());
  if (!fs::exists(path_of(exercise)))
    return record.begun ? State::gone : State::not_begun;
  if (record.answer != hash_of(read_file(path_of(exercise))) ||
      record.check != check_hash(exercise))
    return State::changed;
  return record.done ? State::done : State::not_yet;
}

const Exercise* Reader::next(const std::string& after) const {
  const Exercise* first = nullptr;
  bool passed = after.empty();
  for (const Exercise& exercise : exercises_) {
    const bool open = state_of(exercise) != State::done;
    if (open && passed) return &exercise;
    if (open && first == nullptr) first = &exercise;
    passed = passed || exercise.name() == after;
  }
  return first;
}

void Reader::begin(const Exercise& exercise) {
  write_file(path_of(exercise), read_file(exercise.folder / "stub.cpp"));
  fs::path numbers = path_of(exercise);
  numbers.replace_extension(".json");
  if (fs::exists(exercise.folder / "numbers.json") && !fs::exists(numbers))
    write_file(numbers, read_file(exercise.folder / "numbers.json"));
  Record record = progress_.of(exercise.name());
  record = {true, false, "", "", record.hints};
  progress_.keep(exercise.name(), record);
  say(fmt::format("Exercise {}: {}\n", exercise.name(), exercise.title));
  for (const std::string& line : exercise.to_do) say("  " + line + "\n");
  say(fmt::format("Your file is {}.\n\n", shown(exercise)));
}

// The record is of the bytes that were checked: a save meanwhile makes it one
// of an older version, which its hash tells.
Checked Reader::checked(const Exercise& exercise) {
  std::string answer;
  Checked result;
  do {
    answer = hash_of(read_file(path_of(exercise)));
    result = check_answer(bench_, exercise, path_of(exercise), shown(exercise));
  } while (fs::exists(path_of(exercise)) &&
           answer != hash_of(read_file(path_of(exercise))));
  if (result.kind == Result_kind::not_checkable) return result;
  const Record before = progress_.of(exercise.name());
  progress_.keep(exercise.name(), {true, result.is_right(), answer,
                                   check_hash(exercise), before.hints});
  return result;
}

State Reader::refreshed(const Exercise& exercise) {
  const State state = state_of(exercise);
  if (state != State::changed || !bench_.is_ready()) return state;
  std::fprintf(stderr, "checking %s again: it changed\n",
               exercise.name().c_str());
  checked(exercise);
  return state_of(exercise);
}

int Reader::list() {
  std::size_t done = 0, changed = 0;
  unsigned chapter = 0;
  for (const Exercise& exercise : exercises_) {
    if (exercise.chapter != chapter) {
      chapter = exercise.chapter;
      const fs::path room = exercise.folder.parent_path().parent_path();
      say(fmt::format("{} {}\n", chapter, title_of(room)));
    }
    const State state = refreshed(exercise);
    done += state == State::done ? 1 : 0;
    changed += state == State::changed ? 1 : 0;
    say(fmt::format("  {:<5} {:<14} {}\n", exercise.name(), in_words(state),
                    exercise.title));
  }
  say(fmt::format("{} of {} done.", done, exercises_.size()));
  if (const Exercise* exercise = next())
    say(fmt::format(" Next: ./book exercise {}", exercise->name()));
  say("\n");
  if (changed > 0)
    say("Changed: since it was checked. ./book exercise N-M checks it "
        "again.\n");
  return 0;
}

int Reader::check(const Exercise& exercise) {
  const State before = state_of(exercise);
  if (before == State::gone) {
    say(
        fmt::format("{} was begun and is gone. Put it back, or begin anew:\n"
                    "./book exercise {} --reset\n",
                    shown(exercise), exercise.name()));
    return 1;
  }
  if (before == State::not_begun) begin(exercise);
  const Checked result = checked(exercise);
  say(report(result));
  if (result.kind == Result_kind::not_checkable) return 1;
  const std::string word = "./book exercise " + exercise.name();
  if (!result.is_right()) {
    say(fmt::format("A hint: {} --hint\n", word));
    return 1;
  }
  say(fmt::format("Why: {} --solution\n", word));
  if (const Exercise* following = next(exercise.name()))
    say(fmt::format("Next: ./book exercise {}\n", following->name()));
  else
    say("That was the last: every exercise is done.\n");
  return 0;
}

int Reader::watch(const Exercise& exercise) {
  const fs::path file = path_of(exercise);
  while (true) {
    std::string seen = stamp_of(file);
    if (check(exercise) == 0) return 0;
    if (seen.empty()) seen = stamp_of(file);  // the check began it
    say(fmt::format("\nWaiting for {} to be saved; Ctrl-C ends this.\n",
                    shown(exercise)));
    // An editor may take a file away for a moment while it saves.
    while (stamp_of(file) == seen || stamp_of(file).empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    say("\n");
  }
}

int Reader::hint(const Exercise& exercise) {
  const std::vector<std::string> hints = hints_of(exercise);
  Record record = progress_.of(exercise.name());
  const bool all_seen = record.hints >= hints.size();
  const std::size_t i = all_seen ? hints.size() - 1 : record.hints;
  say(fmt::format("Hint {} of {}: {}\n", i + 1, hints.size(), hints[i]));
  if (all_seen)
    say(
        fmt::format("There are no more. The solution: ./book exercise {} "
                    "--solution --anyway\n",
                    exercise.name()));
  record.hints = i + 1;
  progress_.keep(exercise.name(), record);
  return 0;
}

int Reader::solution(const Exercise& exercise, bool anyway) {
  if (!anyway && refreshed(exercise) != State::done) {
    say(
        fmt::format("Exercise {} is not done yet. To see the solution anyway:\n"
                    "./book exercise {} --solution --anyway\n",
                    exercise.name(), exercise.name()));
    return 1;
  }
  say(read_file(exercise.folder / "solution.md") + "\n");
  say(read_file(exercise.folder / "solution.cpp"));
  return 0;
}

int Reader::reset(const Exercise& exercise) {
  const fs::path file = path_of(exercise);
  if (fs::exists(file)) {
    const fs::path kept = free_name(file);
    fs::rename(file, kept);
    say(fmt::format("Your version is now {}/{}.\n", my_.filename().string(),
                    kept.filename().string()));
  }
  begin(exercise);
  return 0;
}

}  // namespace unrolled::book
