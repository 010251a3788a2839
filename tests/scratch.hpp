// A temporary folder to write into, gone with its owner.
#pragma once
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/data.hpp"

class Scratch {
 public:
  Scratch() {
    std::string made =
        std::filesystem::temp_directory_path() / "unrolled-test-XXXXXX";
    if (!mkdtemp(made.data())) throw std::runtime_error(made + ": not made");
    folder_ = made;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path operator/(std::string_view name) const {
    return folder_ / name;
  }
  void write(std::string_view name, std::string_view content) const {
    unrolled::write_file(folder_ / name, content);
  }
  std::string read(std::string_view name) const {
    return unrolled::read_file(folder_ / name);
  }
  void remove(std::string_view name) const {
    std::filesystem::remove_all(folder_ / name);
  }
  bool has(std::string_view name) const {
    return std::filesystem::exists(folder_ / name);
  }

 private:
  std::filesystem::path folder_;
};

// Takes what the process writes to standard output and standard error.
class Captured {
 public:
  Captured() {
    std::fflush(nullptr);
    for (int i = 0; i < 2; ++i) {
      kept_[i] = dup(i + 1);
      file_[i] = std::tmpfile();
      dup2(fileno(file_[i]), i + 1);
    }
  }
  ~Captured() { stop(); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  // Gives the streams back; what was written is in out() and err() then.
  void stop() {
    if (kept_[0] < 0) return;
    std::fflush(nullptr);
    for (int i = 0; i < 2; ++i) {
      dup2(kept_[i], i + 1);
      close(kept_[i]);
      kept_[i] = -1;
      std::rewind(file_[i]);
      for (int c; (c = std::fgetc(file_[i])) != EOF;)
        text_[i] += static_cast<char>(c);
      std::fclose(file_[i]);
    }
  }
  const std::string& out() {
    stop();
    return text_[0];
  }
  const std::string& err() {
    stop();
    return text_[1];
  }

 private:
  int kept_[2];
  std::FILE* file_[2];
  std::string text_[2];
};

// Calls a main function with these words; words[0] is the program.
template <class Main>
int call(Main main_function, std::vector<std::string> words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return main_function(static_cast<int>(words.size()), argv.data());
}
