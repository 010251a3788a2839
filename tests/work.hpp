// Runs the worked examples as a reader does: the built program, a file,
// options.
#pragma once
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "common/data.hpp"
#include "common/random.hpp"
#include "tests/catch.hpp"
#include "tests/near.hpp"
#include "tests/oracle/recurrent.hpp"
#include "tests/scratch.hpp"

namespace work_test {

using Json = nlohmann::ordered_json;

struct Answer {
  int code;
  std::string out, err;
  Json json() const { return Json::parse(out); }
};

// Runs NN-work with these words, each quoted.
inline Answer run(const std::string& chapter,
                  const std::vector<std::string>& words) {
  const Scratch scratch;
  std::string command = "'" UNROLLED_BUILD "/" + chapter + "-work'";
  for (const std::string& word : words) command += " '" + word + "'";
  command += " > '" + (scratch / "out").string() + "' 2> '" +
             (scratch / "err").string() + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, scratch.read("out"),
          scratch.read("err")};
}

// The same with a file of this content in front.
inline Answer work_text(const std::string& chapter, const std::string& content,
                        std::vector<std::string> words = {}) {
  const Scratch scratch;
  scratch.write("mine.json", content);
  words.insert(words.begin(), (scratch / "mine.json").string());
  return run(chapter, words);
}
inline Answer work(const std::string& chapter, const Json& example,
                   const std::vector<std::string>& words = {}) {
  return work_text(chapter, example.dump(), words);
}

inline Json example_of(const std::string& folder) {
  return Json::parse(unrolled::read_file(UNROLLED_SOURCE "/chapters/" + folder +
                                         "/example.json"));
}

// JSON from text: braces of braces mean two things to two compilers.
inline Json J(const std::string& text) {
  return Json::parse(text);
}

// One line on standard error, nothing on standard output.
inline bool refused(const Answer& answer, int code) {
  const bool one_line =
      std::count(answer.err.begin(), answer.err.end(), '\n') == 1;
  return answer.code == code && answer.out.empty() && one_line;
}

// Refused as input, in a line that names this place.
inline void check_text_refused(const std::string& chapter,
                               const std::string& content,
                               const std::string& said) {
  const Answer answer = work_text(chapter, content);
  INFO(content);
  INFO(answer.err);
  CHECK(refused(answer, 2));
  CHECK(contains(answer.err, "mine.json: " + said));
}
inline void check_refused(const std::string& chapter, const Json& example,
                          const std::string& said) {
  check_text_refused(chapter, example.dump(), said);
}

// -- Numbers ------------------------------------------------------------------

// All numbers in a JSON value, in order.
inline std::vector<double> numbers(const Json& json) {
  if (json.is_number()) return {json.get<double>()};
  std::vector<double> all;
  for (const Json& item : json)
    for (const double number : numbers(item)) all.push_back(number);
  return all;
}

inline Json json_of(const oracle::RealVec& v) {
  return Json(v);
}
inline Json json_of(const oracle::RealMat& m) {
  return Json(m);
}

// ||got - expected|| / ||expected||, entry by entry in order; infinite when the
// shapes differ.
inline double error(const Json& got, const Json& expected) {
  const std::vector<double> a = numbers(got), b = numbers(expected);
  const auto shape = [](const Json& json) {
    return std::regex_replace(json.dump(), std::regex("[^\\[\\],]"), "");
  };
  if (shape(got) != shape(expected) || a.size() != b.size()) return INFINITY;
  double off = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    off += (a[i] - b[i]) * (a[i] - b[i]);
    size += b[i] * b[i];
  }
  return size > 0 ? std::sqrt(off / size) : std::sqrt(off);
}

inline std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> all;
  for (const auto& [key, value] : json.items()) all.push_back(key);
  return all;
}

// Every number of a JSON text, as it is written.
inline std::vector<std::string> tokens(const std::string& text) {
  const std::string bare =
      std::regex_replace(text, std::regex("\"[^\"]*\""), "");
  const std::regex number("-?[0-9][-+.eE0-9]*");
  std::vector<std::string> all;
  for (std::sregex_iterator i(bare.begin(), bare.end(), number), end; i != end;
       ++i)
    all.push_back(i->str());
  return all;
}

// Whether a number is written in the fewest digits that give it back.
inline bool shortest(const std::string& token) {
  const double value = std::strtod(token.c_str(), nullptr);
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + 40, value);
  const std::string best(digits.data(), end.ptr);
  return token == best || token == best + ".0";
}

// A JSON value as a reader writes it down: to so many digits.
inline std::string rounded(const Json& json, int digits) {
  std::ostringstream text;
  if (json.is_number()) {
    text << std::setprecision(digits) << json.get<double>();
    return text.str();
  }
  for (const Json& item : json)
    text << (text.tellp() == 0 ? "[" : ", ") << rounded(item, digits);
  return text.str() + "]";
}

// The results of a JSON answer as a sheet shows them: six digits. Only those
// long enough to be no given number by chance.
inline std::set<std::string> as_on_sheet(const std::string& json) {
  std::set<std::string> shown;
  for (const std::string& token : tokens(json)) {
    std::ostringstream text;
    text << std::setprecision(6) << std::strtod(token.c_str(), nullptr);
    if (text.str().size() >= 8) shown.insert(text.str());
  }
  return shown;
}

// -- Recurrent examples -------------------------------------------------------

inline const std::vector<std::string> hiddens{"tanh", "relu", "sigmoid",
                                              "identity"};
inline const std::vector<std::string> outputs{
    "softmax_cross_entropy", "sigmoid_cross_entropy", "linear_squared_error"};

// Two inputs, three hidden units, four outputs: no two sizes agree.
inline Json random_example(const std::string& hidden, const std::string& output,
                           std::size_t tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  const auto vector = [&](std::size_t n, double size) {
    std::vector<double> v(n);
    for (double& entry : v) entry = size * random.normal();
    return v;
  };
  const auto rows = [&](std::size_t m, std::size_t n, double size) {
    std::vector<std::vector<double>> all;
    for (std::size_t i = 0; i < m; ++i) all.push_back(vector(n, size));
    return all;
  };
  Json e{{"hidden", hidden},     {"output", output},   {"U", rows(3, 2, 1)},
         {"W", rows(3, 3, 0.5)}, {"V", rows(4, 3, 1)}, {"b", vector(3, 0.5)},
         {"c", vector(4, 0.5)},  {"h0", vector(3, 1)}, {"x", rows(tau, 2, 1)},
         {"y", Json::array()}};
  for (std::size_t t = 0; t < tau; ++t) {
    std::vector<double> y(4);
    double sum = 0;
    for (double& entry : y) sum += entry = random.uniform(0.1, 0.9);
    if (output == outputs[0])
      for (double& entry : y) entry /= sum;
    e["y"].push_back(y);
  }
  return e;
}

inline oracle::Vec to_oracle_vector(const Json& json) {
  oracle::Vec v;
  for (const Json& entry : json) v.push_back(entry.get<double>());
  return v;
}
inline std::vector<oracle::Vec> to_oracle_rows(const Json& json) {
  std::vector<oracle::Vec> rows;
  for (const Json& row : json) rows.push_back(to_oracle_vector(row));
  return rows;
}

inline oracle::Recurrent to_oracle(const Json& e) {
  oracle::Recurrent net;
  net.U = to_oracle_rows(e["U"]);
  net.W = to_oracle_rows(e["W"]);
  net.V = to_oracle_rows(e["V"]);
  net.x = to_oracle_rows(e["x"]);
  net.y = to_oracle_rows(e["y"]);
  net.b =
      e.contains("b") ? to_oracle_vector(e["b"]) : oracle::Vec(net.U.size());
  net.c =
      e.contains("c") ? to_oracle_vector(e["c"]) : oracle::Vec(net.V.size());
  net.h0 =
      e.contains("h0") ? to_oracle_vector(e["h0"]) : oracle::Vec(net.U.size());
  net.hidden = e["hidden"];
  net.output = e["output"];
  return net;
}

// Compares every key that all recurrent chapters share with an independent run
// and its complex step.
inline void check_against_oracle(const Json& got, const Json& example) {
  constexpr double tolerance = 1e-12;
  const oracle::Recurrent net = to_oracle(example);
  const oracle::Trace trace = oracle::run(net);
  const oracle::Gradients g = oracle::complex_step(net);
  std::vector<oracle::RealVec> h, o, y_hat, delta;
  oracle::RealVec loss_t;
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    const oracle::Vec& o_t = trace.o[t - 1];
    h.push_back(oracle::real(trace.h[t]));
    o.push_back(oracle::real(o_t));
    const std::string last = net.output == outputs[0]   ? "softmax"
                             : net.output == outputs[1] ? "sigmoid"
                                                        : "identity";
    y_hat.push_back(oracle::real(oracle::activate(last, o_t)));
    loss_t.push_back(oracle::loss_at(net, o_t, t).real());
    delta.push_back(g.dh[t]);
  }
  CHECK(error(got["h"], json_of(h)) < tolerance);
  CHECK(error(got["o"], json_of(o)) < tolerance);
  CHECK(error(got["y_hat"], json_of(y_hat)) < tolerance);
  CHECK(error(got["loss_t"], json_of(loss_t)) < tolerance);
  CHECK(std::abs(got["loss"].get<double>() - trace.loss.real()) <
        tolerance * std::abs(trace.loss.real()));
  CHECK(error(got["delta"], json_of(delta)) < tolerance);
  CHECK(error(got["dU"], json_of(g.dU)) < tolerance);
  CHECK(error(got["dW"], json_of(g.dW)) < tolerance);
  CHECK(error(got["dV"], json_of(g.dV)) < tolerance);
  CHECK(error(got["db"], json_of(g.db)) < tolerance);
  CHECK(error(got["dc"], json_of(g.dc)) < tolerance);
  CHECK(error(got["dh0"], json_of(g.dh0)) < tolerance);
  CHECK(error(got["dx"], json_of(g.dx)) < tolerance);
}

// The numbers of two alike JSON values, one by one.
inline Json combined(const Json& a, const Json& b,
                     const std::function<double(double, double)>& f) {
  if (a.is_number()) return Json(f(a.get<double>(), b.get<double>()));
  Json all = Json::array();
  for (std::size_t i = 0; i < a.size(); ++i)
    all.push_back(combined(a[i], b[i], f));
  return all;
}
inline Json scaled(const Json& block, double factor) {
  return combined(block, block, [=](double v, double) { return factor * v; });
}

// Takes `rate` times the gradient from the parameters of an example.
inline Json stepped(const Json& example, const Json& gradient, double rate,
                    const std::vector<std::string>& parameters) {
  Json after = example;
  for (const std::string& name : parameters)
    after[name] = combined(example[name], gradient["d" + name],
                           [=](double p, double g) { return p - rate * g; });
  return after;
}

// -- What every chapter's example must do -------------------------------------

// A file that is refused for every chapter, whatever its keys.
inline void check_bad_files(const std::string& chapter, const Json& example) {
  const std::string good = example.dump();
  check_text_refused(chapter, "",
                     "expected one JSON object, {...}, got an empty");
  check_text_refused(chapter, " \n",
                     "expected one JSON object, {...}, got an empty");
  check_text_refused(chapter, "[1]",
                     "expected one JSON object, {...}, got an array");
  check_text_refused(chapter, "3",
                     "expected one JSON object, {...}, got a number");
  check_text_refused(chapter, "null",
                     "expected one JSON object, {...}, got null");
  check_text_refused(chapter, "\xEF\xBB\xBF" + good,
                     "line 1, column 1: expected {, got a byte order mark");
  check_text_refused(chapter, good + " x", "line 1, column");
  check_text_refused(chapter, good + good, "line 1, column");
  check_text_refused(chapter, good + std::string("\0", 1),
                     "expected JSON, which is text, got a zero byte");
  check_text_refused(chapter, good.substr(0, good.size() / 2), "");
  check_text_refused(chapter, good.substr(0, good.size() - 1), "");
  check_text_refused(chapter, "// mine\n" + good, "line 1, column 1");
  check_text_refused(chapter, std::string(100000, '['), "");
  check_text_refused(chapter, "{\"W\":" + std::string(100000, '['), "W");
  for (const auto& [key, value] : example.items()) {
    Json without = example;
    without.erase(key);
    if (key != "b" && key != "c" && key != "h0")
      check_refused(chapter, without, key + ": missing");
    else
      CHECK(work(chapter, without).code == 0);
    check_text_refused(chapter,
                       good.substr(0, good.size() - 1) + ",\"" + key + "\":1}",
                       key + ": expected once");
    Json object = example;
    object[key] = Json::object();
    check_refused(chapter, object, key + ": expected");
    object[key] = nullptr;
    check_refused(chapter, object, key + ": expected");
    object[key] = true;
    check_refused(chapter, object, key + ": expected");
    Json shorter = example;  // another key may say that it is
    if (value.is_array() && value.size() > 1) {
      shorter[key].erase(value.size() - 1);
      check_refused(chapter, shorter, "");
    }
  }
  Json more = example;
  more["zebra"] = 1;
  check_refused(chapter, more, "unknown key 'zebra': expected");
  more.erase("zebra");
  more["a\nb"] = 1;
  check_refused(chapter, more, "unknown key 'a\\x0ab'");
}

// Words after the program that are refused, each in a line that names them.
inline void check_bad_options(const std::string& chapter) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> words{
      {{"--foo"}, "--foo"},
      {{"-x"}, "-x"},
      {{"--notation", "F"}, "--notation"},
      {{"--notation", ""}, "--notation"},
      {{"--notation", "AB"}, "--notation"},
      {{"--notation"}, "--notation"},
      {{"--step"}, "--step"},
      {{"--step", "0"}, "--step"},
      {{"--step", "-1"}, "--step"},
      {{"--step=-1"}, "--step"},
      {{"--step", "nan"}, "--step"},
      {{"--step", "inf"}, "--step"},
      {{"--step", "1e999"}, "--step"},
      {{"--step", "0x1"}, "--step"},
      {{"--step", "1 "}, "--step"},
      {{"--step", ""}, "--step"},
      {{"--step", "1", "--step", "2"}, "--step"},
      {{"--json=1"}, "json"},
      {{"--blank", "--json"}, "--blank"},
      {{"", "--json"}, "file"},
      {{"/no/such.json"}, "/no/such.json"},
      {{"/tmp"}, "/tmp: expected a file, got a folder"},
      {{"a.json", "b.json"}, "b.json"}};
  for (const auto& [given, named] : words) {
    const Answer answer = run(chapter, given);
    INFO(given[0] << (given.size() > 1 ? " " + given[1] : ""));
    INFO(answer.err);
    CHECK(refused(answer, 2));
    CHECK(contains(answer.err, named));
  }
  const Answer help = run(chapter, {"--help"});
  CHECK(help.code == 0);
  CHECK(help.err.empty());
  for (const char* option : {"--notation", "--blank", "--step", "--json"})
    CHECK(contains(help.out, option));
}

// The same example in short numbers, which no result can be mistaken for.
inline Json in_short_numbers(const Json& example) {
  Json e = example;
  for (auto& [key, value] : e.items())
    if (value.is_number() || (value.is_array() && !value[0].is_string()))
      value = combined(value, value, [](double v, double) {
        return std::round(v * 100) / 100;
      });
  if (e.contains("y") && e["y"][0].size() == 4)
    for (Json& y : e["y"]) y = J("[0.1, 0.2, 0.3, 0.4]");
  return e;
}

// The blank sheet holds no result; the full one holds them all.
inline void check_blank(const std::string& chapter, const Json& given) {
  const Json example = in_short_numbers(given);
  const Answer json = work(chapter, example, {"--json", "--step", "0.3"});
  const Answer full = work(chapter, example, {"--step", "0.3"});
  const Answer blank = work(chapter, example, {"--blank", "--step", "0.3"});
  REQUIRE(json.code == 0);
  REQUIRE(full.code == 0);
  REQUIRE(blank.code == 0);
  CHECK(blank.err.empty());
  CHECK(contains(blank.out, "____"));
  CHECK_FALSE(contains(full.out, "____"));
  const std::set<std::string> results = as_on_sheet(json.out);
  REQUIRE(results.size() > 20);
  for (const std::string& result : results) {
    INFO(result);
    CHECK(contains(full.out, result));
    CHECK_FALSE(contains(blank.out, result));
  }
}

// The blank sheet of one example is that of another with the same given
// numbers in sight: only what is given may differ.
inline std::string without_given(const std::string& sheet) {
  return std::regex_replace(
      sheet, std::regex("-?[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?"), "#");
}

// Every line fits, unless it is one formula.
inline std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    widest = std::max(widest, line.size());
  return widest;
}

// The equations a sheet names are computed in the chapters' headers, or stated
// on a page.
inline void check_equations(const std::string& sheet) {
  std::string sources;
  for (const auto& file : std::filesystem::recursive_directory_iterator(
           UNROLLED_SOURCE "/chapters"))
    if (file.path().extension() == ".hpp" || file.path().extension() == ".md")
      sources += unrolled::read_file(file.path());
  const std::regex tag("\\(([0-9]\\.[0-9]+[a-z]?)\\)");
  std::set<std::string> named;
  for (std::sregex_iterator i(sheet.begin(), sheet.end(), tag), end; i != end;
       ++i)
    named.insert((*i)[1]);
  CHECK(named.size() > 5);
  for (const std::string& number : named) {
    INFO(number);
    CHECK((contains(sources, "// (" + number + ")") ||
           contains(sources, "\\tag{" + number + "}")));
  }
}

}  // namespace work_test
