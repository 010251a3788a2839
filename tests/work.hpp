// Runs the worked examples as a reader does: the built program, a file,
// options. What is tested of all of them stands here; what is expected of a
// chapter's say its tests/NN-*/work.cpp and work.json.
#pragma once
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
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
#include "tests/oracle/named.hpp"
#include "tests/oracle/recurrent.hpp"
#include "tests/scratch.hpp"

namespace work_test {

using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;
using Table = std::vector<std::pair<std::string, std::string>>;

// What is expected of a chapter's worked example.
struct Subject {
  std::string folder;  // "03-any-length"
  std::vector<Json> examples;
  // Compares an answer with an independent run; the loss of such a run.
  std::function<void(const Json& got, const Json& example)> check;
  std::function<double(const Json& example)> loss;
  // answers: the keys of its JSON; parameters: those that a step moves, along
  // the gradients there (empty: outside); refused: changes in the chapter's
  // example, and what is said then, on exit 2; overflows: the same with
  // options, on exit 1; lines of the sheet in a note's symbols ("": the
  // book's).
  Json expected = Json::parse(
      unrolled::read_file(UNROLLED_SOURCE "/tests/" + folder + "/work.json"));
  const Json& at(const char* key) const {
    REQUIRE_FALSE(expected.at(key).empty());
    return expected.at(key);
  }
};
const Subject& subject();

struct Answer {
  int code;
  std::string out, err;
  Json json() const { return Json::parse(out); }
};

// Runs NN-work with these words, each quoted.
inline Answer run(const Words& words) {
  const Scratch scratch;
  std::string command =
      "'" UNROLLED_BUILD "/" + subject().folder.substr(0, 2) + "-work'";
  for (const std::string& word : words) command += " '" + word + "'";
  command += " > '" + (scratch / "out").string() + "' 2> '" +
             (scratch / "err").string() + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, scratch.read("out"),
          scratch.read("err")};
}

// The same with a file of this content in front.
inline Answer work_text(const std::string& content, Words words = {}) {
  const Scratch scratch;
  scratch.write("mine.json", content);
  words.insert(words.begin(), (scratch / "mine.json").string());
  return run(words);
}
inline Answer work(const Json& example, const Words& words = {}) {
  return work_text(example.dump(), words);
}
inline Json answer_to(const Json& example, Words words = {}) {
  words.push_back("--json");
  const Answer answer = work(example, words);
  INFO(answer.err);
  REQUIRE(answer.code == 0);
  return answer.json();
}

// JSON from text: braces of braces mean two things to two compilers.
inline Json J(const std::string& text) {
  return Json::parse(text);
}
// The chapter's example, with other values for some keys.
inline Json example(const Json& changes = Json::object()) {
  Json e = Json::parse(unrolled::read_file(UNROLLED_SOURCE "/chapters/" +
                                           subject().folder + "/example.json"));
  e.update(changes);
  return e;
}

// One line on standard error, nothing on standard output.
inline bool refused(const Answer& answer, int code) {
  const bool one_line =
      std::count(answer.err.begin(), answer.err.end(), '\n') == 1;
  return answer.code == code && answer.out.empty() && one_line;
}

// Refused as input, in a line that names this place.
inline void check_refused(const std::string& content, const std::string& said) {
  const Answer answer = work_text(content);
  INFO(content.substr(0, 1000));
  INFO(answer.err);
  CHECK(refused(answer, 2));
  CHECK(contains(answer.err, "mine.json: " + said));
}

// What is said of one block of the reader's.
inline Json verdict(Json example, const std::string& key, const Json& mine,
                    bool right = false) {
  example[key] = mine;
  const Answer answer = work(example, {"--json"});
  INFO(key << answer.err);
  REQUIRE(answer.code == (right ? 0 : 1));
  CHECK(answer.err.empty());
  const Json said = answer.json()["compared"][key];
  CHECK(said["right"] == right);
  const std::string hint = said["hint"];  // of a layer, or the key's
  CHECK(contains(work(example).out,
                 hint.substr(std::min(hint.find("your"), hint.size()))));
  return said;
}

// -- Numbers ------------------------------------------------------------------

inline Words keys(const Json& json) {
  Words all;
  for (const auto& [key, value] : json.items()) all.push_back(key);
  return all;
}

// All numbers in a JSON value, in order.
inline std::vector<double> numbers(const Json& json) {
  std::vector<double> all;
  for (const Json& number : json.flatten()) all.push_back(number);
  return all;
}

// The numbers of two alike JSON values, one by one.
inline Json combined(const Json& a, const Json& b,
                     const std::function<double(double, double)>& f) {
  Json all = a.flatten();
  const Json other = b.flatten();
  for (const std::string& place : keys(all))
    all[place] = f(all[place], other[place]);
  return all.unflatten();
}
inline Json scaled(const Json& block, double factor) {
  return combined(block, block, [=](double v, double) { return factor * v; });
}

// ||got - expected|| / ||expected||; infinite when the shapes differ.
inline double error(const Json& got, const Json& expected) {
  if (keys(got.flatten()) != keys(expected.flatten())) return INFINITY;
  return unrolled::block_error(unrolled::Vector(numbers(got)),
                               unrolled::Vector(numbers(expected)));
}

// Every number of a JSON text, as it is written.
inline Words tokens(const std::string& text) {
  const std::string bare =
      std::regex_replace(text, std::regex("\"[^\"]*\""), "");
  const std::regex number("-?[0-9][-+.eE0-9]*");
  Words all;
  for (std::sregex_iterator i(bare.begin(), bare.end(), number), end; i != end;
       ++i)
    all.push_back(i->str());
  return all;
}

inline std::string in_digits(const Json& number, int digits) {
  std::ostringstream text;
  text << std::setprecision(digits) << number.get<double>();
  return text.str();
}
// A JSON value as a reader writes it down: to so many digits.
inline std::string rounded(const Json& json, int digits) {
  if (json.is_number()) return in_digits(json, digits);
  std::string text;
  for (const Json& item : json)
    text += (text.empty() ? "[" : ", ") + rounded(item, digits);
  return text + "]";
}

// -- Examples -----------------------------------------------------------------

inline Json normal(unrolled::Random& random, std::size_t n, double size = 1) {
  Json v;
  for (std::size_t i = 0; i < n; ++i) v.push_back(size * random.normal());
  return v;
}
inline Json normal_rows(unrolled::Random& random, std::size_t m, std::size_t n,
                        double size = 1) {
  Json rows;
  for (std::size_t i = 0; i < m; ++i) rows.push_back(normal(random, n, size));
  return rows;
}
// Numbers from 0.1 to 0.9; a distribution for softmax.
inline Json target(unrolled::Random& random, std::size_t n,
                   const std::string& output) {
  std::vector<double> y(n);
  double sum = 0;
  for (double& entry : y) sum += entry = random.uniform(0.1, 0.9);
  for (double& entry : y) entry /= output[1] == 'o' ? sum : 1;
  return y;
}

inline const Words hiddens{"tanh", "relu", "sigmoid", "identity"};
inline const Words outputs{"softmax_cross_entropy", "sigmoid_cross_entropy",
                           "linear_squared_error"};

// Two inputs, three hidden units, four outputs: no two sizes agree.
inline Json random_example(const std::string& hidden, const std::string& output,
                           std::size_t tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  Json e{{"hidden", hidden}, {"output", output}};
  e["U"] = normal_rows(random, 3, 2);
  e["W"] = normal_rows(random, 3, 3, 0.5);
  e["V"] = normal_rows(random, 4, 3);
  e["b"] = normal(random, 3, 0.5);
  e["c"] = normal(random, 4, 0.5);
  e["h0"] = normal(random, 3);
  e["x"] = normal_rows(random, tau, 2);
  for (std::size_t t = 0; t < tau; ++t)
    e["y"].push_back(target(random, 4, output));
  return e;
}
// One of each kind, for each number of steps.
inline std::vector<Json> random_examples(
    const std::vector<std::size_t>& all_tau, const Words& of = outputs) {
  std::vector<Json> all;
  for (const std::size_t tau : all_tau)
    for (const std::string& hidden : hiddens)
      for (const std::string& output : of)
        all.push_back(random_example(hidden, output, tau, 10 * tau + 3));
  return all;
}
inline Json plain_example(std::size_t tau, std::uint64_t seed) {
  return random_example("tanh", outputs[0], tau, seed);
}

// Zero when it is not there: biases, first states.
inline bool may_be_absent(const std::string& key) {
  return std::regex_match(key, std::regex("b.?|ca?|.0"));
}

inline oracle::Vec to_vector(const Json& json) {
  const std::vector<double> v = json;
  return {v.begin(), v.end()};
}
inline std::vector<oracle::Vec> to_rows(const Json& json) {
  std::vector<oracle::Vec> rows;
  for (const Json& row : json) rows.push_back(to_vector(row));
  return rows;
}

inline oracle::Recurrent to_oracle(const Json& e) {
  oracle::Recurrent net;
  net.U = to_rows(e["U"]);
  net.W = to_rows(e["W"]);
  net.V = to_rows(e["V"]);
  net.x = to_rows(e["x"]);
  net.y = to_rows(e["y"]);
  const oracle::Vec zeros(net.U.size());
  net.b = e.contains("b") ? to_vector(e["b"]) : zeros;
  net.c = e.contains("c") ? to_vector(e["c"]) : oracle::Vec(net.V.size());
  net.h0 = e.contains("h0") ? to_vector(e["h0"]) : zeros;
  net.hidden = e["hidden"];
  net.output = e["output"];
  return net;
}
inline double recurrent_loss(const Json& e) {
  return oracle::loss(to_oracle(e));
}

inline void check_each(const Json& got, const Json& truth) {
  for (const auto& [key, expected] : truth.items()) {
    INFO(key);
    CHECK(error(got[key], expected) < 1e-12);
  }
}

// Compares every key that all recurrent chapters share with an independent run
// and its complex step.
inline void check_recurrent(const Json& got, const Json& example) {
  const oracle::Recurrent net = to_oracle(example);
  const oracle::Trace trace = oracle::run(net);
  const oracle::Gradients g = oracle::complex_step(net);
  const std::string last = net.output == outputs[0]   ? "softmax"
                           : net.output == outputs[1] ? "sigmoid"
                                                      : "identity";
  Json truth{{"loss", trace.loss.real()},
             {"dU", g.dU},
             {"dW", g.dW},
             {"dV", g.dV},
             {"db", g.db},
             {"dc", g.dc},
             {"dh0", g.dh0},
             {"dx", g.dx}};
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    const oracle::Vec& o = trace.o[t - 1];
    truth["h"].push_back(oracle::real(trace.h[t]));
    truth["o"].push_back(oracle::real(o));
    truth["y_hat"].push_back(oracle::real(oracle::activate(last, o)));
    truth["loss_t"].push_back(oracle::loss_at(net, o, t).real());
    truth["delta"].push_back(g.dh[t]);
  }
  check_each(got, truth);
}

// Puts an example into a network whose numbers go by their names.
template <class Net>
Net named_net(Net net, const Json& e) {
  net.output = e["output"];
  net.x = to_rows(e["x"]);
  net.y = to_rows(e["y"]);
  for (const auto& [key, value] : e.items())
    if (value.is_array() && !value[0].is_array())
      net.vectors[key] = to_vector(value);
    else if (value.is_array() && key != "x" && key != "y")
      net.matrices[key] = to_rows(value);
  return net;
}
// What the answer must be of such a network, with these quantities at each
// step.
template <class Net>
Json truth_of_named(const Net& net, const Words& quantities) {
  const oracle::NamedTrace trace = run(net);
  Json truth{{"loss", trace.loss.real()}};
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    for (const std::string& name : quantities)
      truth[name].push_back(oracle::real(trace.at.at(name)[t]));
    truth["loss_t"].push_back(trace.losses[t - 1].real());
  }
  for (const auto& [key, m] : net.matrices)
    truth["d" + key] = gradient_of_matrix(net, key);
  for (const auto& [key, v] : net.vectors)
    truth["d" + key] = gradient_of_vector(net, key);
  truth["dx"] = gradient_of_x(net);
  return truth;
}

// -- What every chapter's example must do -------------------------------------

TEST_CASE("Work prints the keys of the contract and nothing else") {
  const Answer answer = run({"--json"});
  CHECK(answer.code == 0);
  CHECK(answer.err.empty());
  CHECK(Json(keys(answer.json())) == subject().at("answers"));
}

TEST_CASE("Work agrees with complex steps of an independent run") {
  for (const Json& e : subject().examples) {
    INFO(e.dump());
    subject().check(answer_to(e), e);
  }
  Json without = subject().examples.at(0);  // zero when absent
  for (const std::string& key : keys(without))
    if (may_be_absent(key)) without.erase(key);
  subject().check(answer_to(without), without);
}

TEST_CASE("Work adds the parameters after a step and the new loss") {
  const std::string along = subject().at("along");
  const Words of_all = subject().at("parameters");
  for (const Json& e : subject().examples) {
    Words parameters = of_all;  // that this example has
    std::erase_if(parameters,
                  [&](const auto& key) { return !e.contains(key); });
    const Json got = answer_to(e, {"--step", "0.25"});
    const Json& g = along.empty() ? got : got[along];
    Json after = e;
    for (const std::string& name : parameters) {
      after[name] = combined(e[name], g["d" + name],
                             [](double p, double d) { return p - 0.25 * d; });
      CHECK(error(got["updated"][name], after[name]) < 1e-15);
    }
    Words all = parameters;
    all.push_back("loss");
    CHECK(keys(got["updated"]) == all);
    CHECK(got["updated"]["loss"].get<double>() ==
          Approx(subject().loss(after)).epsilon(1e-12).margin(1e-12));
  }
}

TEST_CASE("Work finds the reader's gradients right, copied at few digits") {
  const Json& e = subject().examples.at(0);
  const Json truth = answer_to(e);
  for (const int digits : {17, 6, 3, 2}) {
    std::string text = e.dump();
    text.pop_back();
    Words brought;
    for (const std::string key : subject().at("answers")) {
      if (key[0] != 'd' || key == "delta") continue;
      text += ", \"" + key + "\": " + rounded(truth[key], digits);
      brought.push_back(key);
    }
    const Answer answer = work_text(text + "}", {"--json"});
    INFO(answer.out);
    CHECK(answer.code == 0);
    const Json compared = answer.json()["compared"];
    CHECK(keys(compared) == brought);
    for (const Json& said : compared) {
      CHECK((digits < 17 || said["error"] == 0.0));
      CHECK(said["right"] == true);
      CHECK(said["hint"] == "");
    }
    const Answer sheet = work_text(text + "}");
    CHECK(sheet.code == 0);
    CHECK(contains(sheet.out, "Your gradients"));
    CHECK_FALSE(contains(sheet.out, "wrong"));
  }
}

TEST_CASE("Work refuses files that are no worked example") {
  const Json e = example();
  const std::string good = e.dump(), body = good.substr(0, good.size() - 1);
  const std::string one = "expected one JSON object, {...}, got ";
  const Words all = keys(e);
  const std::string W = *std::find_if(
      all.begin(), all.end(), [](const auto& key) { return key[0] == 'W'; });
  for (const auto& [content, said] :
       Table{{"", one + "an empty"},
             {" \n", one + "an empty"},
             {"[1]", one + "an array"},
             {"3", one + "a number"},
             {"null", one + "null"},
             {"\xEF\xBB\xBF" + good,
              "line 1, column 1: expected {, got a byte order mark"},
             {good + std::string(4'000'000, ' '),
              "expected at most 4000000 bytes"},
             {good + " x", "line 1, column"},
             {good + good, "line 1, column"},
             {good + std::string("\0", 1),
              "expected JSON, which is text, got a zero byte"},
             {good.substr(0, good.size() / 2), ""},
             {body, ""},
             {"// mine\n" + good, "line 1, column 1"},
             {std::string(100000, '['), ""},
             {"{\"" + W + "\":" + std::string(100000, '['), W},
             {body + ", \"zebra\": 1}", "unknown key 'zebra': expected"},
             {body + ", \"a\\nb\": 1}", "unknown key 'a\\nb'"}})
    check_refused(content, said);
  for (const auto& [key, value] : e.items()) {
    Json other = e;
    other.erase(key);
    if (!may_be_absent(key))
      check_refused(other.dump(), key + ": missing");
    else
      CHECK(work(other).code == 0);
    check_refused(body + ",\"" + key + "\":1}", key + ": expected once");
    for (const char* bad : {"{}", "null", "true"}) {
      other[key] = J(bad);
      check_refused(other.dump(), key + ": expected");
    }
    other[key] = value;  // another key may say that it is too short
    if (!value.is_array() || value.size() == 1) continue;
    other[key].erase(value.size() - 1);
    check_refused(other.dump(), "");
  }
}

TEST_CASE("Work refuses what does not fit, and names the place") {
  for (const Json& row : subject().at("refused"))
    check_refused(example(row[0]).dump(), row[1]);
}

TEST_CASE("Work refuses options that are none") {
  const std::vector<std::pair<Words, std::string>> words{
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
      {{"/dev/zero"}, "/dev/zero: expected a file, got a pipe or a device"},
      {{"no\n\x1B[31m.json"}, "no\\n\\x1b[31m.json: No such file"},
      {{"--\x1B[31m"}, "--\\x1b[31m"},
      {{"a.json", "b.json"}, "b.json"}};
  for (const auto& [given, named] : words) {
    const Answer answer = run(given);
    INFO(given[0] << (given.size() > 1 ? " " + given[1] : ""));
    INFO(answer.err);
    CHECK(refused(answer, 2));
    CHECK(contains(answer.err, named));
  }
  const Answer help = run({"--help"});
  CHECK(help.code == 0);
  CHECK(help.err.empty());
  for (const char* option : {"--notation", "--blank", "--step", "--json"})
    CHECK(contains(help.out, option));
}

TEST_CASE("Work names the place at which a run overflows") {
  for (const Json& row : subject().at("overflows")) {
    const Answer answer = work(example(row[0]), row[1]);
    INFO(answer.err);
    CHECK(refused(answer, 1));
    CHECK(contains(answer.err, row[2]));
  }
}

// The same example in short numbers, which no result can be mistaken for.
inline Json in_short_numbers(const Json& example) {
  Json e = example;
  for (auto& [key, value] : e.items())
    if (!contains(value.dump(), "\""))
      value = combined(value, value, [](double v, double) {
        return std::round(v * 100) / 100;
      });
  if (!contains(e.dump(), outputs[0])) return e;
  const auto one_hot = [](Json& y) {
    y = scaled(y, 0);
    y[0] = 1;
  };
  if (e["y"][0].is_number()) one_hot(e["y"]);
  for (Json& y : e["y"])
    if (y.is_array()) one_hot(y);
  return e;
}

TEST_CASE("Work leaves every result out of a blank sheet") {
  for (const Json& given : subject().examples) {
    const Json e = in_short_numbers(given);
    const std::string json = answer_to(e, {"--step", "0.3"}).dump();
    const Answer full = work(e, {"--step", "0.3"});
    const Answer blank = work(e, {"--blank", "--step", "0.3"});
    REQUIRE(full.code == 0);
    REQUIRE(blank.code == 0);
    CHECK(blank.err.empty());
    CHECK(contains(blank.out, "____"));
    CHECK_FALSE(contains(full.out, "____"));
    // Six digits, as a sheet shows them; none that a given number has.
    std::set<std::string> results;
    for (const std::string& token : tokens(json))
      results.insert(in_digits(J(token), 6));
    for (auto i = results.begin(); i != results.end();)
      i = i->size() < 8 ? results.erase(i) : std::next(i);
    REQUIRE(results.size() > 20);
    for (const std::string& result : results) {
      INFO(result);
      CHECK(contains(full.out, result));
      CHECK_FALSE(contains(blank.out, result));
    }
  }
}

// A blank sheet but for what may differ on it: the title, the given numbers.
inline std::string without_given(const std::string& sheet) {
  return std::regex_replace(sheet.substr(sheet.find('\n')),
                            std::regex("-?[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?"),
                            "#");
}

// Every line fits, unless it is one formula.
inline std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    widest = std::max(widest, line.size());
  return widest;
}

TEST_CASE("Work speaks the symbols of each note, and keeps within a page") {
  for (const Json& row : subject().at("lines")) {
    const std::string note = row[0], line = row[1];
    Words words{"--step", "1", "--notation", note};
    if (note.empty()) words.resize(2);
    const Answer answer = run(words);
    INFO(note);
    CHECK(answer.code == 0);
    CHECK(widest_line(answer.out) <= 100);
    CHECK_THAT(answer.out, Catch::Matchers::ContainsSubstring(line));
  }
}

TEST_CASE("Work names equations that are computed, or stated on a page") {
  std::string sources;
  for (const auto& file : std::filesystem::recursive_directory_iterator(
           UNROLLED_SOURCE "/chapters"))
    if (file.path().extension() == ".hpp" || file.path().extension() == ".md")
      sources += unrolled::read_file(file.path());
  const std::string sheet = run({"--step", "1"}).out;
  const std::regex tag("\\(([0-9]+\\.[0-9]+[a-z]?)\\)");
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
