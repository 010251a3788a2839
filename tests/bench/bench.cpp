// The measuring: a plan, one JSON object on standard input, and what was found,
// one on standard output. bench.js makes the one and reads the other.
#include "tests/bench/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace unrolled::bench {
namespace {

using Json = nlohmann::ordered_json;

// What is to be measured.
struct Plan {
  std::vector<std::string> networks;
  std::vector<Shape> timed, weighed;
  std::vector<int> threads;
  double seconds;     // for all rounds of a shape
  std::size_t least;  // rounds
  bool wrong;         // add a contender that must be refused
};

std::vector<Shape> shapes_of(const Json& list) {
  std::vector<Shape> shapes;
  for (const Json& n : list)
    shapes.push_back({n.at(0), n.at(1), n.at(2), n.at(3), n.at(4)});
  return shapes;
}

Plan plan_of(const Json& plan) {
  return {plan.at("networks"),
          shapes_of(plan.at("timed")),
          shapes_of(plan.at("weighed")),
          plan.at("threads"),
          plan.at("seconds"),
          plan.at("least"),
          plan.at("wrong")};
}

Json entry(const Shape& shape, const Contender& c) {
  return {{"shape",
           {{"inputs", shape.inputs},
            {"hidden", shape.hidden},
            {"outputs", shape.outputs},
            {"batch", shape.batch},
            {"tau", shape.tau}}},
          {"network", c.network},
          {"contender", c.name},
          {"group", c.group}};
}

void set_threads(const std::vector<Peer>& peers, int threads) {
  set_blas_threads(threads);
  for (const Peer& p : peers)
    if (p.set_threads) p.set_threads(threads);
}

const char* chapter_of(const std::string& network) {
  if (network == "tanh") return "chapter 3";
  if (network == "Jordan") return "chapter 6";
  return network == "LSTM" || network == "GRU" ? "chapter 7" : "chapter 10";
}

// Whether the contender's gradient is the book's; the floor has none.
bool is_right(const Shape& shape, const Contender& c, const Runner& runner,
              const Gradient& truth, Json& timing) {
  timing["gradient_error"] = nullptr;
  if (!runner.gradient) return true;
  const double error = gradient_error(runner.gradient(), truth);
  timing["gradient_error"] = error;
  if (agrees(error)) return true;
  fmt::print(stderr,
             "error: bench: {} at {}: expected the gradient of {}, its worst "
             "block is off by {:.3g}\n",
             c.name, name_of(shape), chapter_of(c.network), error);
  return false;
}

void time_shape(const Shape& shape, int threads, const Plan& plan,
                const std::vector<Contender>& contenders, Json& report) {
  const cost::Problem problem = problem_of(shape);
  std::map<std::string, Gradient> truth;
  for (const std::string& network : plan.networks)
    truth[network] = truth_of(network, problem);
  std::vector<std::function<void()>> passes;
  std::vector<Json> timings;
  for (const Contender& c : contenders) {
    const Runner runner = c.on(problem);
    runner.pass();
    Json timing = entry(shape, c);
    timing["threads"] = threads;
    timing["refused"] =
        !is_right(shape, c, runner, truth.at(c.network), timing);
    if (!timing["refused"]) passes.push_back(runner.pass);
    timings.push_back(timing);
    if (!runner.blocks || threads != plan.threads[0]) continue;
    Json count = entry(shape, c);
    count["blocks_run"] = runner.blocks();
    count["closed_form"] = runner.expected_blocks;
    report["checkpoints"].push_back(count);
  }
  const std::vector<Times> times =
      in_turn(passes, plan.seconds, plan.least, threads > 1 ? 30 : 0);
  auto next = times.begin();
  for (Json& timing : timings) {
    const Times none, &t = timing["refused"] ? none : *next++;
    timing["rounds"] = t.rounds;
    timing["ms"] = t.rounds ? Json(t.median) : Json();
    timing["ms_low"] = t.rounds ? Json(t.low) : Json();
    timing["ms_high"] = t.rounds ? Json(t.high) : Json();
    report["timings"].push_back(timing);
  }
}

void weigh(const Shape& shape, const std::vector<Contender>& contenders,
           const std::vector<Peer>& peers, Json& report) {
  const cost::Problem problem = problem_of(shape);
  for (const Contender& c : contenders) {
    if (c.group == "floor") continue;
    const Index stored = c.on(problem).stored * sizeof(double);
    Json peak = entry(shape, c);
    peak["bytes"] = peak_bytes(c, shape, [&] { set_threads(peers, 1); });
    peak["stored_bytes"] = stored ? Json(stored) : Json();
    report["memory"].push_back(peak);
  }
}

}  // namespace

Json measure(const Json& wanted, const std::vector<Peer>& peers) {
  const Plan plan = plan_of(wanted);
  std::vector<Contender> contenders;
  const auto enter = [&](const std::vector<Contender>& all) {
    for (const Contender& c : all)
      if (std::count(plan.networks.begin(), plan.networks.end(), c.network))
        contenders.push_back(c);
  };
  enter(own_contenders());
  enter(cell_contenders());
  enter(jordan_contenders());
  enter(attention_contenders());
  Json versions{{"PyTorch", nullptr}, {"Eigen", nullptr}};
  for (const Peer& p : peers) {
    enter(p.ways);
    versions[p.name] = p.version;
  }
  if (plan.wrong) enter({wrong_contender()});
  Json report{{"compiler", UNROLLED_COMPILER},
              {"blas", blas_name()},
              {"peers", versions}};
  report["timings"] = report["memory"] = report["checkpoints"] = Json::array();
  // Memory first: a child must not inherit threads, nor memory already taken.
  for (const Shape& shape : plan.weighed) {
    fmt::print(stderr, "memory at {}\n", name_of(shape));
    weigh(shape, contenders, peers, report);
  }
  for (const int threads : plan.threads) {
    set_threads(peers, threads);
    for (const Shape& shape : plan.timed) {
      fmt::print(stderr, "time at {}, {} thread{}\n", name_of(shape), threads,
                 threads == 1 ? "" : "s");
      time_shape(shape, threads, plan, contenders, report);
    }
  }
  return report;
}

}  // namespace unrolled::bench
