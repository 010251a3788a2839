// Whether gradients agree, how long a pass takes, what memory it takes.

#include <dlfcn.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <limits>
#include <thread>

#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

double milliseconds_now(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return 1e3 * static_cast<double>(now.tv_sec) +
         1e-6 * static_cast<double>(now.tv_nsec);
}

double milliseconds_of(const std::function<void()>& pass, int calls,
                       clockid_t clock) {
  const double start = milliseconds_now(clock);
  for (int i = 0; i < calls; ++i) pass();
  return (milliseconds_now(clock) - start) / calls;
}

double quantile(std::vector<double> sorted, double at) {
  std::sort(sorted.begin(), sorted.end());
  return sorted[static_cast<std::size_t>(
      at * static_cast<double>(sorted.size() - 1) + 0.5)];
}

// Kilobytes after a word of /proc/self/status.
double status_kilobytes(const std::string& word) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(word + ":"))
      return std::stod(line.substr(word.size() + 1));
  throw std::runtime_error("/proc/self/status: expected " + word);
}

// In the child: the libraries loaded, the BLAS in possession of its buffers and
// the problem's numbers made, what is free is given back. Then the peak is
// counted anew.
double measure_peak(const Contender& contender, const Shape& shape) {
  Shape few = shape;
  few.tau = std::min<Index>(shape.tau, 600);
  const cost::Problem warm = problem_of(few), problem = problem_of(shape);
  in_blocks(warm).pass();
  if (few.tau > 3) few.tau = 3;
  const cost::Problem tiny = problem_of(few);
  contender.on(tiny).pass();
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5" << std::flush;
  const double before = status_kilobytes("VmHWM");
  contender.on(problem).pass();
  return 1024 * (status_kilobytes("VmHWM") - before);
}

}  // namespace

Gradient gradient_of(const ConstBlocks& blocks) {
  Gradient all;
  for (const auto& [name, values] : blocks) all.push_back(values);
  return all;
}

double gradient_error(const Gradient& got, const Gradient& expected) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (got.size() != expected.size()) return infinite;
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (arma::size(got[i]) != arma::size(expected[i])) return infinite;
    const double error = block_error(got[i], expected[i]);
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

bool agrees(double error) {
  return error <= 1e-10;
}

std::vector<Times> in_turn(const std::vector<std::function<void()>>& passes,
                           double seconds, std::size_t least, int pause) {
  struct Pace {
    int calls, untimed;
  };
  std::vector<Pace> pace;
  std::vector<std::size_t> order;
  const clockid_t clock =
      pause > 0 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;
  double round = 0;
  for (const std::function<void()>& pass : passes) {
    const double once = milliseconds_of(pass, 1, clock);
    pace.push_back({once < 1 ? static_cast<int>(1 / once) : 1, once < 10});
    order.push_back(order.size());
    round += once * (pace.back().calls + pace.back().untimed) + pause;
  }
  if (round > 3e3) least = std::min<std::size_t>(least, 3);
  const auto rounds = static_cast<std::size_t>(
      std::clamp(1e3 * seconds / round, static_cast<double>(least), 101.0));
  std::vector<std::vector<double>> samples(passes.size());
  Random random(1);
  for (std::size_t i = 0; i < rounds; ++i) {
    for (std::size_t j = order.size(); j > 1; --j)
      std::swap(order[j - 1], order[random.below(j)]);
    for (const std::size_t who : order) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause));
      milliseconds_of(passes[who], pace[who].untimed, clock);
      samples[who].push_back(
          milliseconds_of(passes[who], pace[who].calls, clock));
    }
  }
  std::vector<Times> times;
  for (const std::vector<double>& s : samples)
    times.push_back(
        {quantile(s, 0.5), quantile(s, 0.25), quantile(s, 0.75), rounds});
  return times;
}

double peak_bytes(const Contender& contender, const Shape& shape,
                  const std::function<void()>& quiet) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe for the child");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no child process");
  if (child == 0) {
    double peak = -1;
    try {
      quiet();
      peak = measure_peak(contender, shape);
    } catch (const std::exception&) {
      peak = -1;
    }
    const bool told = write(ends[1], &peak, sizeof peak) == sizeof peak;
    _exit(told ? 0 : 1);
  }
  double peak = -1;
  close(ends[1]);
  const bool told = read(ends[0], &peak, sizeof peak) == sizeof peak;
  close(ends[0]);
  waitpid(child, nullptr, 0);
  if (!told || peak < 0)
    throw std::runtime_error(contender.name + ": memory could not be measured");
  return peak;
}

void set_blas_threads(int threads) {
  if (void* found = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
    reinterpret_cast<void (*)(int)>(found)(threads);
}

std::string blas_name() {
  if (void* found = dlsym(RTLD_DEFAULT, "openblas_get_config"))
    return reinterpret_cast<char* (*)()>(found)();
  return "unknown";
}

}  // namespace unrolled::bench
