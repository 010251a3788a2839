#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "common/book/exercises_check.hpp"

namespace unrolled::book {
namespace {

// What an answer may use: an endless loop or an endless list must not take the
// machine with it.
void limit_this_process(double seconds) {
  const auto whole = static_cast<rlim_t>(std::ceil(seconds));
  const rlimit time{whole, whole + 1};
  const rlimit memory{rlim_t{2} << 30, rlim_t{2} << 30};
  const rlimit file{rlim_t{1} << 20, rlim_t{1} << 20};
  const rlimit core{0, 0};
  setrlimit(RLIMIT_CPU, &time);
  setrlimit(RLIMIT_AS, &memory);
  setrlimit(RLIMIT_FSIZE, &file);
  setrlimit(RLIMIT_CORE, &core);
}

[[noreturn]] void become(const std::vector<std::string>& words,
                         const std::filesystem::path& folder, double seconds,
                         int output) {
  const int input = open("/dev/null", O_RDONLY);
  dup2(input, 0);
  dup2(output, 1);
  dup2(output, 2);
  std::vector<char*> argv;
  for (const std::string& word : words)
    argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  setenv("LC_ALL", "C.UTF-8", 1);
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  if (chdir(folder.c_str()) != 0) _exit(126);
  if (seconds > 0) limit_this_process(seconds);
  execvp(argv[0], argv.data());
  _exit(127);
}

// Waits for the process, at most six times its processor time.
int wait_for(pid_t child, double seconds, bool& too_long) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(6 * seconds);
  int status = 0;
  if (seconds <= 0) {
    waitpid(child, &status, 0);
    return status;
  }
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (Clock::now() > end && !too_long) {
      too_long = true;
      kill(child, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return status;
}

std::string all_of(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c; (c = std::fgetc(file)) != EOF;) text += static_cast<char>(c);
  return text;
}

}  // namespace

Finished run_process(const std::vector<std::string>& words,
                     const std::filesystem::path& folder, double seconds) {
  std::FILE* const output = std::tmpfile();
  if (output == nullptr)
    throw std::runtime_error("no temporary file for a program's output");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) become(words, folder, seconds, fileno(output));
  if (child < 0) {
    std::fclose(output);
    throw std::runtime_error("no new process can be started");
  }
  Finished finished;
  const int status = wait_for(child, seconds, finished.too_long);
  if (WIFEXITED(status)) finished.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) finished.signal = WTERMSIG(status);
  if (finished.signal == SIGXCPU) finished.too_long = true;
  finished.output = all_of(output);
  std::fclose(output);
  return finished;
}

}  // namespace unrolled::book
