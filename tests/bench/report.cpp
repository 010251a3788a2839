#include "tests/bench/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace unrolled::bench {
namespace {

using Json = nlohmann::ordered_json;
using Maybe = std::optional<double>;

const Shape one_short{64, 128, 64, 1, 25}, small_batch{64, 128, 64, 32, 100},
    middle_batch{128, 256, 128, 64, 100}, odd_batch{65, 512, 65, 128, 64},
    large_batch{256, 512, 256, 64, 200}, long_one{64, 64, 64, 1, 10000};

// The best of a group; nothing when none of it was timed.
Maybe milliseconds(const Report& r, const Shape& shape, int threads,
                   const std::string& group) {
  Maybe best;
  for (const Timing& t : r.timings)
    if (t.shape == shape && t.threads == threads && t.group == group &&
        !t.refused)
      best = std::min(best.value_or(t.times.median), t.times.median);
  return best;
}

Maybe bytes(const Report& r, const Shape& shape, const std::string& group) {
  Maybe least;
  for (const Peak& p : r.peaks)
    if (p.shape == shape && p.group == group)
      least = std::min(least.value_or(p.bytes), p.bytes);
  return least;
}

Maybe quotient(Maybe a, Maybe b) {
  if (!a || !b || *b == 0) return {};
  return *a / *b;
}

Maybe time_ratio(const Report& r, const Shape& shape, int threads,
                 const std::string& a, const std::string& b) {
  return quotient(milliseconds(r, shape, threads, a),
                  milliseconds(r, shape, threads, b));
}

bool in_sweep(const Shape& s) {
  return s.batch == 1 && s.tau >= 100 && s.inputs == 64 && s.hidden == 64 &&
         s.outputs == 64;
}

// Each once, in the order of the report.
template <class T, class Get>
auto each(const std::vector<T>& all, Get get) {
  std::vector<std::decay_t<decltype(get(all[0]))>> once;
  for (const T& one : all)
    if (std::find(once.begin(), once.end(), get(one)) == once.end())
      once.push_back(get(one));
  return once;
}

Maybe fitted(const Report& r, int threads, const std::string& group) {
  std::vector<double> tau, time;
  for (const Shape& s :
       each(r.timings, [](const Timing& t) { return t.shape; })) {
    const Maybe ms = milliseconds(r, s, threads, group);
    if (!in_sweep(s) || !ms) continue;
    tau.push_back(static_cast<double>(s.tau)), time.push_back(*ms);
  }
  if (tau.size() < 3) return {};
  return exponent(tau, time);
}

Maybe least_floor_in_sweep(const Report& r) {
  Maybe least;
  for (const Shape& s :
       each(r.timings, [](const Timing& t) { return t.shape; }))
    if (in_sweep(s))
      if (const Maybe f = time_ratio(r, s, 1, "floor", "in blocks"))
        least = std::min(least.value_or(*f), *f);
  return least;
}

std::string shown(Maybe value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows[0].size());
  for (const std::vector<std::string>& row : rows)
    for (std::size_t j = 0; j < row.size(); ++j)
      widths[j] = std::max(widths[j], row[j].size());
  std::string out;
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t j = 0; j < row.size(); ++j)
      out += j ? fmt::format("  {:>{}}", row[j], widths[j])
               : fmt::format("  {:{}}", row[j], widths[j]);
    out += "\n";
  }
  return out;
}

std::string times_text(const Report& r, int threads,
                       const std::vector<std::string>& peers) {
  std::vector<std::vector<std::string>> rows{
      {"inputs,hidden,outputs,batch,tau", "ms", "of the floor", "chapter 3"}};
  rows[0].insert(rows[0].end(), peers.begin(), peers.end());
  for (const Shape& s :
       each(r.timings, [](const Timing& t) { return t.shape; })) {
    const Maybe ours = milliseconds(r, s, threads, "in blocks");
    if (!ours) continue;
    rows.push_back(
        {name_of(s), fmt::format("{:.4g}", *ours),
         shown(time_ratio(r, s, threads, "floor", "in blocks"), 2),
         shown(time_ratio(r, s, threads, "chapter 3", "in blocks"), 2)});
    for (const std::string& peer : peers)
      rows.back().push_back(
          shown(time_ratio(r, s, threads, peer, "in blocks"), 2));
  }
  return fmt::format(
             "Forward plus backward in blocks, {} thread{}: milliseconds; the "
             "floor's time over it;\nthe others' time over it\n",
             threads, threads == 1 ? "" : "s") +
         table(rows) + "\n";
}

std::string exponents_text(const Report& r, int threads) {
  std::string out;
  for (const std::string& group :
       each(r.timings, [](const Timing& t) { return t.group; }))
    if (const Maybe e = fitted(r, threads, group))
      out += fmt::format("  {:12} {:.3f}\n", group, *e);
  if (out.empty()) return out;
  return fmt::format(
             "Time grows as tau to this power, shapes 64,64,64,1,tau, {} "
             "thread{}\n",
             threads, threads == 1 ? "" : "s") +
         out + "\n";
}

std::string memory_text(const Report& r) {
  if (r.peaks.empty()) return "";
  std::vector<std::vector<std::string>> rows{{"inputs,hidden,outputs,batch,tau",
                                              "contender", "peak, kB",
                                              "it says, kB"}};
  for (const Peak& p : r.peaks)
    rows.push_back(
        {name_of(p.shape), p.contender, shown(p.bytes / 1000, 0),
         p.stored ? shown(static_cast<double>(p.stored) / 1000, 0) : "-"});
  return "Memory beyond the problem's own numbers\n" + table(rows) + "\n";
}

std::string counts_text(const Report& r) {
  if (r.counts.empty()) return "";
  std::vector<std::vector<std::string>> rows{
      {"inputs,hidden,outputs,batch,tau", "contender", "blocks run",
       "closed form", "time, 1 = in blocks"}};
  for (const Count& c : r.counts)
    rows.push_back({name_of(c.shape), c.contender, std::to_string(c.blocks),
                    std::to_string(c.expected),
                    shown(time_ratio(r, c.shape, 1, c.group, "in blocks"), 2)});
  return "Few states kept, one thread\n" + table(rows) + "\n";
}

std::string targets_text(const Report& r) {
  std::vector<std::vector<std::string>> rows{{"what", "target", "measured"}};
  for (const Target& t : targets_of(r))
    rows.push_back(
        {t.what, fmt::format("{} {:.4g}", t.at_least ? ">=" : "<=", t.target),
         t.measured ? fmt::format("{:.4g}", *t.measured) : "-"});
  return "Beside the targets, one thread\n" + table(rows);
}

Json shape_json(const Shape& s) {
  return {{"inputs", s.inputs},
          {"hidden", s.hidden},
          {"outputs", s.outputs},
          {"batch", s.batch},
          {"tau", s.tau}};
}

Json or_null(Maybe value) {
  return value ? Json(*value) : Json();
}

Json timing_json(const Report& r, const Timing& t) {
  const Maybe ours = milliseconds(r, t.shape, t.threads, "in blocks");
  const bool timed = !t.refused;
  return {{"shape", shape_json(t.shape)},
          {"threads", t.threads},
          {"contender", t.contender},
          {"group", t.group},
          {"gradient_error", or_null(t.error)},
          {"refused", t.refused},
          {"rounds", t.times.rounds},
          {"ms", timed ? Json(t.times.median) : Json()},
          {"ms_low", timed ? Json(t.times.low) : Json()},
          {"ms_high", timed ? Json(t.times.high) : Json()},
          {"over_in_blocks",
           timed ? or_null(quotient(t.times.median, ours)) : Json()}};
}

}  // namespace

std::vector<Target> targets_of(const Report& r) {
  std::vector<Target> all;
  const auto floor_of = [&](const Shape& s, double target) {
    all.push_back({"of the floor at " + name_of(s), target, true,
                   time_ratio(r, s, 1, "floor", "in blocks")});
  };
  const auto torch = [&](const Shape& s, double target) {
    all.push_back({"PyTorch's time at " + name_of(s), target, true,
                   time_ratio(r, s, 1, "PyTorch", "in blocks")});
  };
  for (const Shape& s : {small_batch, middle_batch, odd_batch, large_batch})
    floor_of(s, 0.90);
  floor_of(one_short, 0.85);
  all.push_back({"of the floor at 64,64,64,1,tau, the least", 0.85, true,
                 least_floor_in_sweep(r)});
  torch(large_batch, 1.4), torch(odd_batch, 1.4);
  torch(small_batch, 2), torch(one_short, 12);
  all.push_back(
      {"exponent of time in tau", 1.03, false, fitted(r, 1, "in blocks")});
  all.push_back({"memory, PyTorch's = 1, at " + name_of(long_one), 1. / 8,
                 false,
                 quotient(bytes(r, long_one, "in blocks"),
                          bytes(r, long_one, "PyTorch"))});
  all.push_back({"the same with checkpoints every root", 1. / 100, false,
                 quotient(bytes(r, long_one, "every root"),
                          bytes(r, long_one, "PyTorch"))});
  all.push_back({"time with checkpoints every root at " + name_of(long_one),
                 1.35, false,
                 time_ratio(r, long_one, 1, "every root", "in blocks")});
  return all;
}

Json json_of(const Report& r) {
  Json out{{"machine", r.machine}, {"quick", r.quick}};
  out["timings"] = out["exponents"] = out["memory"] = out["checkpoints"] =
      out["targets"] = Json::array();
  for (const Timing& t : r.timings) out["timings"].push_back(timing_json(r, t));
  for (const int threads :
       each(r.timings, [](const Timing& t) { return t.threads; }))
    for (const std::string& group :
         each(r.timings, [](const Timing& t) { return t.group; }))
      if (const Maybe e = fitted(r, threads, group))
        out["exponents"].push_back(
            {{"threads", threads}, {"group", group}, {"exponent", *e}});
  for (const Peak& p : r.peaks)
    out["memory"].push_back(
        {{"shape", shape_json(p.shape)},
         {"contender", p.contender},
         {"group", p.group},
         {"bytes", p.bytes},
         {"stored_bytes", p.stored ? Json(p.stored) : Json()}});
  for (const Count& c : r.counts)
    out["checkpoints"].push_back(
        {{"shape", shape_json(c.shape)},
         {"contender", c.contender},
         {"group", c.group},
         {"blocks_run", c.blocks},
         {"closed_form", c.expected},
         {"time_over_in_blocks",
          or_null(time_ratio(r, c.shape, 1, c.group, "in blocks"))}});
  for (const Target& t : targets_of(r))
    out["targets"].push_back({{"what", t.what},
                              {"at_least", t.at_least},
                              {"target", t.target},
                              {"measured", or_null(t.measured)}});
  return out;
}

std::string csv_of(const Report& r) {
  const std::vector<std::string> groups{"floor",      "in blocks", "chapter 3",
                                        "every root", "ten slots", "PyTorch",
                                        "Eigen"};
  std::string out = "inputs,hidden,outputs,batch,tau,threads,error";
  for (const std::string& group : groups) out += "," + group;
  for (const std::string& group : groups)
    if (group != "floor") out += ",kB " + group;
  out += "\n";
  for (const int threads :
       each(r.timings, [](const Timing& t) { return t.threads; }))
    for (const Shape& s :
         each(r.timings, [](const Timing& t) { return t.shape; })) {
      double error = -1;
      for (const Timing& t : r.timings)
        if (t.shape == s && t.threads == threads)
          error = std::max(error, t.error.value_or(0));
      if (error < 0) continue;
      out += fmt::format("{},{},{:.3g}", name_of(s), threads, error);
      for (const std::string& group : groups)
        out += fmt::format(",{:.5g}",
                           milliseconds(r, s, threads, group).value_or(0));
      for (const std::string& group : groups)
        if (group != "floor")
          out += fmt::format(",{:.0f}", bytes(r, s, group).value_or(0) / 1e3);
      out += "\n";
    }
  return out;
}

std::string text_of(const Report& r) {
  std::vector<std::string> peers;
  for (const auto& [name, version] : r.machine.at("peers").items())
    if (!version.is_null()) peers.push_back(name);
  std::string out;
  for (const auto& [key, value] : r.machine.items())
    out += fmt::format(
        "{}: {}\n", key,
        value.is_string() ? value.get<std::string>() : value.dump());
  out += "\n";
  const std::vector<int> threads =
      each(r.timings, [](const Timing& t) { return t.threads; });
  for (const int n : threads) out += times_text(r, n, peers);
  for (const int n : threads) out += exponents_text(r, n);
  return out + memory_text(r) + counts_text(r) + targets_text(r);
}

}  // namespace unrolled::bench
