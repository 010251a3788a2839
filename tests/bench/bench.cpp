#include "tests/bench/bench.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <thread>

#include "common/data.hpp"
#include "tests/bench/report.hpp"

namespace unrolled::bench {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  bool json = false, quick = false, wrong = false;
  std::string threads = "both", csv;
  std::vector<std::string> shapes;
};

// What is to be measured.
struct Plan {
  std::vector<Shape> timed, weighed;
  std::vector<int> threads;
  double seconds;
  std::size_t least;
};

std::optional<Shape> read_shape(const std::string& text) {
  std::vector<Index> n;
  for (const std::string& part : CLI::detail::split(text, ',')) {
    const bool digits =
        !part.empty() && part.size() < 10 &&
        part.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::stoul(part) == 0) return {};
    n.push_back(std::stoul(part));
  }
  if (n.size() != 5) return {};
  return Shape{n[0], n[1], n[2], n[3], n[4]};
}

std::vector<int> threads_of(const std::string& word) {
  const int all =
      static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  if (word == "1" || all == 1) return {1};
  return word == "all" ? std::vector<int>{all} : std::vector<int>{1, all};
}

Plan plan_of(const Options& o) {
  Plan plan{{},
            {},
            threads_of(o.quick && o.threads == "both" ? "1" : o.threads),
            o.quick ? 1.0 : 3.0,
            o.quick ? 3u : 5u};
  for (const std::string& text : o.shapes)
    plan.timed.push_back(*read_shape(text));
  if (!plan.timed.empty()) {
    plan.weighed = plan.timed;
    return plan;
  }
  plan.timed = {{64, 128, 64, 1, 25},     {64, 128, 64, 32, 100},
                {128, 256, 128, 64, 100}, {65, 512, 65, 128, 64},
                {256, 512, 256, 64, 200}, {2, 2, 1, 1, 3}};
  if (o.quick) plan.timed.erase(plan.timed.begin() + 3, plan.timed.end() - 1);
  if (!o.quick) plan.weighed = plan.timed;
  for (const Index tau : {100u, 300u, 1000u, 3000u, 10000u, 30000u})
    if (!o.quick || tau == 100 || tau == 1000 || tau == 10000)
      plan.timed.push_back({64, 64, 64, 1, tau});
  plan.weighed.push_back({64, 64, 64, 1, 10000});
  return plan;
}

std::string after(const std::string& path, const std::string& word) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(word)) {
      line = line.substr(line.find_first_of(":=") + 1);
      line.erase(0, line.find_first_not_of(" \t\""));
      line.erase(line.find_last_not_of(" \t\"") + 1);
      return line;
    }
  return "unknown";
}

Json machine_of(const std::vector<Peer>& peers) {
  Json versions{{"PyTorch", nullptr}, {"Eigen", nullptr}, {"mlpack", nullptr}};
  for (const Peer& p : peers) versions[p.name] = p.version;
  return {{"processor", after("/proc/cpuinfo", "model name")},
          {"cores", std::max(1u, std::thread::hardware_concurrency())},
          {"system", after("/etc/os-release", "PRETTY_NAME")},
          {"compiler", UNROLLED_COMPILER},
          {"blas", blas_name()},
          {"peers", versions}};
}

void set_threads(const std::vector<Peer>& peers, int threads) {
  set_blas_threads(threads);
  for (const Peer& p : peers)
    if (p.set_threads) p.set_threads(threads);
}

void tell(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
}

void time_shape(const Shape& shape, int threads, const Plan& plan,
                const std::vector<Contender>& contenders, Report& report) {
  const cost::Problem problem = problem_of(shape);
  const cost::Gradient truth = problem.a_matrix_per_step();
  std::vector<std::function<void()>> passes;
  std::vector<std::size_t> at;
  for (const Contender& c : contenders) {
    const Runner runner = c.on(problem);
    Timing t{shape, threads, c.name, c.group, {}, {}, false};
    runner.pass();
    if (runner.gradient) t.error = gradient_error(runner.gradient(), truth);
    t.refused = t.error && !agrees(*t.error);
    if (t.refused)
      tell(
          fmt::format("error: bench: {} at {}: expected chapter 3's gradient "
                      "to {:.0e}, its worst block is off by {:.3g}",
                      c.name, name_of(shape), same_gradient, *t.error));
    if (runner.blocks && threads == plan.threads[0])
      report.counts.push_back(
          {shape, c.name, c.group, runner.blocks(), runner.expected_blocks});
    if (!t.refused) {
      passes.push_back(runner.pass);
      at.push_back(report.timings.size());
    }
    report.timings.push_back(t);
  }
  const std::vector<Times> times =
      in_turn(passes, plan.seconds, plan.least, threads > 1 ? 30 : 0);
  for (std::size_t i = 0; i < at.size(); ++i)
    report.timings[at[i]].times = times[i];
}

void weigh(const Shape& shape, const std::vector<Contender>& contenders,
           const std::vector<Peer>& peers, Report& report) {
  const cost::Problem problem = problem_of(shape);
  for (const Contender& c : contenders) {
    if (c.group == "floor") continue;
    const Index stored = c.on(problem).stored * sizeof(double);
    const double bytes = peak_bytes(c, shape, [&] { set_threads(peers, 1); });
    report.peaks.push_back({shape, c.name, c.group, bytes, stored});
  }
}

Report measure(const Options& options, const std::vector<Peer>& peers) {
  const Plan plan = plan_of(options);
  std::vector<Contender> contenders = own_contenders();
  for (const Peer& p : peers)
    contenders.insert(contenders.end(), p.ways.begin(), p.ways.end());
  if (options.wrong) contenders.push_back(wrong_contender());
  Report report;
  report.machine = machine_of(peers);
  report.quick = options.quick;
  // Memory first: a child must not inherit threads, nor memory already taken.
  for (const Shape& shape : plan.weighed) {
    tell("memory at " + name_of(shape));
    weigh(shape, contenders, peers, report);
  }
  for (const int threads : plan.threads) {
    set_threads(peers, threads);
    for (const Shape& shape : plan.timed) {
      tell(fmt::format("time at {}, {} thread{}", name_of(shape), threads,
                       threads == 1 ? "" : "s"));
      time_shape(shape, threads, plan, contenders, report);
    }
  }
  return report;
}

}  // namespace

int bench_main(int argc, char** argv, const std::vector<Peer>& peers) {
  Options o;
  CLI::App app(
      "Times forward plus backward in blocks against the matrix products alone "
      "and against PyTorch and Eigen, where they are installed. Every "
      "contender's gradient is checked first.",
      "bench");
  app.add_flag("--json", o.json, "one JSON document on standard output");
  app.add_option("--csv", o.csv, "also write the numbers to this file");
  app.add_flag("--quick", o.quick, "fewer shapes and rounds: under a minute");
  app.add_option("--threads", o.threads, "1, all, or both")
      ->check(CLI::IsMember({"1", "all", "both"}))
      ->capture_default_str();
  app.add_option("--shape", o.shapes,
                 "inputs,hidden,outputs,batch,tau: this shape alone; again for "
                 "more")
      ->check(CLI::Validator(
          [](const std::string& text) -> std::string {
            if (read_shape(text)) return {};
            return "expected five whole numbers from 1, as 64,128,64,32,100, "
                   "got '" +
                   text + "'";
          },
          "SHAPE"));
  app.add_flag("--wrong", o.wrong,
               "add a contender with a wrong gradient, to see it refused");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "bench: {} (--help lists the options)\n", error.what());
    return 2;
  }
  const Report report = measure(o, peers);
  if (!o.csv.empty()) write_file(o.csv, csv_of(report));
  if (o.json)
    fmt::print("{}\n", json_of(report).dump(1));
  else
    fmt::print("{}", text_of(report));
  for (const Timing& t : report.timings)
    if (t.refused) return 1;
  return 0;
}

}  // namespace unrolled::bench
