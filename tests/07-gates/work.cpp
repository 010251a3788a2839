// ./book work 7: the reader's numbers through an LSTM or a GRU.
#include "tests/work.hpp"

#include "tests/oracle/gated.hpp"

using namespace work_test;

namespace {

const std::string of_lstm = "lstm", before = "before", after = "after";

// Two inputs, three units, four outputs: no two sizes agree.
Json example_of(const std::string& kind, const std::string& output,
                std::size_t tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  Json e{{"cell", kind == of_lstm ? "lstm" : "gru"}, {"output", output}};
  if (kind != of_lstm) e["reset"] = kind;
  for (const char g : std::string(kind == of_lstm ? "fiqa" : "ura")) {
    e[std::string("U") + g] = normal_rows(random, 3, 2);
    e[std::string("W") + g] = normal_rows(random, 3, 3, 0.5);
    e[std::string("b") + g] = normal(random, 3, 0.5);
  }
  if (kind == after) e["ca"] = normal(random, 3, 0.5);
  e["V"] = normal_rows(random, 4, 3);
  e["c"] = normal(random, 4, 0.5);
  e["h0"] = normal(random, 3);
  if (kind == of_lstm) e["C0"] = normal(random, 3);
  e["x"] = normal_rows(random, tau, 2);
  for (std::size_t t = 0; t < tau; ++t)
    e["y"].push_back(target(random, 4, output));
  return e;
}

std::vector<Json> all_examples() {
  std::vector<Json> all;
  for (const std::size_t tau : {3u, 1u})
    for (const std::string& kind : {of_lstm, before, after})
      for (const std::string& output : outputs)
        all.push_back(example_of(kind, output, tau, 10 * tau + 3));
  return all;
}

oracle::Gated gated(const Json& e) {
  oracle::Gated net = named_net(oracle::Gated{}, e);
  net.cell = e["cell"];
  if (e.value("reset", "") == after && !e.contains("ca"))
    net.vectors["ca"] = oracle::Vec(net.matrices["Wa"].size());
  return net;
}

// What the answer to an example must be.
Json truth_of(const Json& e) {
  const oracle::Gated net = gated(e);
  Json truth = truth_of_named(
      net, net.cell == of_lstm
               ? Words{"f", "i", "q", "a", "C", "h", "o", "y_hat"}
               : Words{"u", "r", "a", "h", "o", "y_hat"});
  for (std::size_t t = 1; t <= net.x.size(); ++t)
    truth["delta"].push_back(gradient_at(net, "h", t));
  return truth;
}

Json after_example() {
  return example_of(after, outputs[0], 3, 40);
}

}  // namespace

const Subject& work_test::subject() {
  static const Subject chapter{
      "07-gates", all_examples(),
      [](const Json& got, const Json& e) { check_each(got, truth_of(e)); },
      [](const Json& e) { return oracle::run(gated(e)).loss.real(); }};
  return chapter;
}

TEST_CASE("Work 7 answers with the keys of the cell and nothing else") {
  for (const std::string& kind : {of_lstm, before, after}) {
    const Json e = example_of(kind, outputs[0], 2, 41), got = answer_to(e);
    std::set<std::string> expected{"h",    "o",     "y_hat", "loss_t",
                                   "loss", "delta", "a"};
    for (const char g : std::string(kind == of_lstm ? "fiqC" : "ur"))
      expected.insert(std::string(1, g));
    for (const auto& [key, value] : e.items())
      if (value.is_array() && key != "y") expected.insert("d" + key);
    const Words all = keys(got);
    CHECK(std::set<std::string>(all.begin(), all.end()) == expected);
    // dx and every other gradient may be brought, and is right.
    Json mine = e;
    for (const auto& [key, value] : got.items())
      if (key[0] == 'd' && key != "delta") mine[key] = value;
    const Json compared = answer_to(mine)["compared"];
    CHECK(compared.size() + e.size() == mine.size());
    for (const Json& said : compared) CHECK(said["right"] == true);
  }
}

TEST_CASE("Work 7 takes of each cell the keys that it has") {
  const Json lstm_example = example(), gru_example = after_example();
  const auto with = [](Json e, const std::string& changes) {
    e.update(J(changes));
    return e.dump();
  };
  check_refused(with(lstm_example, R"({"reset": "after"})"),
                "reset: expected only with gru");
  check_refused(with(lstm_example, R"({"Uu": [[1, 2]]})"),
                "Uu: expected only with gru");
  check_refused(with(lstm_example, R"({"ca": [1, 2]})"),
                "ca: expected only with after");
  check_refused(with(gru_example, R"({"C0": [1, 2, 3]})"),
                "C0: expected only with lstm");
  check_refused(with(gru_example, R"({"dC0": [1, 2, 3]})"),
                "dC0: expected only with lstm");
  check_refused(with(gru_example, R"({"reset": "before"})"),
                "ca: expected only with after");
  check_refused(with(gru_example, R"({"reset": "between"})"),
                "reset: expected before or after, got 'between'");
  Json without = gru_example;
  without.erase("reset");
  check_refused(without.dump(), "reset: missing, and needed");
}

TEST_CASE("Work 7 writes both forms of the GRU as the chapter has them") {
  const auto sheet = [](const std::string& kind) {
    return work(example_of(kind, outputs[2], 2, 42)).out;
  };
  CHECK(contains(sheet(before), "v(2) = r(2) (.) h(1)"));
  CHECK(contains(sheet(before),
                 "e(2) = u(2) (.) delta(2) + Wu^T dL/dzu(2) + "
                 "Wr^T dL/dzr(2) + r(2) (.) dL/dv(2)"));
  CHECK(contains(sheet(after), "v(2) = Wa h(1) + ca"));
  CHECK(contains(sheet(after), "dL/dca = sum over t of dL/dv(t)"));
}

TEST_CASE("Work 7 names the typical mistake in a block") {
  const Json e = example_of(of_lstm, outputs[2], 3, 43);
  const Json truth = answer_to(e);
  const auto hint = [&](const std::string& key, const Json& mine) {
    return verdict(e, key, mine)["hint"].get<std::string>();
  };
  CHECK(hint("dUf", scaled(truth["dUf"], 1 / 3.0)) ==
        "your dUf is the true one divided by the number of steps");
  CHECK(hint("dC0", scaled(truth["dC0"], 0)) ==
        "your dC0 is 0: what is left over after step 1 is its slope, (7.15) "
        "and (7.39)");
  CHECK(hint("dWa", scaled(truth["dWa"], 1.37)) == "");
  // By running each step from its own states, nothing is handed back.
  Json alone = scaled(truth["dba"], 0);
  for (std::size_t t = 1; t <= 3; ++t) {
    Json one = e;
    one["x"] = Json::array({e["x"][t - 1]});
    one["y"] = Json::array({e["y"][t - 1]});
    if (t > 1) one["h0"] = truth["h"][t - 2], one["C0"] = truth["C"][t - 2];
    alone = combined(alone, answer_to(one)["dba"], std::plus<double>());
  }
  CHECK(hint("dba", alone) ==
        "your dba is the true one with nothing handed from step t+1 to step "
        "t");
}

TEST_CASE("Work 7 names another cell, which is right of its own") {
  const auto hint = [](const Json& e, const std::string& key, const Json& of) {
    return verdict(e, key, answer_to(of)[key])["hint"].get<std::string>();
  };
  const Json e = example_of(before, outputs[1], 3, 44);
  Json other = e;
  other["reset"] = after;
  CHECK(hint(e, "dWa", other) ==
        "your dWa is that of a cell with the reset on the other side of Wa, "
        "forward and back");
  Json turned = e;
  for (const char* key : {"Uu", "Wu", "bu"}) turned[key] = scaled(e[key], -1);
  CHECK(hint(e, "dUr", turned) ==
        "your dUr is that of a cell that keeps by 1 - u and writes by u, "
        "forward and back");
  const Json c = example_of(of_lstm, outputs[0], 3, 45);
  Json exchanged = c;
  for (const std::string kind : {"U", "W", "b"})
    std::swap(exchanged[kind + "f"], exchanged[kind + "i"]);
  CHECK(verdict(c, "dWf", answer_to(exchanged)["dWi"])["hint"] ==
        "your dWf is that of a cell that forgets by i and writes by f, "
        "forward and back");
}

TEST_CASE("No note but D has the two cells") {
  for (const char* note : {"A", "B", "C", "E"}) {
    const Answer answer = run({"--notation", note});
    CHECK(refused(answer, 2));
    CHECK(contains(answer.err, "--notation: expected D, got"));
  }
}
